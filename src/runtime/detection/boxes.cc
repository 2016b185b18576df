#include "runtime/detection/boxes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace easel::runtime {
namespace {

/// The edges of a box in shares of the picture's sides, not yet cut.
struct Edges {
  double left, top, right, bottom;
};

double Exp(float logarithm) {
  return std::exp(static_cast<double>(std::min(logarithm, graph::kMaxLogarithm)));
}

/// A box without anchors: `numbers` are logarithms of distances in cells.
Edges FromDistances(const float* numbers, double x, double y, double cell_width, double cell_height) {
  return {x - Exp(numbers[0]) * cell_width, y - Exp(numbers[1]) * cell_height,
          x + Exp(numbers[2]) * cell_width, y + Exp(numbers[3]) * cell_height};
}

Edges FromAnchor(const float* numbers, double x, double y, const std::array<float, 2>& anchor) {
  const double half_width = Exp(numbers[2]) * static_cast<double>(anchor[0]) / 2;
  const double half_height = Exp(numbers[3]) * static_cast<double>(anchor[1]) / 2;
  x += static_cast<double>(numbers[0]) * static_cast<double>(anchor[0]);
  y += static_cast<double>(numbers[1]) * static_cast<double>(anchor[1]);
  return {x - half_width, y - half_height, x + half_width, y + half_height};
}

Detection Cut(int label, float score, const Edges& edges) {
  const double left = std::clamp(edges.left, 0.0, 1.0);
  const double top = std::clamp(edges.top, 0.0, 1.0);
  const double right = std::clamp(edges.right, 0.0, 1.0);
  const double bottom = std::clamp(edges.bottom, 0.0, 1.0);
  return {label,
          score,
          static_cast<float>(left),
          static_cast<float>(top),
          static_cast<float>(right - left),
          static_cast<float>(bottom - top)};
}

float Overlap(const Detection& a, const Detection& b) {
  const float width = std::min(a.left + a.width, b.left + b.width) - std::max(a.left, b.left);
  const float height = std::min(a.top + a.height, b.top + b.height) - std::max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const float both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}

void DecodeMap(const graph::DetectorLevel& level, size_t classes, float min_logit, const DetectorMap& map,
               std::vector<Detection>& out) {
  const int64_t height = map.shape[1];
  const int64_t width = map.shape[2];
  const size_t anchors = std::max<size_t>(level.anchors.size(), 1);
  const float* numbers = map.values.data();
  for (int64_t row = 0; row < height; ++row) {
    for (int64_t column = 0; column < width; ++column) {
      for (size_t anchor = 0; anchor < anchors; ++anchor, numbers += classes + 4) {
        for (size_t label = 0; label < classes; ++label) {
          if (!(numbers[label] >= min_logit)) continue;
          const double x = (static_cast<double>(column) + 0.5) / static_cast<double>(width);
          const double y = (static_cast<double>(row) + 0.5) / static_cast<double>(height);
          const Edges edges = level.anchors.empty()
                                  ? FromDistances(numbers + classes, x, y, 1 / static_cast<double>(width),
                                                  1 / static_cast<double>(height))
                                  : FromAnchor(numbers + classes, x, y, level.anchors[anchor]);
          const auto score = static_cast<float>(1 / (1 + std::exp(-static_cast<double>(numbers[label]))));
          const Detection found = Cut(static_cast<int>(label), score, edges);
          if (found.width > 0 && found.height > 0) out.push_back(found);
        }
      }
    }
  }
}

}  // namespace

std::vector<Detection> Decode(const graph::Detector& detector, size_t classes,
                              std::span<const DetectorMap> maps) {
  const double least = static_cast<double>(detector.min_score);
  const auto min_logit = static_cast<float>(std::log(least / (1 - least)));
  std::vector<Detection> out;
  for (size_t i = 0; i < maps.size(); ++i) DecodeMap(detector.levels[i], classes, min_logit, maps[i], out);
  std::ranges::stable_sort(out, std::ranges::greater(), &Detection::score);
  if (out.size() > kMaxCandidates) out.resize(kMaxCandidates);
  return out;
}

std::vector<Detection> Suppress(std::span<const Detection> candidates, float overlap, size_t count) {
  std::vector<Detection> kept;
  for (const Detection& candidate : candidates) {
    if (kept.size() == count) break;
    const bool is_covered = std::ranges::any_of(kept, [&](const Detection& better) {
      return better.label == candidate.label && Overlap(better, candidate) > overlap;
    });
    if (!is_covered) kept.push_back(candidate);
  }
  return kept;
}

std::vector<Detection> BoxesOf(const graph::Detector& detector, size_t classes, const graph::Graph& graph,
                               std::span<const std::vector<float>> outputs) {
  std::vector<DetectorMap> maps;
  for (size_t i = 0; i < outputs.size(); ++i) maps.push_back({graph.At(graph.outputs[i]).shape, outputs[i]});
  const std::vector<Detection> candidates = Decode(detector, classes, maps);
  return Suppress(candidates, detector.overlap, static_cast<size_t>(detector.max_boxes));
}

}  // namespace easel::runtime
