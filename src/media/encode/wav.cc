#include "media/encode/wav.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string_view>

namespace easel::media {
namespace {

class Writer {
 public:
  explicit Writer(std::span<std::byte> out) : out_(out) {}
  Writer& Text(std::string_view text) {
    std::memcpy(out_.data(), text.data(), text.size());
    return Skip(text.size());
  }
  Writer& Number(uint32_t value, size_t bytes) {
    for (size_t i = 0; i < bytes; ++i) out_[i] = static_cast<std::byte>(value >> (8 * i));
    return Skip(bytes);
  }

 private:
  Writer& Skip(size_t bytes) {
    out_ = out_.subspan(bytes);
    return *this;
  }
  std::span<std::byte> out_;
};

}  // namespace

std::array<std::byte, kWavHeaderBytes> WavHeader(int rate, int64_t samples) {
  constexpr uint32_t kBehindLength = kWavHeaderBytes - 8;
  constexpr int64_t kMost = (std::numeric_limits<uint32_t>::max() - kBehindLength) / kWavSampleBytes;
  if (samples < 0 || samples > kMost) throw std::logic_error("a WAV file cannot hold so many samples");
  const auto bytes = static_cast<uint32_t>(samples) * uint32_t{kWavSampleBytes};
  std::array<std::byte, kWavHeaderBytes> header;
  Writer(header)
      .Text("RIFF")
      .Number(bytes + kBehindLength, 4)
      .Text("WAVE")
      .Text("fmt ")
      .Number(16, 4)
      .Number(1, 2)  // whole numbers
      .Number(1, 2)  // channels
      .Number(static_cast<uint32_t>(rate), 4)
      .Number(static_cast<uint32_t>(rate) * uint32_t{kWavSampleBytes}, 4)
      .Number(kWavSampleBytes, 2)
      .Number(8 * kWavSampleBytes, 2)
      .Text("data")
      .Number(bytes, 4);
  return header;
}

Bytes WavSamples(std::span<const float> samples) {
  Bytes bytes(samples.size() * kWavSampleBytes);
  for (size_t i = 0; i < samples.size(); ++i) {
    const float scaled = std::clamp(samples[i] * 32768.0f, -32768.0f, 32767.0f);
    const auto number = static_cast<uint16_t>(static_cast<int16_t>(std::lrintf(scaled)));
    bytes[2 * i] = static_cast<std::byte>(number);
    bytes[2 * i + 1] = static_cast<std::byte>(number >> 8);
  }
  return bytes;
}

Bytes EncodeWav(const Sound& sound) {
  const auto header = WavHeader(sound.rate, static_cast<int64_t>(sound.samples.size()));
  Bytes file(header.begin(), header.end());
  const Bytes samples = WavSamples(sound.samples);
  file.insert(file.end(), samples.begin(), samples.end());
  return file;
}

}  // namespace easel::media
