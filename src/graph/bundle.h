#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/hash.h"
#include "graph/detector.h"
#include "graph/graph.h"
#include "graph/listening.h"

namespace easel::graph {

/// One input of the model's graph and the declared transform that makes it from the user's picture or sound
/// (media::ImageTransform::ToJson, media::SoundTransform::ToJson; the graph room does not interpret it).
struct BundleInput {
  std::string name;  ///< the graph input's name
  json::object transform;

  bool operator==(const BundleInput&) const = default;
};

/// A picture or recording with what this model says of it, so that any installation can prove that it answers
/// the same.
struct Golden {
  std::string name;
  Bytes file;  ///< as it was given, encoded
  /// Exact bits: a score per label; of a detector six numbers a box: its label's index, score, left, top,
  /// width and height in shares of the picture's sides.
  std::vector<float> scores;

  bool operator==(const Golden&) const = default;
};

/// A trained model in one file; the format is docs/formats/bundle.md. The graph's single output is one score
/// per label (a probability distribution for classification); a detector's are maps of boxes.
struct Bundle {
  std::string task;  ///< "image-classification", "object-detection", "sound-classification"
  Graph graph;
  std::optional<Detector> detector;    ///< of object detection
  std::optional<Listening> listening;  ///< of sound classification
  std::vector<BundleInput> inputs;
  std::vector<std::string> labels;  ///< in the order of the output
  std::vector<Golden> golden;
  json::object provenance;  ///< data version, seed, options, versions, hashes: no times, so that equal
                            ///< training gives equal bytes

  bool operator==(const Bundle&) const = default;
};

/// The bytes of the file: equal bundles give equal bytes.
Bytes Serialize(const Bundle& bundle);

/// Reads and verifies a bundle of any origin: magic, version, section bounds, SHA-256, graph (Validate),
/// label count or detector. Errors are kBadInput "bundle-…" and those of Detector and Listening.
Result<Bundle> ParseBundle(std::span<const std::byte> bytes);

}  // namespace easel::graph
