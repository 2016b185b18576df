#pragma once

#include <cstdint>

#include "media/image.h"

namespace easel::media {

/// What a made-up picture is made of.
enum class Motif {
  kNoise,     ///< clouds of colour, from large and smooth to small and rough
  kGradient,  ///< colours that run into each other along a line or around a point
  kStripes,   ///< stripes or checks, turned
  kShapes,    ///< discs, ellipses, rectangles and triangles
  kCells,     ///< patches around random points (Voronoi), with or without seams
  kStrokes,   ///< lines as of a scribble or a script
  kMosaic,    ///< squares of other motifs, mixed up
};
inline constexpr int kMotifs = 7;

/// A made-up picture of width × height ≥ 1 pixels that shows nothing in particular: what a classifier can be
/// shown as "none of these" where no photos are at hand. `number` decides everything: the same has the same
/// bits on every machine, since only exactly rounded operations are used. Successive numbers take turns in
/// the motifs and are otherwise unrelated. About 20 ms for 288 × 288. Thread-safe.
Image Synthesise(uint64_t number, int width, int height);

/// A picture of one motif.
Image Synthesise(Motif motif, uint64_t seed, int width, int height);

}  // namespace easel::media
