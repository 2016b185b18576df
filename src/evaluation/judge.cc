#include "evaluation/candidates.h"
#include "evaluation/report.h"

namespace easel::evaluation {

Result<std::vector<Judgement>> Judge(runtime::Model& model, media::Decoder& decoder,
                                     const std::vector<Candidate>& candidates, int threads,
                                     Progress& progress, int64_t* failed) {
  return JudgeCandidates(
      model, decoder, candidates, threads, progress, failed,
      [&](const Candidate& candidate, const media::DecodedImage& picture) -> Result<Judgement> {
        EASEL_ASSIGN(std::vector<float> scores, model.Predict(picture.image));
        return Judgement{candidate.hash, candidate.name, candidate.label, std::move(scores)};
      });
}

}  // namespace easel::evaluation
