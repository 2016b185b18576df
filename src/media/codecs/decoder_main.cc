// easel-decoder: reads pictures from the socket on descriptor 0 and answers with their pixels, inside a
// sandbox that it builds around itself. Started by media::MakeSandboxedDecoder only; the conversation is in
// media/decode/wire.h.
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <span>

#include "base/file.h"
#include "media/codecs/codecs.h"
#include "media/codecs/sandbox.h"
#include "media/decode/errors.h"
#include "media/decode/wire.h"

namespace easel::media {
namespace {

bool ReadAll(std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t got = read(STDIN_FILENO, bytes.data(), bytes.size());
    if (got == 0 || (got < 0 && errno != EINTR)) return false;
    if (got > 0) bytes = bytes.subspan(static_cast<size_t>(got));
  }
  return true;
}

template <typename T>
bool Receive(T& value) {
  return ReadAll(std::as_writable_bytes(std::span(&value, 1)));
}

bool Send(std::span<const std::byte> bytes) { return WriteAll(STDIN_FILENO, bytes, "socket").has_value(); }

template <typename T>
bool Send(const T& value) {
  return Send(std::as_bytes(std::span(&value, 1)));
}

bool Answer(const Result<DecodedImage>& decoded) {
  if (!decoded) return Send(wire::Reply{.failure = static_cast<uint32_t>(FailureOf(decoded.error()))});
  const Image& image = decoded->image;
  return Send(wire::Reply{.format = static_cast<uint32_t>(decoded->format),
                          .width = image.width,
                          .height = image.height,
                          .stored_width = decoded->stored_width,
                          .stored_height = decoded->stored_height}) &&
         Send(std::as_bytes(std::span(image.rgb)));
}

// Until the parent closes the socket.
void Serve(const DecodeLimits& limits) {
  Bytes picture;
  wire::Request request;
  while (Receive(request) && request.bytes <= limits.max_bytes) {
    picture.resize(request.bytes);
    if (!ReadAll(picture) || !Answer(DecodeInProcess(picture, {request.min_side}, limits))) return;
  }
}

int Main() {
  wire::Hello hello;
  if (!Receive(hello) || hello.magic != wire::kMagic) return EXIT_FAILURE;
  const DecodeLimits limits{.max_pixels = hello.max_pixels,
                            .max_bytes = hello.max_bytes,
                            .max_memory = hello.max_memory,
                            .max_seconds = hello.max_seconds};
  // A picture may take its time limit; one that loops for ever after the parent's death ends here.
  const uint64_t cpu_seconds = static_cast<uint64_t>(hello.max_seconds + 1) * wire::kPicturesPerProcess;
  const auto report = EnterSandbox({.max_memory = limits.max_memory, .max_cpu_seconds = cpu_seconds});
  if (!report || !Send(wire::Ready{.layers = report->ToBits()})) return EXIT_FAILURE;
  Serve(limits);
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace easel::media

int main() { return easel::media::Main(); }
