#pragma once

#include <atomic>
#include <optional>
#include <type_traits>
#include <vector>

#include "base/parallel.h"
#include "base/progress.h"
#include "media/decode/decoder.h"
#include "runtime/model.h"

namespace easel::evaluation {

/// Fetches and decodes every candidate and collects what `judge(candidate, decoded)` makes of it, on
/// `threads` threads, in the order of the candidates. Files that cannot be decoded are left out and counted
/// in `failed`; any other error ends it all. A candidate has a member `bytes`, asked when it is its turn;
/// `decode(candidate, bytes)` is Decoder's Decode or DecodeSound.
template <typename Candidate, typename Decode, typename Judge>
auto DecodeAndJudge(const std::vector<Candidate>& candidates, int threads, Progress& progress,
                    int64_t* failed, const Decode& decode, const Judge& judge) {
  using Decoded = std::invoke_result_t<Decode, const Candidate&, const Bytes&>::value_type;
  using Judged = std::invoke_result_t<Judge, const Candidate&, const Decoded&>::value_type;
  const auto run = [&]() -> Result<std::vector<Judged>> {
    std::vector<std::optional<Judged>> judged(candidates.size());
    std::atomic<int64_t> done{0};
    EASEL_TRY(TryInParallel(candidates.size(), threads, [&](size_t i, int) -> Status {
      if (progress.IsCancelled()) return Cancelled();
      EASEL_ASSIGN(const Bytes bytes, candidates[i].bytes());
      const auto decoded = decode(candidates[i], bytes);
      if (!decoded && decoded.error().kind != ErrorKind::kBadInput) return std::unexpected(decoded.error());
      if (decoded) {
        EASEL_ASSIGN(judged[i], judge(candidates[i], *decoded));
      }
      progress.Report("evaluate", {"Checking the model", "正在评估模型"}, ++done,
                      static_cast<int64_t>(candidates.size()));
      return {};
    }));
    if (progress.IsCancelled()) return Cancelled();
    std::vector<Judged> out;
    for (std::optional<Judged>& one : judged) {
      if (one) out.push_back(std::move(*one));
    }
    if (failed != nullptr) *failed = static_cast<int64_t>(candidates.size() - out.size());
    return out;
  };
  return run();
}

/// Pictures, decoded for the model.
template <typename Candidate, typename Judge>
auto JudgeCandidates(const runtime::Model& model, media::Decoder& decoder,
                     const std::vector<Candidate>& candidates, int threads, Progress& progress,
                     int64_t* failed, const Judge& judge) {
  const auto decode = [&](const Candidate&, const Bytes& bytes) {
    return decoder.Decode(bytes, {.min_side = model.decode_min_side()});
  };
  return DecodeAndJudge(candidates, threads, progress, failed, decode, judge);
}

}  // namespace easel::evaluation
