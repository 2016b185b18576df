#include "runtime/xnnpack/segment.h"

#include <xnnpack.h>

#include <algorithm>
#include <concepts>
#include <string>
#include <utility>

#include "runtime/activation.h"

namespace easel::runtime::xnnpack {
namespace {

Status Check(xnn_status status, const std::string& what) {
  if (status == xnn_status_success) return {};
  return Fail(
      status == xnn_status_out_of_memory ? ErrorKind::kResources : ErrorKind::kInternal, "engine-refused",
      {"The calculation engine refused to work (" + what + ", status " + std::to_string(status) + ").",
       "计算引擎拒绝执行（" + what + "，状态 " + std::to_string(status) + "）。"},
      {"Close other programs to free memory, and check that this processor is supported with `easel doctor`.",
       "请关闭其他程序以释放内存，并用 `easel doctor` 检查处理器是否受支持。"});
}

static_assert(XNN_EXTRA_BYTES <= Buffer::kSpareBytes, "XNNPACK reads that far behind the end of a tensor");

struct DeleteSubgraph {
  void operator()(xnn_subgraph_t subgraph) const { xnn_delete_subgraph(subgraph); }
};
struct DeleteRuntime {
  void operator()(xnn_runtime_t runtime) const { xnn_delete_runtime(runtime); }
};
using Subgraph = std::unique_ptr<xnn_subgraph, DeleteSubgraph>;
using Runtime = std::unique_ptr<xnn_runtime, DeleteRuntime>;

// Renamed between Debian 12 (2022-02) and Debian 13 (2024-11).
#ifdef XNN_FLAG_KEEP_DIMS
xnn_status DefineAdd(xnn_subgraph_t subgraph, Range range, uint32_t a, uint32_t b, uint32_t output) {
  const xnn_binary_params params{range.lower, range.upper};
  return xnn_define_binary(subgraph, xnn_binary_add, &params, a, b, output, 0);
}
xnn_status DefineHardSwish(xnn_subgraph_t subgraph, uint32_t input, uint32_t output) {
  return xnn_define_unary(subgraph, xnn_unary_hardswish, nullptr, input, output, 0);
}
#else
xnn_status DefineHardSwish(xnn_subgraph_t subgraph, uint32_t input, uint32_t output) {
  return xnn_define_hardswish(subgraph, input, output, 0);
}
xnn_status DefineAdd(xnn_subgraph_t subgraph, Range range, uint32_t a, uint32_t b, uint32_t output) {
  return xnn_define_add2(subgraph, range.lower, range.upper, a, b, output, 0);
}
#endif

/// Translates nodes into an XNNPACK subgraph.
class Translator {
 public:
  Translator(const graph::Graph& graph, std::span<Buffer> buffers)
      : graph_(graph), buffers_(buffers), ids_(graph.values.size(), XNN_INVALID_VALUE_ID) {}

  Result<Runtime> Translate(std::span<const graph::Node> nodes) {
    const auto crossing =
        std::ranges::count_if(buffers_, [](const Buffer& buffer) { return !buffer.empty(); });
    xnn_subgraph_t subgraph = nullptr;
    EASEL_TRY(Check(xnn_create_subgraph(static_cast<uint32_t>(crossing), 0, &subgraph), "subgraph"));
    subgraph_.reset(subgraph);
    for (const graph::Node& node : nodes) {
      for (const graph::ValueId id : node.inputs) EASEL_TRY(Define(id, XNN_VALUE_FLAG_EXTERNAL_INPUT));
      EASEL_TRY(Define(node.output, XNN_VALUE_FLAG_EXTERNAL_OUTPUT));
      EASEL_TRY(std::visit([&](const auto& op) { return Translate(op, node); }, node.op));
    }
    xnn_runtime_t runtime = nullptr;
    EASEL_TRY(Check(xnn_create_runtime_v2(subgraph_.get(), nullptr, 0, &runtime), "runtime"));
    Runtime owned(runtime);
    EASEL_TRY(Check(xnn_setup_runtime(runtime, externals_.size(), externals_.data()), "setup"));
    return owned;
  }

