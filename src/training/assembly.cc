#include "training/assembly.h"

#include <algorithm>
#include <cmath>

namespace easel::training {
namespace {

/// Joins the views and applies the head with the scaling folded into it. `features` has one value per view.
graph::ValueId BuildHead(graph::GraphBuilder& builder, const std::vector<graph::ValueId>& features,
                         const Scaling& scaling, const LinearHead& head) {
  const Matrix weight = head.weight.array().rowwise() * scaling.scale.array();
  const Eigen::VectorXf bias = head.bias - weight * scaling.mean.transpose();
  const graph::ValueId all =
      features.size() == 1 ? features[0] : builder.Apply("features", graph::Concat{}, features);
  const graph::ValueId weight_id =
      builder.Constant("head.weight", {weight.rows(), weight.cols()}, {weight.data(), weight.data() + weight.size()});
  const graph::ValueId bias_id =
      builder.Constant("head.bias", {bias.size()}, {bias.data(), bias.data() + bias.size()});
  const graph::ValueId logits = builder.Apply("logits", graph::FullyConnected{}, {all, weight_id, bias_id});
  return builder.Apply("scores", graph::Softmax{}, {logits});
}

}  // namespace

int64_t ModelView::size() const {
  int64_t size = 0;
  for (const FeatureBlock& block : blocks) size += block.size;
  return size;
}

Scaling Scaling::Of(const Matrix& features, const std::vector<ModelView>& views) {
  Scaling out;
  out.mean = features.colwise().mean();
  out.scale = Eigen::RowVectorXf::Ones(features.cols());
  Eigen::Index column = 0;
  for (const ModelView& view : views) {
    for (size_t b = 0; b < view.blocks.size(); ++b) {
      const Eigen::Index size = view.blocks[b].size;
      const bool is_head = b + 1 == view.blocks.size();
      const double share = is_head ? 0.5 : 0.5 / static_cast<double>(view.blocks.size() - 1);
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

std::string InputName(size_t view) { return "picture" + std::to_string(view); }

AssembledModel Assemble(const std::vector<ModelView>& views, const Scaling& scaling, const LinearHead& head) {
  AssembledModel out;
  graph::GraphBuilder builder;
  std::vector<graph::ValueId> features;
  for (size_t v = 0; v < views.size(); ++v) {
    const media::ImageTransform& transform = views[v].view.transform;
    const graph::ValueId input = builder.Input(InputName(v), {1, transform.height, transform.width, 3});
    const graph::ValueId value = BuildFeatures(builder, input, *views[v].backbone, nullptr);
    out.feature_names.push_back(builder.NameOf(value));
    features.push_back(value);
  }
  out.graph = builder.Finish({BuildHead(builder, features, scaling, head)});
  return out;
}

graph::Graph AssembleTail(const std::vector<ModelView>& views, const Scaling& scaling, const LinearHead& head) {
  graph::GraphBuilder builder;
  std::vector<graph::ValueId> features;
  for (size_t v = 0; v < views.size(); ++v) {
    features.push_back(builder.Input("features" + std::to_string(v), {1, views[v].size()}));
  }
  return builder.Finish({BuildHead(builder, features, scaling, head)});
}

}  // namespace easel::training
