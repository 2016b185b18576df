#include <fuzzer/FuzzedDataProvider.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "graph/cut.h"
#include "graph/fold.h"
#include "runtime/executor.h"

// Graphs out of random small numbers, right and wrong. What Validate accepts must run, with both kinds of
// kernels and almost equal results, and again with its batch normalisation folded.
namespace {

using namespace easel;
using graph::Graph;
using graph::Operator;

/// Every operator but SquareRoot: what it makes of a negative number is not promised.
Operator AnyOperator(FuzzedDataProvider& bytes) {
  const int stride = bytes.ConsumeIntegralInRange(0, 4);
  const int size = bytes.ConsumeIntegralInRange(0, 5);
  const auto padding = static_cast<graph::Padding>(bytes.ConsumeIntegralInRange(0, 2));
  const auto activation = static_cast<graph::Activation>(bytes.ConsumeIntegralInRange(0, 4));
  switch (bytes.ConsumeIntegralInRange(0, 14)) {
    case 0:
      return graph::Conv2d{stride, padding, activation};
    case 1:
      return graph::DepthwiseConv2d{stride, padding, activation};
    case 2:
      return graph::FullyConnected{activation};
    case 3:
      return graph::Add{activation};
    case 4:
      return graph::GlobalAveragePool{};
    case 5:
      return graph::Concat{};
    case 6:
      return graph::BatchNorm{static_cast<float>(size) / 4, activation};
    case 7:
      return graph::MaxPool2d{size, stride, padding};
    case 8:
      return graph::AveragePool2d{size, stride, padding, bytes.ConsumeBool()};
    case 9:
      return graph::ScaleChannels{};
    case 10:
      return graph::SliceChannels{stride, size};
    case 11:
      return graph::ShuffleChannels{stride};
    case 12:
      return graph::GlobalMaxPool{};
    case 13:
      return graph::MeanOverWidth{};
    default:
      return graph::Softmax{};
  }
}

graph::Shape AnyShape(FuzzedDataProvider& bytes) {
  graph::Shape shape(bytes.ConsumeIntegralInRange<size_t>(0, 4));
  for (int64_t& size : shape) size = bytes.ConsumeIntegralInRange(0, 6);
  return shape;
}

graph::ValueId AnyId(FuzzedDataProvider& bytes, const Graph& graph) {
  return bytes.ConsumeIntegralInRange(-1, static_cast<int>(graph.values.size()));
}

void AddValue(FuzzedDataProvider& bytes, Graph& graph, graph::Shape shape, bool is_constant) {
  const auto count = graph::ElementCount(shape);
  graph::Value& value =
      graph.values.emplace_back("v" + std::to_string(graph.values.size()), std::move(shape));
  if (!is_constant || !count) return;
  value.data.resize(static_cast<size_t>(*count));
  for (float& x : value.data) x = static_cast<float>(bytes.ConsumeIntegral<int8_t>()) / 64.0F;
}

Graph AnyGraph(FuzzedDataProvider& bytes) {
  Graph graph;
  for (int i = bytes.ConsumeIntegralInRange(1, 8); i > 0; --i) {
    const bool is_constant = bytes.ConsumeBool();
    if (!is_constant) graph.inputs.push_back(static_cast<graph::ValueId>(graph.values.size()));
    AddValue(bytes, graph, AnyShape(bytes), is_constant);
  }
  for (int i = bytes.ConsumeIntegralInRange(1, 6); i > 0; --i) {
    graph::Node node{AnyOperator(bytes), {}, static_cast<graph::ValueId>(graph.values.size())};
    std::vector<graph::Shape> shapes;
    for (int j = bytes.ConsumeIntegralInRange(0, 5); j > 0; --j) {
      node.inputs.push_back(AnyId(bytes, graph));
      const auto index = static_cast<size_t>(node.inputs.back());
      if (index < graph.values.size()) shapes.push_back(graph.values[index].shape);
    }
    // Mostly the shape that fits, so that long graphs are reached.
    const auto fitting = graph::InferShape(node.op, shapes);
    AddValue(bytes, graph, fitting && bytes.ConsumeIntegral<uint8_t>() > 8 ? *fitting : AnyShape(bytes),
             false);
    graph.outputs = {node.output};
    graph.nodes.push_back(std::move(node));
  }
  if (bytes.ConsumeBool()) graph.outputs.push_back(AnyId(bytes, graph));
  return graph;
}

using Tensors = std::vector<std::vector<float>>;

Tensors Answer(const Graph& graph, runtime::Backend backend) {
  const auto tensors = [&](const std::vector<graph::ValueId>& ids) {
    Tensors made;
    for (const graph::ValueId id : ids) made.emplace_back(*graph::ElementCount(graph.At(id).shape), 0.5F);
    return made;
  };
  const Tensors inputs = tensors(graph.inputs);
  Tensors outputs = tensors(graph.outputs);
  const std::vector<std::span<const float>> in(inputs.begin(), inputs.end());
  const std::vector<std::span<float>> out(outputs.begin(), outputs.end());
  const auto executor = runtime::Executor::Create(graph, backend);
  if (!executor || !(*executor)->Run(in, out)) std::abort();
  return outputs;
}

void ExpectAlmostEqual(const Tensors& got, const Tensors& wanted) {
  for (size_t i = 0; i < wanted.size(); ++i) {
    for (size_t j = 0; j < wanted[i].size(); ++j) {
      if (!(std::abs(got[i][j] - wanted[i][j]) <= 1e-3F * (1 + std::abs(wanted[i][j])))) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider bytes(data, size);
  const Graph graph = AnyGraph(bytes);
  if (!graph::Validate(graph)) return 0;
  if (!graph::Validate(graph::DropUnused(graph))) std::abort();
  const Tensors plain = Answer(graph, runtime::Backend::kReference);
  ExpectAlmostEqual(Answer(graph, runtime::Backend::kXnnpack), plain);
  if (const auto folded = graph::FoldBatchNorm(graph)) {
    if (!graph::Validate(*folded)) std::abort();
    ExpectAlmostEqual(Answer(*folded, runtime::Backend::kReference), plain);
  }
  return 0;
}