 private:
  /// Defines the value unless it is already. `role` is what it is to the segment if it crosses its border.
  Status Define(graph::ValueId id, uint32_t role) {
    const auto index = static_cast<size_t>(id);
    if (ids_[index] != XNN_INVALID_VALUE_ID) return {};
    const graph::Value& value = graph_.values[index];
    uint32_t external = XNN_INVALID_VALUE_ID;
    if (!buffers_[index].empty()) {
      external = static_cast<uint32_t>(externals_.size());
      externals_.push_back({external, buffers_[index].values().data()});
    }
    const std::vector<size_t> sizes(value.shape.begin(), value.shape.end());
    return Check(xnn_define_tensor_value(subgraph_.get(), xnn_datatype_fp32, sizes.size(), sizes.data(),
                                         value.is_constant() ? value.data.data() : nullptr, external,
                                         external == XNN_INVALID_VALUE_ID ? 0 : role, &ids_[index]),
                 value.name);
  }

  /// An operator's input; XNNPACK's "none" for a bias that is left out.
  uint32_t In(const graph::Node& node, size_t i) const {
    return i < node.inputs.size() ? ids_[static_cast<size_t>(node.inputs[i])] : XNN_INVALID_VALUE_ID;
  }
  uint32_t Out(const graph::Node& node) const { return ids_[static_cast<size_t>(node.output)]; }
  const std::string& NameOf(const graph::Node& node) const { return graph_.At(node.output).name; }

  /// Lets `define(output)` make the node's output, through a hard swish where the operator ends with one.
  template <typename Define>
  Status Activated(graph::Activation activation, const graph::Node& node, Define define) {
    if (activation != graph::Activation::kHardSwish) return Check(define(Out(node)), NameOf(node));
    const graph::Shape& shape = graph_.At(node.output).shape;
    const std::vector<size_t> sizes(shape.begin(), shape.end());
    uint32_t before = XNN_INVALID_VALUE_ID;
    EASEL_TRY(Check(xnn_define_tensor_value(subgraph_.get(), xnn_datatype_fp32, sizes.size(), sizes.data(),
                                            nullptr, XNN_INVALID_VALUE_ID, 0, &before),
                    NameOf(node)));
    EASEL_TRY(Check(define(before), NameOf(node)));
    return Check(DefineHardSwish(subgraph_.get(), before, Out(node)), NameOf(node));
  }

  Status Translate(const graph::Conv2d& op, const graph::Node& node) {
    const auto [lower, upper] = RangeOf(op.activation);
    const graph::Shape& weight = graph_.At(node.inputs[1]).shape;
    const Windows w = WindowsOf(op, node, weight[1], weight[2]);
    return Activated(op.activation, node, [&](uint32_t output) {
      return xnn_define_convolution_2d(
          subgraph_.get(), w.rows.before, w.columns.after, w.rows.after, w.columns.before, w.rows.kernel,
          w.columns.kernel, w.stride, w.stride, 1, 1, 1, static_cast<size_t>(weight[3]),
          static_cast<size_t>(weight[0]), lower, upper, In(node, 0), In(node, 1), In(node, 2), output, 0);
    });
  }

  Status Translate(const graph::DepthwiseConv2d& op, const graph::Node& node) {
    const auto [lower, upper] = RangeOf(op.activation);
    const graph::Shape& weight = graph_.At(node.inputs[1]).shape;
    const Windows w = WindowsOf(op, node, weight[1], weight[2]);
    return Activated(op.activation, node, [&](uint32_t output) {
      return xnn_define_depthwise_convolution_2d(
          subgraph_.get(), w.rows.before, w.columns.after, w.rows.after, w.columns.before, w.rows.kernel,
          w.columns.kernel, w.stride, w.stride, 1, 1, 1, static_cast<size_t>(weight[3]), lower, upper,
          In(node, 0), In(node, 1), In(node, 2), output, 0);
    });
  }

