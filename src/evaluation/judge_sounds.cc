#include <algorithm>
#include <cmath>
#include <iterator>

#include "evaluation/candidates.h"
#include "evaluation/listen.h"
#include "evaluation/report.h"
#include "media/decode/pieces.h"

namespace easel::evaluation {
namespace {

Judgement About(const SoundCandidate& candidate, int label, std::vector<float> scores) {
  return {candidate.hash, candidate.name, label, std::move(scores), candidate.group};
}

/// A labelled segment while its recording goes by.
struct Cutting {
  int64_t begin = 0;  ///< samples
  int64_t end = 0;
  media::Sound sound;
  bool judged = false;
};

/// Takes out of a piece that begins at sample `at` what belongs to the segment.
void Take(const media::Sound& piece, int64_t at, Cutting& cutting) {
  const int64_t end = at + static_cast<int64_t>(piece.samples.size());
  const int64_t from = std::clamp(cutting.begin, at, end);
  const int64_t to = std::clamp(cutting.end, from, end);
  cutting.sound.rate = piece.rate;
  cutting.sound.samples.insert(cutting.sound.samples.end(), piece.samples.begin() + (from - at),
                               piece.samples.begin() + (to - at));
}

/// As SoundRequest cuts it.
Cutting CuttingOf(const Stretch& stretch, int rate) {
  const int64_t begin = std::llround(stretch.begin * rate);
  return {.begin = begin, .end = begin + std::llround(stretch.seconds * rate), .sound = {}};
}

/// One after another, so that no more than a piece and the segments in it are in memory.
Result<std::vector<Judgement>> JudgeSegments(runtime::Model& model, media::Decoder& decoder,
                                             const SoundCandidate& candidate, const Bytes& bytes) {
  std::vector<Cutting> cuttings;
  std::vector<std::optional<Judgement>> judged(candidate.segments.size());
  const auto finish = [&](size_t i) -> Status {
    Cutting& cutting = cuttings[i];
    cutting.judged = true;
    if (cutting.sound.samples.empty()) return {};
    EASEL_ASSIGN(std::vector<float> scores, model.Predict(cutting.sound));
    judged[i] = About(candidate, candidate.segments[i].label, std::move(scores));
    judged[i]->segment = candidate.segments[i].stretch;
    cutting.sound.samples = {};
    return {};
  };
  int64_t at = 0;
  EASEL_TRY(media::DecodeInPieces(decoder, bytes, [&](const media::Sound& piece) -> Status {
    if (cuttings.empty()) {
      for (const auto& segment : candidate.segments)
        cuttings.push_back(CuttingOf(segment.stretch, piece.rate));
    }
    const int64_t end = at + static_cast<int64_t>(piece.samples.size());
    for (size_t i = 0; i < cuttings.size(); ++i) {
      if (cuttings[i].judged) continue;
      Take(piece, at, cuttings[i]);
      if (cuttings[i].end <= end) EASEL_TRY(finish(i));
    }
    at = end;
    return {};
  }));
  std::vector<Judgement> out;
  for (size_t i = 0; i < cuttings.size(); ++i) {
    if (!cuttings[i].judged) EASEL_TRY(finish(i));
    if (judged[i]) out.push_back(std::move(*judged[i]));
  }
  return out;
}

Result<std::vector<Judgement>> JudgeOne(runtime::Model& model, media::Decoder& decoder,
                                        const SoundCandidate& candidate, const Bytes& bytes) {
  if (!candidate.segments.empty()) return JudgeSegments(model, decoder, candidate, bytes);
  EASEL_ASSIGN(const auto heard, ListenTo(model, decoder, bytes));
  return std::vector{About(candidate, candidate.label, runtime::MeanScores(heard))};
}

}  // namespace

Result<std::vector<Judgement>> JudgeSounds(runtime::Model& model, media::Decoder& decoder,
                                           const std::vector<SoundCandidate>& candidates, int threads,
                                           Progress& progress, int64_t* failed) {
  using Judged = std::vector<Judgement>;
  const auto decode = [&](const SoundCandidate& candidate, const Bytes& bytes) {
    return JudgeOne(model, decoder, candidate, bytes);
  };
  const auto keep = [](const SoundCandidate&, const Judged& judged) -> Result<Judged> { return judged; };
  EASEL_ASSIGN(std::vector<Judged> judged,
               DecodeAndJudge(candidates, threads, progress, nullptr, decode, keep));
  std::vector<Judgement> out;
  for (Judged& some : judged)
    out.insert(out.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  if (failed != nullptr) {
    int64_t wanted = 0;
    for (const SoundCandidate& each : candidates) wanted += std::max<int64_t>(1, std::ssize(each.segments));
    *failed = wanted - std::ssize(out);
  }
  return out;
}

}  // namespace easel::evaluation
