#include "evaluation/detection/judge.h"

#include <atomic>
#include <optional>

#include "base/parallel.h"

namespace easel::evaluation {
namespace {

/// A judgement, nothing (not a picture that can be decoded), or an error that ends it all.
Result<std::optional<JudgedCandidate>> JudgeOne(runtime::Model& model, media::Decoder& decoder,
                                                const BoxedCandidate& candidate) {
  EASEL_ASSIGN(const Bytes bytes, candidate.bytes());
  const Result<media::DecodedImage> decoded = decoder.Decode(bytes, {.min_side = model.decode_min_side()});
  if (!decoded) {
    if (decoded.error().kind == ErrorKind::kBadInput) return std::nullopt;
    return std::unexpected(decoded.error());
  }
  EASEL_ASSIGN(const std::vector<runtime::Detection> found, model.Detect(decoded->image));
  JudgedCandidate out{
      candidate.hash, candidate.name, decoded->stored_width, decoded->stored_height, {candidate.truth, {}}};
  for (const runtime::Detection& detection : found)
    out.boxes.found.push_back(InPixels(detection, out.width, out.height));
  return out;
}

}  // namespace

FoundBox InPixels(const runtime::Detection& detection, int width, int height) {
  const auto w = static_cast<double>(width);
  const auto h = static_cast<double>(height);
  return {{static_cast<double>(detection.left) * w, static_cast<double>(detection.top) * h,
           static_cast<double>(detection.width) * w, static_cast<double>(detection.height) * h},
          detection.label,
          static_cast<double>(detection.score)};
}

Result<std::vector<JudgedCandidate>> JudgeDetector(runtime::Model& model, media::Decoder& decoder,
                                                   const std::vector<BoxedCandidate>& candidates, int threads,
                                                   Progress& progress, int64_t* failed) {
  std::vector<std::optional<JudgedCandidate>> judged(candidates.size());
  std::atomic<int64_t> done{0};
  EASEL_TRY(TryInParallel(candidates.size(), threads, [&](size_t i, int) -> Status {
    if (progress.IsCancelled()) return Cancelled();
    EASEL_ASSIGN(judged[i], JudgeOne(model, decoder, candidates[i]));
    progress.Report("evaluate", {"Checking the model", "正在评估模型"}, ++done,
                    static_cast<int64_t>(candidates.size()));
    return {};
  }));
  std::vector<JudgedCandidate> out;
  for (std::optional<JudgedCandidate>& one : judged) {
    if (one) out.push_back(std::move(*one));
  }
  if (failed != nullptr) *failed = static_cast<int64_t>(candidates.size() - out.size());
  return out;
}

}  // namespace easel::evaluation
