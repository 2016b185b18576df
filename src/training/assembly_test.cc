#include "training/assembly.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "graph/cut.h"
#include "runtime/executor.h"

namespace easel::training {
namespace {

Matrix RandomMatrix(Eigen::Index rows, Eigen::Index columns, uint64_t seed) {
  Random random(seed);
  Matrix out(rows, columns);
  for (Eigen::Index i = 0; i < out.size(); ++i) out.data()[i] = static_cast<float>(random.Uniform());
  return out;
}

std::vector<float> RunGraph(const graph::Graph& graph, const std::vector<std::vector<float>>& inputs) {
  const auto executor = runtime::Executor::Create(graph).value();
  const std::vector<std::span<const float>> in(inputs.begin(), inputs.end());
  std::vector<float> out(static_cast<size_t>(graph.At(graph.outputs[0]).shape.back()));
  const std::span<float> output(out);
  EXPECT_TRUE(executor->Run(in, {&output, 1}));
  return out;
}

TEST(Scaling, EachViewAndItsHeadHaveTheirShareOfTheNorm) {
  const std::vector<ModelView> views = {{.view = {}, .blocks = {{"a", 3}, {"b", 5}, {"head", 4}}}};
  const Matrix features = RandomMatrix(50, 12, 1);
  const Matrix scaled = Scaling::Of(features, BlocksOf(views)).Apply(features);
  EXPECT_NEAR(scaled.squaredNorm() / 50, 1.0, 1e-3);
  EXPECT_NEAR(scaled.rightCols(4).squaredNorm() / 50, 0.5, 1e-3);
  EXPECT_NEAR(scaled.leftCols(3).squaredNorm() / 50, 0.25, 1e-3);
  EXPECT_NEAR(scaled.colwise().mean().norm(), 0, 1e-4);
}

// The assembled model is: features → scaling → head, with nothing lost in the folding.
TEST(Assemble, TheTailComputesTheScaledHead) {
  const std::vector<ModelView> views = {{.view = {}, .blocks = {{"a", 3}, {"head", 4}}},
                                        {.view = {}, .blocks = {{"a", 2}, {"head", 2}}}};
  const Matrix features = RandomMatrix(20, 11, 2);
  const Scaling scaling = Scaling::Of(features, BlocksOf(views));
  const LinearHead head{RandomMatrix(3, 11, 3), RandomMatrix(1, 3, 4).transpose()};
  const graph::Graph tail = AssembleTail(views, scaling, head);
  const Matrix scaled = scaling.Apply(features);
  for (Eigen::Index row = 0; row < 3; ++row) {
    const std::vector<float> scores = RunGraph(tail, {{features.row(row).data(), features.row(row).data() + 7},
                                                 {features.row(row).data() + 7, features.row(row).data() + 11}});
    Eigen::VectorXf expected = head.weight * scaled.row(row).transpose() + head.bias;
    expected = (expected.array() - expected.maxCoeff()).exp().matrix();
    expected /= expected.sum();
    for (Eigen::Index c = 0; c < 3; ++c) EXPECT_NEAR(scores[static_cast<size_t>(c)], expected(c), 1e-4);
  }
}

// What evaluation relies on: a model resumed at its cached features gives the bits of the whole.
TEST(Assemble, ResumedAtItsFeaturesTheModelGivesTheSameBits) {
  const Backbone backbone = LoadBackbone(EASEL_WEIGHTS_DIR, 0).value();
  const View small{0, {.width = 64, .height = 96}};
  const View large{0, {.width = 96, .height = 96}};
  std::vector<ModelView> views;
  std::vector<std::vector<float>> pictures;
  std::vector<std::vector<float>> cached;
  for (const View& view : {small, large}) {
    const FeatureGraph features = MakeFeatureGraph(view, backbone);
    views.push_back({view, &backbone, features.blocks});
    const Matrix picture = RandomMatrix(1, view.transform.width * view.transform.height * 3, 5);
    pictures.emplace_back(picture.data(), picture.data() + picture.size());
    cached.push_back(RunGraph(features.graph, {pictures.back()}));
  }
  const Matrix samples = RandomMatrix(10, views[0].size() + views[1].size(), 6);
  const LinearHead head{RandomMatrix(4, samples.cols(), 7), Eigen::VectorXf::Zero(4)};
  const Scaling scaling = Scaling::Of(samples, BlocksOf(views));
  const AssembledModel model = Assemble(views, scaling, head);
  const std::vector<float> whole = RunGraph(model.graph, pictures);
  EXPECT_EQ(RunGraph(graph::ExtractTail(model.graph, model.feature_names).value(), cached), whole);
  EXPECT_EQ(RunGraph(AssembleTail(views, scaling, head), cached), whole);
}

}  // namespace
}  // namespace easel::training
