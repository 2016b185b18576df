#include <cstdlib>
#include <cstring>

#include "graph/bundle.h"

// The input is a bundle without its digest, which is added here: else nothing behind the digest would be
// reached. What is accepted survives being written and read again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel;
  Bytes file(size + sizeof(Hash));
  std::memcpy(file.data(), data, size);
  const Hash digest = Sha256(std::span(file).first(size));
  std::memcpy(file.data() + size, digest.bytes.data(), sizeof(Hash));
  const auto bundle = graph::ParseBundle(file);
  if (!bundle) return 0;
  const Bytes written = graph::Serialize(*bundle);
  const auto again = graph::ParseBundle(written);
  if (!again || graph::Serialize(*again) != written) std::abort();
  return 0;
}
