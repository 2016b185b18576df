#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/hash.h"
#include "base/progress.h"
#include "evaluation/detection/types.h"
#include "media/decode/decoder.h"
#include "runtime/model.h"

namespace easel::evaluation {

/// A picture whose boxes are known, to be judged: its bytes are fetched when it is its turn.
struct BoxedCandidate {
  Hash hash;
  std::string name;
  std::vector<TrueBox> truth;  ///< in pixels of the upright picture
  std::function<Result<Bytes>()> bytes;
};

/// What a detector found in it.
struct JudgedCandidate {
  Hash hash;  ///< of the picture's bytes
  std::string name;
  int width = 0;  ///< of the upright picture
  int height = 0;
  JudgedPicture boxes;
};

/// A detector's answer in pixels of a picture of this size.
FoundBox InPixels(const runtime::Detection& detection, int width, int height);

/// The boxes of at least this score that a detector finds in a picture that was decoded with its
/// decode_min_side(), by falling score. Without `threshold` the recommended one counts.
Result<std::vector<FoundBox>> FindBoxes(runtime::Model& model, const media::DecodedImage& picture,
                                        std::optional<double> threshold);

/// Runs the bundle in the shipping runtime on every candidate, on `threads` threads. Pictures that cannot be
/// decoded are left out and counted in `failed`. The order of the result is that of the candidates.
Result<std::vector<JudgedCandidate>> JudgeDetector(runtime::Model& model, media::Decoder& decoder,
                                                   const std::vector<BoxedCandidate>& candidates, int threads,
                                                   Progress& progress, int64_t* failed = nullptr);

}  // namespace easel::evaluation
