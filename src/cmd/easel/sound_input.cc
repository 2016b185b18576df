#include "cmd/easel/sound_input.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>

namespace easel::cmd {
namespace {

constexpr size_t kMaxHeader = 1 << 16;
constexpr uint16_t kPcm = 1;
constexpr uint16_t kExtensible = 0xFFFE;
constexpr int kMinRate = 4'000;
constexpr int kMaxRate = 384'000;
constexpr int kMaxChannels = 32;

template <typename T>
T NumberAt(std::string_view bytes, size_t at) {
  static_assert(std::endian::native == std::endian::little);
  T value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

std::unexpected<Error> Unsupported(std::string what) {
  return Fail(ErrorKind::kBadInput, "stream-unsupported",
              {"This sound cannot be followed while it comes in: " + what + ".",
               "无法实时识别此声音流：" + what + "。"},
              {"Send 16-bit PCM, raw or as WAV, of 4,000 to 384,000 samples a second and at most 32 channels.",
               "请发送 16 位 PCM（原始数据或 WAV），采样率 4,000 到 384,000，最多 32 个声道。"},
              "-");
}

Status CheckFormat(const SoundFormat& format) {
  if (format.rate < kMinRate || format.rate > kMaxRate) return Unsupported(std::to_string(format.rate) + " Hz");
  if (format.channels < 1 || format.channels > kMaxChannels) return Unsupported(std::to_string(format.channels) + " channels");
  return {};
}

/// Of the chunk "fmt ".
Result<SoundFormat> ReadFormat(std::string_view chunk) {
  if (chunk.size() < 16) return Unsupported("header");
  const auto kind = NumberAt<uint16_t>(chunk, 0);
  const auto bits = NumberAt<uint16_t>(chunk, 14);
  const bool is_pcm = kind == kPcm || (kind == kExtensible && chunk.size() >= 26 && NumberAt<uint16_t>(chunk, 24) == kPcm);
  if (!is_pcm || bits != 16) return Unsupported(std::to_string(bits) + " bits, format " + std::to_string(kind));
  const SoundFormat format{.rate = static_cast<int>(std::min<uint32_t>(NumberAt<uint32_t>(chunk, 4), 1U << 30)),
                           .channels = NumberAt<uint16_t>(chunk, 2)};
  EASEL_TRY(CheckFormat(format));
  return format;
}

}  // namespace

Result<bool> SoundInput::ReadHeader() {
  if (kept_.size() < 4) return false;
  if (!kept_.starts_with("RIFF")) {
    EASEL_TRY(CheckFormat(format_));
    return true;
  }
  bool has_format = false;
  for (size_t at = 12; at + 8 <= kept_.size();) {
    const std::string_view name = std::string_view(kept_).substr(at, 4);
    const auto bytes = size_t{NumberAt<uint32_t>(kept_, at + 4)};
    if (name == "data") {
      if (!has_format) return Unsupported("header");
      kept_.erase(0, at + 8);
      return true;
    }
    if (at + 8 + bytes > kMaxHeader) return Unsupported("header");
    if (at + 8 + bytes > kept_.size()) return false;
    if (name == "fmt ") {
      EASEL_ASSIGN(format_, ReadFormat(std::string_view(kept_).substr(at + 8, bytes)));
      has_format = true;
    }
    at += 8 + bytes + bytes % 2;
  }
  if (kept_.size() > kMaxHeader) return Unsupported("header");
  return false;
}

Result<std::vector<float>> SoundInput::Push(std::string_view bytes) {
  kept_ += bytes;
  if (!begun_) {
    EASEL_ASSIGN(begun_, ReadHeader());
    if (!begun_) return std::vector<float>();
  }
  const auto channels = static_cast<size_t>(format_.channels);
  const size_t frames = kept_.size() / (2 * channels);
  std::vector<float> samples(frames);
  for (size_t i = 0; i < frames; ++i) {
    int sum = 0;
    for (size_t channel = 0; channel < channels; ++channel) sum += NumberAt<int16_t>(kept_, 2 * (i * channels + channel));
    samples[i] = static_cast<float>(sum) / (32768.0F * static_cast<float>(channels));
  }
  kept_.erase(0, frames * 2 * channels);
  return samples;
}

}  // namespace easel::cmd
