#include <algorithm>
#include <cmath>

#include "media/encode/jpeg.h"
#include "media/transform/spectrogram.h"
#include "media/transform/waveform.h"
#include "server/http/range.h"
#include "server/recordings.h"
#include "server/routes/documents.h"
#include "server/routes/routes.h"

namespace easel::server {
namespace {

constexpr double kLongest = 1e6;  ///< seconds; no recording is as long
constexpr double kMaxSpectrogram = 300;
constexpr int64_t kPiece = int64_t{4} << 20;  ///< samples in memory for a waveform
constexpr int64_t kMargin = 8192;             ///< samples
constexpr int kJpegQuality = 85;

std::unexpected<Error> SoundUnknown(std::string hash) {
  return Fail(ErrorKind::kNotFound, "sound-unknown",
              {"There is no such recording in this project.", "项目中没有该录音。"},
              {"Reload the page.", "请刷新页面。"}, std::move(hash));
}

/// The recording that the path names.
Result<Recording> RecordingOf(const http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  const Result<Hash> hash = Hash::FromHex(call.Path("hash"));
  EASEL_ASSIGN(const bool is_ours,
               hash ? BelongsToProject(services, project.id, *hash) : Result<bool>(false));
  if (!is_ours) return SoundUnknown(call.Path("hash"));
  return services.recordings.Get(*hash);
}

/// The samples that the query asks for: at least one.
struct Stretch {
  int64_t begin = 0;
  int64_t count = 0;
};

Result<Stretch> StretchOf(const http::Call& call, const Recording& recording, double longest) {
  EASEL_ASSIGN(const auto begin, call.QueryAmount("begin", kLongest));
  EASEL_ASSIGN(const auto seconds, call.QueryAmount("seconds", longest));
  const auto sample = [&](double at) {
    return std::min(recording.samples, static_cast<int64_t>(std::llround(at * recording.rate)));
  };
  const int64_t first = sample(begin.value_or(0));
  const int64_t end = sample(begin.value_or(0) + seconds.value_or(longest));
  if (end > first) return Stretch{first, end - first};
  return Fail(
      ErrorKind::kUsage, "parameter-invalid",
      {"There is no sound in this stretch of the recording.", "录音的这一段中没有声音。"},
      {"Begin before its end, and ask for more than nothing.", "起点须在录音结束之前，且时长须大于零。"},
      "begin");
}

/// The outline of a stretch, read piece by piece.
Status Outline(const Recording& recording, const Stretch& stretch, size_t points, media::Waveform& out) {
  if (stretch.count > kPiece && points > 1) {
    const auto half = static_cast<int64_t>(points / 2);
    const int64_t cut = stretch.count * half / static_cast<int64_t>(points);
    EASEL_TRY(Outline(recording, {stretch.begin, cut}, points / 2, out));
    return Outline(recording, {stretch.begin + cut, stretch.count - cut}, points - points / 2, out);
  }
  // A single point of many pieces is as low and as high as they are.
  std::vector<int8_t> lows(points, INT8_MAX);
  std::vector<int8_t> highs(points, INT8_MIN);
  for (int64_t at = 0; at < stretch.count; at += kPiece) {
    EASEL_ASSIGN(const media::Sound sound,
                 Recordings::Read(recording, stretch.begin + at, std::min(kPiece, stretch.count - at)));
    const media::Waveform some = media::WaveformOf(sound, 0, sound.seconds(), points);
    for (size_t i = 0; i < points; ++i) {
      lows[i] = std::min(lows[i], some.lows[i]);
      highs[i] = std::max(highs[i], some.highs[i]);
    }
  }
  out.lows.insert(out.lows.end(), lows.begin(), lows.end());
  out.highs.insert(out.highs.end(), highs.begin(), highs.end());
  return {};
}

http::Response Unchanging(std::string content_type, std::string body) {
  http::Response response;
  response.headers.Add("Cache-Control", "private, max-age=31536000, immutable");
  response.content_type = std::move(content_type);
  response.body = std::move(body);
  return response;
}

Result<http::Response> GetWaveform(http::Call& call, Services& services) {
  EASEL_ASSIGN(const int64_t points, call.QueryNumber("points", 1024, 1, 4096));
  EASEL_ASSIGN(const Recording recording, RecordingOf(call, services));
  EASEL_ASSIGN(const Stretch stretch, StretchOf(call, recording, kLongest));
  media::Waveform waveform;
  EASEL_TRY(Outline(recording, stretch, static_cast<size_t>(points), waveform));
  const api::Waveform document{.rate = recording.rate,
                               .begin = static_cast<double>(stretch.begin) / recording.rate,
                               .seconds = static_cast<double>(stretch.count) / recording.rate,
                               .lows = {waveform.lows.begin(), waveform.lows.end()},
                               .highs = {waveform.highs.begin(), waveform.highs.end()}};
  return Unchanging("application/json", json::serialize(ToJson(document)));
}

Result<http::Response> GetSpectrogram(http::Call& call, Services& services) {
  EASEL_ASSIGN(const int64_t width, call.QueryNumber("width", 1024, 16, 2048));
  EASEL_ASSIGN(const int64_t height, call.QueryNumber("height", 128, 16, 512));
  EASEL_ASSIGN(const Recording recording, RecordingOf(call, services));
  EASEL_ASSIGN(const Stretch stretch, StretchOf(call, recording, kMaxSpectrogram));
  // Frames at the edges reach beyond them.
  const int64_t first = std::max<int64_t>(0, stretch.begin - kMargin);
  EASEL_ASSIGN(const media::Sound sound,
               Recordings::Read(recording, first, stretch.begin + stretch.count + kMargin - first));
  const media::Image picture =
      media::SpectrogramPicture(sound, static_cast<double>(stretch.begin - first) / recording.rate,
                                static_cast<double>(stretch.count) / recording.rate, static_cast<int>(width),
                                static_cast<int>(height), static_cast<double>(recording.peak));
  const Bytes jpeg = media::EncodeJpeg(picture, kJpegQuality);
  return Unchanging("image/jpeg", {reinterpret_cast<const char*>(jpeg.data()), jpeg.size()});
}

Result<http::Response> GetAudio(http::Call& call, Services& services) {
  EASEL_ASSIGN(const Recording recording, RecordingOf(call, services));
  const std::string tag = "\"" + call.Path("hash").substr(0, 32) + "-wav\"";
  return http::FileResponse(call.request, recording.file, recording.bytes(), tag, "audio/wav");
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
