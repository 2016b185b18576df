#include <atomic>
#include <optional>

#include "base/parallel.h"
#include "evaluation/report.h"

namespace easel::evaluation {
namespace {

/// What one candidate came to: a judgement, nothing (not a picture that can be decoded), or an error that
/// ends it all.
Result<std::optional<Judgement>> JudgeOne(runtime::Model& model, media::Decoder& decoder,
                                          const Candidate& candidate) {
  EASEL_ASSIGN(const Bytes bytes, candidate.bytes());
  const Result<media::DecodedImage> decoded = decoder.Decode(bytes, {.min_side = model.decode_min_side()});
  if (!decoded) {
    if (decoded.error().kind == ErrorKind::kBadInput) return std::nullopt;
    return std::unexpected(decoded.error());
  }
  EASEL_ASSIGN(std::vector<float> scores, model.Predict(decoded->image));
  return Judgement{candidate.hash, candidate.name, candidate.label, std::move(scores)};
}

}  // namespace

Result<std::vector<Judgement>> Judge(runtime::Model& model, media::Decoder& decoder,
                                     const std::vector<Candidate>& candidates, int threads,
                                     Progress& progress, int64_t* failed) {
  std::vector<std::optional<Judgement>> judged(candidates.size());
  std::atomic<int64_t> done{0};
  EASEL_TRY(TryInParallel(candidates.size(), threads, [&](size_t i, int) -> Status {
    if (progress.IsCancelled()) return Cancelled();
    EASEL_ASSIGN(judged[i], JudgeOne(model, decoder, candidates[i]));
    progress.Report("evaluate", {"Checking the model", "正在评估模型"}, ++done,
                    static_cast<int64_t>(candidates.size()));
    return {};
  }));
  if (progress.IsCancelled()) return Cancelled();

  std::vector<Judgement> judgements;
  for (std::optional<Judgement>& one : judged) {
    if (one) judgements.push_back(std::move(*one));
  }
  if (failed != nullptr) *failed = static_cast<int64_t>(candidates.size() - judgements.size());
  return judgements;
}

}  // namespace easel::evaluation
