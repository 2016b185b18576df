#include "evaluation/detection/judge.h"

#include "evaluation/candidates.h"

namespace easel::evaluation {

FoundBox InPixels(const runtime::Detection& detection, int width, int height) {
  const auto w = static_cast<double>(width);
  const auto h = static_cast<double>(height);
  return {{static_cast<double>(detection.left) * w, static_cast<double>(detection.top) * h,
           static_cast<double>(detection.width) * w, static_cast<double>(detection.height) * h},
          detection.label,
          static_cast<double>(detection.score)};
}

Result<std::vector<FoundBox>> FindBoxes(runtime::Model& model, const media::DecodedImage& picture,
                                        std::optional<double> threshold) {
  const double least = threshold.value_or(static_cast<double>(model.bundle().detector.value().threshold));
  EASEL_ASSIGN(const std::vector<runtime::Detection> found, model.Detect(picture.image));
  std::vector<FoundBox> boxes;
  for (const runtime::Detection& detection : found) {
    if (static_cast<double>(detection.score) < least) break;
    boxes.push_back(InPixels(detection, picture.stored_width, picture.stored_height));
  }
  return boxes;
}

Result<std::vector<JudgedCandidate>> JudgeDetector(runtime::Model& model, media::Decoder& decoder,
                                                   const std::vector<BoxedCandidate>& candidates, int threads,
                                                   Progress& progress, int64_t* failed) {
  return JudgeCandidates(
      model, decoder, candidates, threads, progress, failed,
      [&](const BoxedCandidate& candidate, const media::DecodedImage& picture) -> Result<JudgedCandidate> {
        EASEL_ASSIGN(std::vector<FoundBox> found, FindBoxes(model, picture, 0));
        return JudgedCandidate{candidate.hash,
                               candidate.name,
                               picture.stored_width,
                               picture.stored_height,
                               {candidate.truth, std::move(found)}};
      });
}

}  // namespace easel::evaluation
