#pragma once

#include <vector>

#include "base/result.h"
#include "graph/bundle.h"
#include "media/transform/image_transform.h"
#include "media/transform/sound_transform.h"

namespace easel::runtime {

/// How the inputs of a bundle's graph are made from what the user has, in their order: of a picture, or, when
/// the bundle listens, of a stretch of sound. The other list is empty.
struct Transforms {
  std::vector<media::ImageTransform> of_pictures;
  std::vector<media::SoundTransform> of_sounds;

  /// Checked against the graph and against each other: pictures have to be decoded alike and turned alike.
  /// kBadInput "model-unfit" naming the input.
  static Result<Transforms> Read(const graph::Bundle& bundle);
};

/// kBadInput "model-unfit".
std::unexpected<Error> ModelUnfit(const Text& why, std::string item);

}  // namespace easel::runtime
