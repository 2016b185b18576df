#include "training/scaling.h"

#include <algorithm>
#include <cmath>

namespace easel::training {

Scaling Scaling::Of(const Matrix& features, const std::vector<std::vector<FeatureBlock>>& views) {
  Scaling out;
  out.mean = features.colwise().mean();
  out.scale = Eigen::RowVectorXf::Ones(features.cols());
  Eigen::Index column = 0;
  for (const std::vector<FeatureBlock>& blocks : views) {
    for (size_t b = 0; b < blocks.size(); ++b) {
      const Eigen::Index size = blocks[b].size;
      const bool is_head = b + 1 == blocks.size();
      const double share = is_head ? 0.5 : 0.5 / static_cast<double>(blocks.size() - 1);
      const auto centred = features.middleCols(column, size).rowwise() - out.mean.segment(column, size);
      const double norm = centred.cast<double>().squaredNorm() / static_cast<double>(features.rows());
      const double scale = std::sqrt(share / static_cast<double>(views.size()) / std::max(norm, 1e-12));
      out.scale.segment(column, size).setConstant(static_cast<float>(scale));
      column += size;
    }
  }
  return out;
}

Matrix Scaling::Apply(const Matrix& features) const {
  return (features.rowwise() - mean).array().rowwise() * scale.array();
}

graph::ValueId BuildLogits(graph::GraphBuilder& builder, const std::vector<graph::ValueId>& features,
                           const Scaling& scaling, const LinearHead& head) {
  const Matrix weight = head.weight.array().rowwise() * scaling.scale.array();
  const Eigen::VectorXf bias = head.bias - weight * scaling.mean.transpose();
  const graph::ValueId all =
      features.size() == 1 ? features[0] : builder.Apply("features", graph::Concat{}, features);
  const graph::ValueId weight_id =
      builder.Constant("head.weight", {weight.rows(), weight.cols()}, {weight.data(), weight.data() + weight.size()});
  const graph::ValueId bias_id =
      builder.Constant("head.bias", {bias.size()}, {bias.data(), bias.data() + bias.size()});
  return builder.Apply("logits", graph::FullyConnected{}, {all, weight_id, bias_id});
}

}  // namespace easel::training
