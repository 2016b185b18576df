#include <algorithm>
#include <cmath>
#include <cstring>

#include "media/encode/jpeg.h"
#include "media/transform/sound_transform.h"
#include "server/routes/documents.h"
#include "server/routes/routes.h"

namespace easel::server {
namespace {

constexpr double kLongest = 1e6;  ///< seconds; no recording is as long
constexpr double kMaxSpectrogram = 300;

std::unexpected<Error> SoundUnknown(std::string hash) {
  return Fail(ErrorKind::kNotFound, "sound-unknown",
              {"There is no such recording in this project.", "项目中没有该录音。"},
              {"Reload the page.", "请刷新页面。"}, std::move(hash));
}

Result<media::Sound> SoundOf(const http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  const Result<Hash> hash = Hash::FromHex(call.Path("hash"));
  EASEL_ASSIGN(const bool is_ours,
               hash ? BelongsToProject(services, project.id, *hash) : Result<bool>(false));
  if (!is_ours) return SoundUnknown(call.Path("hash"));
  EASEL_ASSIGN(const Bytes bytes, services.blobs.Get(*hash));
  EASEL_ASSIGN(media::DecodedSound decoded, services.decoder.DecodeSound(bytes, {}));
  return std::move(decoded.sound);
}

/// The stretch of samples that the query asks for.
struct Stretch {
  size_t begin = 0;
  size_t count = 0;
};
Result<Stretch> StretchOf(const http::Call& call, const media::Sound& sound, double longest) {
  EASEL_ASSIGN(const auto begin, call.QueryAmount("begin", kLongest));
  EASEL_ASSIGN(const auto seconds, call.QueryAmount("seconds", longest));
  const auto sample = [&](double at) {
    return std::min(sound.samples.size(), static_cast<size_t>(std::round(at * sound.rate)));
  };
  const size_t first = sample(begin.value_or(0));
  const size_t end = sample(begin.value_or(0) + std::min(seconds.value_or(kLongest), longest));
  return Stretch{first, end - first};
}

Result<http::Response> GetWaveform(http::Call& call, Services& services) {
  EASEL_ASSIGN(const int64_t points, call.QueryNumber("points", 1024, 1, 4096));
  EASEL_ASSIGN(const media::Sound sound, SoundOf(call, services));
  EASEL_ASSIGN(const Stretch stretch, StretchOf(call, sound, kLongest));
  api::Waveform document{.rate = sound.rate,
                         .begin = static_cast<double>(stretch.begin) / sound.rate,
                         .seconds = static_cast<double>(stretch.count) / sound.rate,
                         .lows = {},
                         .highs = {}};
  const size_t count = std::min(stretch.count, static_cast<size_t>(points));
  for (size_t i = 0; i < count; ++i) {
    const auto from = sound.samples.begin() + static_cast<ptrdiff_t>(stretch.begin + i * stretch.count / count);
    const auto to =
        sound.samples.begin() + static_cast<ptrdiff_t>(stretch.begin + (i + 1) * stretch.count / count);
    const auto [low, high] = std::ranges::minmax(std::span(from, to));
    document.lows.push_back(std::lround(std::clamp(low * 127, -128.0F, 127.0F)));
    document.highs.push_back(std::lround(std::clamp(high * 127, -128.0F, 127.0F)));
  }
  return Reply(document);
}

Result<http::Response> GetSpectrogram(http::Call& call, Services& services) {
  EASEL_ASSIGN(const int64_t width, call.QueryNumber("width", 1024, 16, 2048));
  EASEL_ASSIGN(const int64_t height, call.QueryNumber("height", 128, 16, 512));
  EASEL_ASSIGN(media::Sound sound, SoundOf(call, services));
  EASEL_ASSIGN(const Stretch stretch, StretchOf(call, sound, kMaxSpectrogram));
  media::Image picture{.width = static_cast<int>(width), .height = static_cast<int>(height), .rgb = {}};
  picture.rgb.resize(static_cast<size_t>(3 * width * height));
  media::SoundTransform view = media::YamnetView(1);
  view.bands = static_cast<int>(height);
  std::vector<float> bands(static_cast<size_t>(height));
  for (int64_t x = 0; x < width; ++x) {
    const size_t from = stretch.begin + stretch.count * static_cast<size_t>(x) / static_cast<size_t>(width);
    const size_t to = std::min(sound.samples.size(), from + static_cast<size_t>(sound.rate) / 20);
    media::Apply(view, {.rate = sound.rate, .samples = {sound.samples.begin() + static_cast<ptrdiff_t>(from), sound.samples.begin() + static_cast<ptrdiff_t>(to)}}, bands);
    for (int64_t y = 0; y < height; ++y) {
      const float level = std::clamp((bands[static_cast<size_t>(height - 1 - y)] + 7) / 10, 0.0F, 1.0F);
      std::fill_n(picture.rgb.begin() + 3 * (y * width + x), 3, static_cast<uint8_t>(255 * level));
    }
  }
  const Bytes jpeg = media::EncodeJpeg(picture, 85);
  http::Response response;
  response.content_type = "image/jpeg";
  response.body = std::string(reinterpret_cast<const char*>(jpeg.data()), jpeg.size());
  return response;
}

template <typename T>
void Append(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

Result<http::Response> GetAudio(http::Call& call, Services& services) {
  EASEL_ASSIGN(const media::Sound sound, SoundOf(call, services));
  std::string wav = "RIFF";
  const auto bytes = static_cast<uint32_t>(2 * sound.samples.size());
  Append<uint32_t>(wav, 36 + bytes);
  wav += "WAVEfmt ";
  Append<uint32_t>(wav, 16);
  Append<uint16_t>(wav, 1);
  Append<uint16_t>(wav, 1);
  Append<uint32_t>(wav, static_cast<uint32_t>(sound.rate));
  Append<uint32_t>(wav, static_cast<uint32_t>(2 * sound.rate));
  Append<uint16_t>(wav, 2);
  Append<uint16_t>(wav, 16);
  wav += "data";
  Append<uint32_t>(wav, bytes);
  for (const float sample : sound.samples)
    Append<int16_t>(wav, static_cast<int16_t>(std::lround(std::clamp(sample, -1.0F, 1.0F) * 32767)));
  http::Response response;
  response.content_type = "audio/wav";
  response.body = std::move(wav);
  return response;
}

}  // namespace

void AddSoundRoutes(http::Router& router, Services& services) {
  router.Add("getWaveform", {.heavy = true, .check = {}},
             [&services](http::Call& call) { return GetWaveform(call, services); });
  router.Add("getSpectrogram", {.heavy = true, .check = {}},
             [&services](http::Call& call) { return GetSpectrogram(call, services); });
  router.Add("getAudio", {.heavy = true, .check = {}},
             [&services](http::Call& call) { return GetAudio(call, services); });
}

}  // namespace easel::server
