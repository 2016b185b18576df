#include "graph/zoo/weights.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "base/hash.h"

namespace easel::graph {
namespace {

Network Small(std::string_view name, int64_t classes = 10) {
  return BuildNetwork(name, {.resolution = 64, .width = 0.25, .classes = classes}).value();
}

const Value& Named(const Network& network, const std::string& name) {
  return network.graph.At(network.graph.Find(name));
}

/// Tensors as PyTorch lays them out, each number its own index.
std::map<std::string, Tensor> Checkpoint(const Network& network) {
  std::map<std::string, Tensor> tensors;
  for (const Value& value : network.graph.values) {
    if (!value.is_constant()) continue;
    Tensor tensor{value.shape, std::vector<float>(value.data.size())};
    std::iota(tensor.data.begin(), tensor.data.end(), 0.0F);
    const bool is_depthwise = tensor.shape.size() == 4 && tensor.shape[0] == 1;
    if (tensor.shape.size() == 4) {
      const Shape s = value.shape;
      tensor.shape = is_depthwise ? Shape{s[3], 1, s[1], s[2]} : Shape{s[0], s[3], s[1], s[2]};
    }
    tensors[value.name] = std::move(tensor);
  }
  return tensors;
}

double Deviation(const std::vector<float>& data) {
  double sum = 0;
  for (const float x : data) sum += static_cast<double>(x) * x;
  return std::sqrt(sum / static_cast<double>(data.size()));
}

TEST(Initialise, IsHeNormalAndTheSameEverywhere) {
  Network network = Small("mobilenet-v2");
  Initialise(network.graph, 7);
  const std::vector<float>& conv = Named(network, "features.18.0.weight").data;
  EXPECT_NEAR(Deviation(conv), std::sqrt(2.0 / 1280), 3e-4);
  EXPECT_NEAR(std::accumulate(conv.begin(), conv.end(), 0.0) / static_cast<double>(conv.size()), 0, 3e-4);
  EXPECT_NEAR(Deviation(Named(network, "features.16.conv.1.0.weight").data), std::sqrt(2.0 / 9), 0.02);
  const std::vector<float>& fc = Named(network, "classifier.1.weight").data;
  EXPECT_NEAR(*std::ranges::max_element(fc), 1 / std::sqrt(1280.0), 1e-4);
  EXPECT_NEAR(Deviation(fc), 1 / std::sqrt(3 * 1280.0), 3e-4);
  EXPECT_EQ(Deviation(Named(network, "features.18.1.running_var").data), 1);
  EXPECT_EQ(Deviation(Named(network, "features.18.1.running_mean").data), 0);
  EXPECT_EQ(Sha256(std::as_bytes(std::span(conv))).Hex(),
            "b57f014b76aafe768f85a37abf1b50e65fbe57fad70295f2c011f95c458df976");
  Network other = Small("mobilenet-v2");
  Initialise(other.graph, 8);
  EXPECT_NE(Named(other, "features.18.0.weight").data, conv);
}

TEST(LoadWeights, TurnsLayoutsRound) {
  Network network = Small("mobilenet-v3-small");
  std::map<std::string, Tensor> tensors = Checkpoint(network);
  Tensor& squeeze = tensors.at("features.1.block.1.fc1.weight");
  squeeze.shape = {squeeze.shape[0], squeeze.shape[1], 1, 1};  // a 1 × 1 convolution there
  tensors["features.0.1.num_batches_tracked"] = {{}, {3}};
  tensors["AuxLogits.fc.bias"] = {{1000}, std::vector<float>(1000)};
  tensors["ema.decay"] = {{1}, {0}};
  const Result<WeightsReport> report = LoadWeights(network, tensors);
  ASSERT_TRUE(report) << report.error().message.en << " " << report.error().item;
  EXPECT_TRUE(report->has_classifier);
  EXPECT_EQ(report->unused, (std::vector<std::string>{"ema.decay"}));
  // [O, KH, KW, I] out of [O, I, KH, KW]: the number at output 1, row 2, column 0, input 1.
  EXPECT_EQ(Named(network, "features.0.0.weight").data[1 * 27 + (2 * 3 + 0) * 3 + 1],
            1 * 27 + 1 * 9 + 2 * 3 + 0);
  // [1, KH, KW, C] out of [C, 1, KH, KW]: row 1, column 2, channel 5.
  EXPECT_EQ(Named(network, "features.1.block.0.0.weight").data[(1 * 3 + 2) * 8 + 5], 5 * 9 + 1 * 3 + 2);
  EXPECT_EQ(Named(network, "features.1.block.1.fc1.weight").data[9], 9);
  EXPECT_EQ(Named(network, "classifier.3.weight").data.back(),
            10 * Named(network, "classifier.3.weight").shape[1] - 1);
}

TEST(LoadWeights, LeavesTheClassifierOfOtherClassesAsItIs) {
  for (const std::string_view name : {"resnet-18", "squeezenet"}) {
    Network network = Small(name, 7);
    Initialise(network.graph, 1);
    const std::vector<float> before = Named(network, network.classifier + ".weight").data;
    const Result<WeightsReport> report = LoadWeights(network, Checkpoint(Small(name, 10)));
    ASSERT_TRUE(report) << report.error().item;
    EXPECT_FALSE(report->has_classifier);
    EXPECT_TRUE(report->unused.empty());
    EXPECT_EQ(Named(network, network.classifier + ".weight").data, before);
  }
}

TEST(LoadWeights, NamesTheTensorAtFaultAndChangesNothing) {
  const Network good = Small("resnet-18");
  const auto fault = [&](const std::string& tensor, auto change) {
    Network network = good;
    std::map<std::string, Tensor> tensors = Checkpoint(good);
    change(tensors.at(tensor));
    if (tensors.at(tensor).data.empty()) tensors.erase(tensor);
    const Result<WeightsReport> report = LoadWeights(network, tensors);
    EXPECT_EQ(network.graph, good.graph);
    return report ? "accepted" : report.error().code + ":" + report.error().item;
  };
  EXPECT_EQ(fault("layer4.1.bn2.running_var", [](Tensor& t) { t.data.clear(); }),
            "weights-unfit:layer4.1.bn2.running_var");
  EXPECT_EQ(fault("layer4.1.bn2.running_var", [](Tensor& t) { t.data[3] = -1; }),
            "weights-unfit:layer4.1.bn2.running_var");
  EXPECT_EQ(fault("layer2.0.conv1.weight", [](Tensor& t) { std::swap(t.shape[0], t.shape[1]); }),
            "weights-unfit:layer2.0.conv1.weight");
  EXPECT_EQ(fault("fc.bias", [](Tensor& t) { t.data[0] = std::numeric_limits<float>::quiet_NaN(); }),
            "weights-unfit:fc.bias");
  EXPECT_EQ(fault("fc.weight", [](Tensor& t) { t.shape = {}; }), "weights-unfit:fc.weight");
}

}  // namespace
}  // namespace easel::graph
