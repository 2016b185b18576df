#include "runtime/executor.h"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <variant>

#include "graph/cut.h"
#include "runtime/reference/kernels.h"
#include "runtime/step.h"
#include "runtime/xnnpack/segment.h"

namespace easel::runtime {
namespace {

size_t Index(graph::ValueId id) { return static_cast<size_t>(id); }

size_t CountOf(const graph::Shape& shape) {
  size_t count = 1;
  for (const int64_t size : shape) count *= static_cast<size_t>(size);
  return count;
}

class ReferenceStep final : public Step {
 public:
  ReferenceStep(const graph::Graph& graph, const graph::Node& node, std::span<Buffer> buffers)
      : node_(node), output_{graph.At(node.output).shape, buffers[Index(node.output)].values().data()} {
    for (const graph::ValueId id : node.inputs) {
      const graph::Value& value = graph.At(id);
      inputs_.push_back(
          {value.shape, value.is_constant() ? value.data.data() : buffers[Index(id)].values().data()});
    }
  }

  Status Run() override {
    std::visit([&](const auto& op) { reference::Compute(op, inputs_, output_); }, node_.op);
    return {};
  }

 private:
  const graph::Node node_;
  std::vector<reference::Input> inputs_;
  const reference::Output output_;
};

/// Consecutive nodes that one step runs.
struct Group {
  std::vector<graph::Node> nodes;
  bool is_fast = false;
};

/// The nodes that the outputs need, cut where the kernels change hands.
std::vector<Group> Partition(const graph::Graph& graph, Backend backend) {
  const std::vector<bool> needed = graph::NeededValues(graph);
  std::vector<Group> groups;
  for (const graph::Node& node : graph.nodes) {
    if (!needed[Index(node.output)]) continue;
    const bool is_fast = backend == Backend::kXnnpack && xnnpack::Supports(node.op);
    if (groups.empty() || !is_fast || !groups.back().is_fast)
      groups.push_back({.nodes = {}, .is_fast = is_fast});
    groups.back().nodes.push_back(node);
  }
  return groups;
}

/// Runs its steps one after the other, through buffers of its own for the values that pass from one to
/// another.
class SteppedExecutor final : public Executor {
 public:
  SteppedExecutor(const graph::Graph& graph, std::span<const Group> groups)
      : graph_(graph), buffers_(graph.values.size()) {
    // A value needs a buffer when it goes in, comes out, or is used by another group than its own.
    std::vector<size_t> made_by(graph.values.size(), groups.size());
    for (const graph::ValueId id : graph.outputs) Reserve(id);
    for (size_t i = 0; i < groups.size(); ++i) {
      for (const graph::Node& node : groups[i].nodes) {
        made_by[Index(node.output)] = i;
        for (const graph::ValueId id : node.inputs) {
          if (!graph.At(id).is_constant() && made_by[Index(id)] != i) Reserve(id);
        }
      }
    }
  }

  Status Prepare(std::span<const Group> groups) {
    for (const Group& group : groups) {
      if (group.is_fast) {
        EASEL_ASSIGN(auto step, xnnpack::MakeSegment(graph_, group.nodes, buffers_));
        steps_.push_back(std::move(step));
      } else {
        steps_.push_back(std::make_unique<ReferenceStep>(graph_, group.nodes.front(), buffers_));
      }
    }
    return {};
  }

  Status Run(std::span<const std::span<const float>> inputs,
             std::span<const std::span<float>> outputs) override {
    if (inputs.size() != graph_.inputs.size() || outputs.size() != graph_.outputs.size()) {
      throw std::logic_error("an executor was run with another number of tensors than its graph has");
    }
    for (size_t i = 0; i < inputs.size(); ++i) Copy(inputs[i], BufferOf(graph_.inputs[i]));
    for (const std::unique_ptr<Step>& step : steps_) EASEL_TRY(step->Run());
    for (size_t i = 0; i < outputs.size(); ++i) Copy(BufferOf(graph_.outputs[i]), outputs[i]);
    return {};
  }

 private:
  void Reserve(graph::ValueId id) {
    if (buffers_[Index(id)].empty()) buffers_[Index(id)] = Buffer(CountOf(graph_.At(id).shape));
  }

  std::span<float> BufferOf(graph::ValueId id) { return buffers_[Index(id)].values(); }

  /// An input that nothing uses has no buffer.
  static void Copy(std::span<const float> from, std::span<float> to) {
    if (to.empty()) return;
    if (from.size() != to.size()) throw std::logic_error("a tensor of another size than its shape");
    std::ranges::copy(from, to.begin());
  }

  const graph::Graph& graph_;
  std::vector<Buffer> buffers_;
  std::vector<std::unique_ptr<Step>> steps_;
};

}  // namespace

Result<std::unique_ptr<Executor>> Executor::Create(const graph::Graph& graph, Backend backend) {
  const std::vector<Group> groups = Partition(graph, backend);
  auto executor = std::make_unique<SteppedExecutor>(graph, groups);
  EASEL_TRY(executor->Prepare(groups));
  return executor;
}

}  // namespace easel::runtime
