#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/hash.h"
#include "graph/graph.h"

namespace easel::graph {

struct Tensor {
  Shape shape;
  std::vector<float> data;
};

/// The float32 tensors of a safetensors file (huggingface/safetensors format 0.3: u64 header length, JSON
/// header, data). Counters (of type I64, as PyTorch's batch normalisation has them) are left out. Offsets,
/// shapes and sizes are checked; kBadInput "weights-broken" names the tensor.
Result<std::map<std::string, Tensor>> ParseSafetensors(std::span<const std::byte> bytes);

}  // namespace easel::graph
