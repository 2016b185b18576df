#include "media/codecs/serve.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <span>

#include "base/file.h"
#include "media/codecs/sandbox.h"
#include "media/decode/errors.h"
#include "media/decode/sound_errors.h"
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

bool AnswerSound(const DecoderDuties& duties, std::span<const std::byte> recording,
                 const wire::Request& request, const SoundLimits& limits) {
  const auto take = [](std::span<const float> samples) {
    return Send(wire::SoundBlock{static_cast<uint32_t>(samples.size())}) && Send(std::as_bytes(samples));
  };
  const auto decoded = duties.sound(
      recording, {request.begin, request.seconds, request.wanted == wire::Wanted::kSoundDescription}, limits,
      take);
  if (!Send(wire::SoundBlock{})) return false;
  if (!decoded)
    return Send(wire::SoundReply{.failure = static_cast<uint32_t>(SoundFailureOf(decoded.error()))});
  return Send(wire::SoundReply{.format = static_cast<uint32_t>(decoded->format),
                               .rate = decoded->sound.rate,
                               .channels = decoded->channels,
                               .seconds = decoded->seconds,
                               .peak = decoded->peak,
                               .clipped = decoded->clipped,
                               .unusable_samples = decoded->unusable_samples,
                               .truncated = decoded->truncated});
}

// Until the parent closes the socket.
void Serve(const DecoderDuties& duties, const DecodeLimits& limits) {
  wire::Request request;
  while (Receive(request)) {
    const bool is_picture = request.wanted == wire::Wanted::kPicture;
    if (request.bytes > (is_picture ? limits.max_bytes : limits.sounds.max_bytes)) return;
    Bytes file(request.bytes);
    if (!ReadAll(file)) return;
    const bool answered = is_picture ? Answer(duties.picture(file, {request.min_side}, limits))
                                     : AnswerSound(duties, file, request, limits.sounds);
    if (!answered) return;
  }
}

}  // namespace

int ServeFromSandbox(const DecoderDuties& duties) {
  wire::Hello hello;
  if (!Receive(hello) || hello.magic != wire::kMagic) return EXIT_FAILURE;
  const DecodeLimits limits{.max_pixels = hello.max_pixels,
                            .max_bytes = hello.max_bytes,
                            .max_memory = hello.max_memory,
                            .max_seconds = hello.max_seconds,
                            .sounds = {.max_bytes = hello.max_sound_bytes,
                                       .max_duration = hello.max_sound_duration,
                                       .max_samples = hello.max_sound_samples,
                                       .max_seconds = hello.max_sound_seconds}};
  // A file may take its time limit; one that loops for ever after the parent's death ends here.
  const int longest = std::max(hello.max_seconds, hello.max_sound_seconds);
  const uint64_t cpu_seconds = static_cast<uint64_t>(longest + 1) * wire::kFilesPerProcess;
  const auto report =
      EnterSandbox({.max_memory = limits.max_memory + duties.own_memory, .max_cpu_seconds = cpu_seconds});
  if (!report || !Send(wire::Ready{.layers = report->ToBits()})) return EXIT_FAILURE;
  Serve(duties, limits);
  return EXIT_SUCCESS;
}

}  // namespace easel::media