  Status Translate(const graph::FullyConnected& op, const graph::Node& node) {
    const auto [lower, upper] = RangeOf(op.activation);
    return Activated(op.activation, node, [&](uint32_t output) {
      return xnn_define_fully_connected(subgraph_.get(), lower, upper, In(node, 0), In(node, 1), In(node, 2),
                                        output, 0);
    });
  }

  Status Translate(const graph::Add& op, const graph::Node& node) {
    return Activated(op.activation, node, [&](uint32_t output) {
      return DefineAdd(subgraph_.get(), RangeOf(op.activation), In(node, 0), In(node, 1), output);
    });
  }

  Status Translate(const graph::MaxPool2d& op, const graph::Node& node) {
    const Windows w = WindowsOf(op, node, op.kernel, op.kernel);
    const auto [lower, upper] = Range();
    return Check(xnn_define_max_pooling_2d(subgraph_.get(), w.rows.before, w.columns.after, w.rows.after,
                                           w.columns.before, w.rows.kernel, w.columns.kernel, w.stride,
                                           w.stride, 1, 1, lower, upper, In(node, 0), Out(node), 0),
                 NameOf(node));
  }

  template <typename Op>
  Status Translate(const Op&, const graph::Node& node) {
    return Check(xnn_status_unsupported_parameter, NameOf(node));
  }

  /// The windows of a convolution or a pooling along one axis, with the padding around them.
  struct Axis {
    uint32_t kernel = 0;
    uint32_t before = 0;
    uint32_t after = 0;
  };
  struct Windows {
    Axis rows;
    Axis columns;
    uint32_t stride = 1;
  };

  // The padding is computed here since XNN_FLAG_TENSORFLOW_SAME_PADDING of Debian 12 underflows where the
  // stride is larger than the kernel.
  template <typename Op>
  Windows WindowsOf(const Op& op, const graph::Node& node, int64_t kernel_height,
                    int64_t kernel_width) const {
    const graph::Shape& x = graph_.At(node.inputs[0]).shape;
    const auto axis = [&](int64_t length, int64_t kernel) {
      const graph::WindowLayout layout = graph::LayOut(length, kernel, op.stride, op.padding);
      return Axis{static_cast<uint32_t>(kernel), static_cast<uint32_t>(layout.before),
                  static_cast<uint32_t>(layout.after)};
    };
    return {axis(x[1], kernel_height), axis(x[2], kernel_width), static_cast<uint32_t>(op.stride)};
  }

  const graph::Graph& graph_;
  const std::span<Buffer> buffers_;
  std::vector<uint32_t> ids_;  ///< XNNPACK's, by ours
  std::vector<xnn_external_value> externals_;
  Subgraph subgraph_;
};

class Segment final : public Step {
 public:
  explicit Segment(Runtime runtime) : runtime_(std::move(runtime)) {}
  Status Run() override { return Check(xnn_invoke_runtime(runtime_.get()), "run"); }

 private:
  Runtime runtime_;
};

}  // namespace

bool Supports(const graph::Operator& op) {
  // Debian 12 has no concatenation. Sums over many values differ in their last bits between versions of
  // XNNPACK, unlike the products of the others, so averages and softmax are left to our own kernels.
  return std::visit(
      []<typename Op>(const Op& o) {
        if constexpr (requires { o.activation; }) {
          if (o.activation == graph::Activation::kHardSigmoid) return false;
        }
        // Maxima of windows of one value it refuses.
        if constexpr (std::same_as<Op, graph::MaxPool2d>) return o.kernel > 1;
        return std::same_as<Op, graph::Conv2d> || std::same_as<Op, graph::DepthwiseConv2d> ||
               std::same_as<Op, graph::FullyConnected> || std::same_as<Op, graph::Add>;
      },
      op);
}

Result<std::unique_ptr<Step>> MakeSegment(const graph::Graph& graph, std::span<const graph::Node> nodes,
                                          std::span<Buffer> buffers) {
  EASEL_TRY(Check(xnn_initialize(nullptr), "start"));
  EASEL_ASSIGN(Runtime runtime, Translator(graph, buffers).Translate(nodes));
  return std::make_unique<Segment>(std::move(runtime));
}

}  // namespace easel::runtime::xnnpack
