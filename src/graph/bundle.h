#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/hash.h"
#include "graph/graph.h"

namespace easel::graph {

/// One input of the model's graph and the declared transform that makes it from the user's picture
/// (media::ImageTransform::ToJson; the graph room does not interpret it).
struct BundleInput {
  std::string name;  ///< the graph input's name
  json::object transform;

  bool operator==(const BundleInput&) const = default;
};

/// A picture with the scores that this model gives to it, so that any installation can prove that it answers
/// the same.
struct Golden {
  std::string name;
  Bytes picture;              ///< the encoded file
  std::vector<float> scores;  ///< per label, exact bits

  bool operator==(const Golden&) const = default;
};

/// A trained model in one file; the format is docs/formats/bundle.md. The graph's single output is one score
/// per label (a probability distribution for image classification).
struct Bundle {
  std::string task;  ///< "image-classification"
  Graph graph;
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
/// label count. Errors are kBadInput "bundle-…".
Result<Bundle> ParseBundle(std::span<const std::byte> bytes);

}  // namespace easel::graph
