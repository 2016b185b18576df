#include <algorithm>
#include <cmath>
#include <deque>
#include <iterator>
#include <optional>

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
  bool judged = false;
};

/// As SoundRequest cuts it.
Cutting CuttingOf(const Stretch& stretch, int rate) {
  const int64_t begin = std::llround(stretch.begin * rate);
  return {.begin = begin, .end = begin + std::llround(stretch.seconds * rate)};
}

/// The end of what was heard of a recording: the pieces that are still needed. Segments that overlap share
/// them, so that no more than the recording is in memory, however many there are.
class Heard {
 public:
  void Add(const media::Sound& piece) {
    pieces_.push_back({end_, piece});
    end_ += std::ssize(piece.samples);
  }
  void ForgetBefore(int64_t sample) {
    while (!pieces_.empty() && pieces_.front().begin + std::ssize(pieces_.front().sound.samples) <= sample)
      pieces_.pop_front();
  }
  int64_t end() const { return end_; }

  media::Sound Cut(const Cutting& cutting) const {
    media::Sound out;
    for (const auto& [begin, sound] : pieces_) {
      const int64_t end = begin + std::ssize(sound.samples);
      const int64_t from = std::clamp(cutting.begin, begin, end);
      const int64_t to = std::clamp(cutting.end, from, end);
      out.rate = sound.rate;
      out.samples.insert(out.samples.end(), sound.samples.begin() + (from - begin),
                         sound.samples.begin() + (to - begin));
    }
    return out;
  }

 private:
  struct Piece {
    int64_t begin = 0;  ///< samples
    media::Sound sound;
  };

  std::deque<Piece> pieces_;
  int64_t end_ = 0;
};

/// One after another, each as soon as its end was heard.
Result<std::vector<Judgement>> JudgeSegments(runtime::Model& model, media::Decoder& decoder,
                                             const SoundCandidate& candidate, const Bytes& bytes) {
  std::vector<Cutting> cuttings;
  std::vector<std::optional<Judgement>> judged(candidate.segments.size());
  Heard heard;
  const auto finish = [&](size_t i) -> Status {
    cuttings[i].judged = true;
    const media::Sound sound = heard.Cut(cuttings[i]);
    if (sound.samples.empty()) return {};
    EASEL_ASSIGN(std::vector<float> scores, model.Predict(sound));
    judged[i] = About(candidate, candidate.segments[i].label, std::move(scores));
    judged[i]->segment = candidate.segments[i].stretch;
    return {};
  };
  EASEL_TRY(media::DecodeInPieces(decoder, bytes, [&](const media::Sound& piece) -> Status {
    if (cuttings.empty()) {
      for (const auto& segment : candidate.segments)
        cuttings.push_back(CuttingOf(segment.stretch, piece.rate));
    }
    heard.Add(piece);
    int64_t needed = heard.end();
    for (size_t i = 0; i < cuttings.size(); ++i) {
      if (!cuttings[i].judged && cuttings[i].end <= heard.end()) EASEL_TRY(finish(i));
      if (!cuttings[i].judged) needed = std::min(needed, cuttings[i].begin);
    }
    heard.ForgetBefore(needed);
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
