#include "media/decode/sound_errors.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace easel::media {
namespace {

constexpr std::array<std::pair<SoundFailure, std::string_view>, 8> kCodes = {{
    {SoundFailure::kEmpty, "sound-empty"},
    {SoundFailure::kUnknownFormat, "sound-unknown-format"},
    {SoundFailure::kTooLarge, "sound-too-large"},
    {SoundFailure::kTooLong, "sound-too-long"},
    {SoundFailure::kBroken, "sound-broken"},
    {SoundFailure::kUnsupported, "sound-unsupported"},
    {SoundFailure::kM4a, "sound-m4a"},
    {SoundFailure::kTooSlow, "sound-too-slow"},
}};

struct Sentences {
  Text message;
  Text hint;
};

Sentences Describe(SoundFailure failure, const SoundLimits& limits) {
  const std::string megabytes = std::to_string(limits.max_bytes >> 20);
  const std::string megasamples = std::to_string(limits.max_samples / 1'000'000);
  const std::string minutes = std::to_string(limits.max_duration / 60);
  const std::string seconds = std::to_string(limits.max_seconds);
  switch (failure) {
    case SoundFailure::kEmpty:
      return {{"The recording holds no sound.", "录音中没有声音数据。"},
              {"Copy the file again from where it came, or record anew.", "请从来源处重新复制该文件，或重新录制。"}};
    case SoundFailure::kUnknownFormat:
      return {{"This is not a recording in a format that Easel reads.", "该文件不是 Easel 支持的录音格式。"},
              {"Save it as WAV, FLAC, OGG or MP3.", "请另存为 WAV、FLAC、OGG 或 MP3。"}};
    case SoundFailure::kTooLarge:
      return {{"The recording is too large: at most " + megabytes + " MB and " + megasamples +
                   " million samples at a time are accepted.",
               "录音过大：最多支持 " + megabytes + " MB，一次最多 " + megasamples + " 百万个采样点。"},
              {"Cut it into shorter files, or save it as FLAC or with a lower sampling rate.",
               "请切成较短的文件，或另存为 FLAC，或降低采样率。"}};
    case SoundFailure::kTooLong:
      return {{"The recording is too long: at most " + minutes + " minutes are accepted.",
               "录音过长：最多支持 " + minutes + " 分钟。"},
              {"Cut it into shorter files and try again.", "请切成较短的文件后重试。"}};
    case SoundFailure::kBroken:
      return {{"The recording is damaged or incomplete.", "录音文件已损坏或不完整。"},
              {"Copy it again from where it came, or open it in a sound program and save it anew as WAV.",
               "请从来源处重新复制，或用音频软件打开后另存为 WAV。"}};
    case SoundFailure::kUnsupported:
      return {{"Recordings of 4,000 to 384,000 samples a second and 1 to 32 channels are accepted; this one is different.",
               "仅支持采样率 4,000 到 384,000、声道数 1 到 32 的录音，该录音不符合。"},
              {"Open it in a sound program and save it as WAV with 44,100 samples a second.",
               "请用音频软件打开，并以 44,100 的采样率另存为 WAV。"}};
    case SoundFailure::kM4a:
      return {{"M4A and AAC recordings cannot be read here.", "此处无法读取 M4A 与 AAC 录音。"},
              {"Save it as WAV, FLAC, OGG or MP3, for example with a sound program.",
               "请用音频软件等另存为 WAV、FLAC、OGG 或 MP3。"}};
    case SoundFailure::kTooSlow:
      return {{"The recording took longer than " + seconds + " seconds to read.", "读取该录音超过了 " + seconds + " 秒。"},
              {"Save it anew as WAV or FLAC; if the computer was busy, try again later.",
               "请另存为 WAV 或 FLAC；如果电脑正忙，请稍后重试。"}};
  }
  std::unreachable();
}

}  // namespace

std::unexpected<Error> FailSound(SoundFailure failure, const SoundLimits& limits) {
  for (const auto& [known, code] : kCodes) {
    if (known != failure) continue;
    Sentences sentences = Describe(failure, limits);
    return Fail(ErrorKind::kBadInput, std::string(code), std::move(sentences.message), std::move(sentences.hint));
  }
  std::unreachable();
}

SoundFailure SoundFailureOf(const Error& error) {
  for (const auto& [failure, code] : kCodes) {
    if (code == error.code) return failure;
  }
  return SoundFailure::kBroken;
}

}  // namespace easel::media
