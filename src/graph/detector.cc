#include "graph/detector.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace easel::graph {
namespace {

constexpr size_t kMaxAnchors = 64;
constexpr int kMaxBoxes = 1000;

std::unexpected<Error> Invalid(std::string item) {
  return Fail(ErrorKind::kBadInput, "detector-invalid",
              {"The model does not say rightly how it finds boxes.", "模型中关于检测框的描述不正确。"},
              {"Train the model again or use another copy of the file.", "请重新训练或换一份文件。"},
              std::move(item));
}

Result<float> ReadNumber(const json::object& object, std::string_view key, double low, double high) {
  EASEL_ASSIGN(const double number, GetNumber(object, key));
  if (!(number >= low && number <= high)) return Invalid(std::string(key));
  return static_cast<float>(number);
}

Result<DetectorLevel> ReadLevel(const json::value& anchors) {
  DetectorLevel level;
  if (!anchors.is_array() || anchors.get_array().size() > kMaxAnchors) return Invalid("levels");
  for (const json::value& anchor : anchors.get_array()) {
    if (!anchor.is_array() || anchor.get_array().size() != 2) return Invalid("levels");
    std::array<float, 2>& sides = level.anchors.emplace_back();
    for (size_t i = 0; i < 2; ++i) {
      const json::value& side = anchor.get_array()[i];
      const double number = side.is_number() ? side.to_number<double>() : 0;
      if (!(number > 0 && number <= 4)) return Invalid("levels");
      sides[i] = static_cast<float>(number);
    }
  }
  return level;
}

}  // namespace

int64_t Detector::ChannelsOf(const DetectorLevel& level, size_t classes) {
  return static_cast<int64_t>(std::max<size_t>(level.anchors.size(), 1) * (classes + 4));
}

json::object Detector::ToJson() const {
  json::array maps;
  for (const DetectorLevel& level : levels) {
    json::array anchors;
    for (const std::array<float, 2>& sides : level.anchors)
      anchors.push_back({static_cast<double>(sides[0]), static_cast<double>(sides[1])});
    maps.push_back(std::move(anchors));
  }
  return {{"levels", std::move(maps)},
          {"min-score", static_cast<double>(min_score)},
          {"overlap", static_cast<double>(overlap)},
          {"max-boxes", max_boxes},
          {"threshold", static_cast<double>(threshold)}};
}

Result<Detector> Detector::FromJson(const json::object& object) {
  Detector detector;
  EASEL_ASSIGN(const json::array* const levels, GetArray(object, "levels"));
  for (const json::value& anchors : *levels) {
    EASEL_ASSIGN(DetectorLevel level, ReadLevel(anchors));
    detector.levels.push_back(std::move(level));
  }
  EASEL_ASSIGN(detector.min_score, ReadNumber(object, "min-score", 1e-6, 1));
  EASEL_ASSIGN(detector.overlap, ReadNumber(object, "overlap", 0, 1));
  EASEL_ASSIGN(detector.threshold, ReadNumber(object, "threshold", 0, 1));
  EASEL_ASSIGN(const int64_t boxes, GetInt(object, "max-boxes"));
  if (boxes < 1 || boxes > kMaxBoxes) return Invalid("max-boxes");
  detector.max_boxes = static_cast<int>(boxes);
  return detector;
}

Status CheckDetector(const Detector& detector, const Graph& graph, size_t classes) {
  if (detector.levels.empty() || detector.levels.size() != graph.outputs.size()) return Invalid("levels");
  for (size_t i = 0; i < detector.levels.size(); ++i) {
    const Value& map = graph.At(graph.outputs[i]);
    const bool fits =
        map.shape.size() == 4 && map.shape[3] == Detector::ChannelsOf(detector.levels[i], classes);
    if (!fits) return Invalid(map.name);
  }
  return {};
}

}  // namespace easel::graph
