#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "graph/graph.h"

// The input is the JSON, a zero byte, and the constants. A graph that is read keeps its value through its own
// JSON, and Validate judges whatever it is.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel;
  const auto* const end = std::find(data, data + size, uint8_t{0});
  const std::string_view text(reinterpret_cast<const char*>(data), static_cast<size_t>(end - data));
  const auto rest = end == data + size ? std::span<const uint8_t>() : std::span(end + 1, data + size);
  const auto value = ParseJson(text, "fuzz");
  if (!value) return 0;
  const auto graph = graph::FromJson(*value, std::as_bytes(rest));
  if (!graph) return 0;
  const auto again = graph::FromJson(graph::ToJson(*graph), std::as_bytes(rest));
  if (!again || again->nodes != graph->nodes || again->inputs != graph->inputs ||
      again->outputs != graph->outputs) {
    std::abort();
  }
  if (graph::Validate(*graph)) (void)graph::CostOf(*graph);
  return 0;
}
