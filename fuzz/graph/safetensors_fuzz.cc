#include <cstdlib>

#include "graph/safetensors.h"

// The tensors are never larger than the file that they came from.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel;
  const auto tensors = graph::ParseSafetensors(std::as_bytes(std::span(data, size)));
  if (!tensors) return 0;
  size_t floats = 0;
  for (const auto& [name, tensor] : *tensors) floats += tensor.data.size();
  if (floats * sizeof(float) > size) std::abort();
  return 0;
}
