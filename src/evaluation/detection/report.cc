#include "evaluation/detection/report.h"

#include <algorithm>
#include <cmath>

#include "evaluation/detection/remarks.h"

namespace easel::evaluation {
namespace {

constexpr size_t kKeptPictures = 200;
constexpr double kVisible = 0.005;  // of precision or recall, between two points of a curve

json::object LocationOf(const Box& box) {
  return {{"left", box.left}, {"top", box.top}, {"width", box.width}, {"height", box.height}};
}

json::object PointToJson(const ThresholdMetrics& point) {
  return {{"threshold", point.threshold}, {"precision", point.precision()}, {"recall", point.recall()},
          {"right", point.right},         {"wrong", point.wrong},           {"missed", point.missed}};
}

/// The points between which precision or recall moved enough to be seen, the first and the last among them.
json::array CurveToJson(const PrecisionRecallCurve& curve) {
  const std::vector<ThresholdMetrics>& points = curve.points();
  json::array out;
  const ThresholdMetrics* kept = nullptr;
  for (const ThresholdMetrics& point : points) {
    const bool is_seen = kept == nullptr || &point == &points.back() ||
                         std::abs(point.precision() - kept->precision()) >= kVisible ||
                         point.recall() - kept->recall() >= kVisible;
    if (!is_seen) continue;
    out.push_back(PointToJson(point));
    kept = &point;
  }
  return out;
}

json::object PictureToJson(const JudgedCandidate& picture, const std::vector<std::string>& classes) {
  json::array truth;
  for (const TrueBox& box : picture.boxes.truth) {
    json::object row = {{"name", classes[static_cast<size_t>(box.label)]}, {"location", LocationOf(box.box)}};
    if (box.difficult) row["difficult"] = true;
    if (box.crowd) row["crowd"] = true;
    truth.push_back(std::move(row));
  }
  // What is decided for a box does not depend on those with lower scores: so one judgement at 0 serves every
  // threshold.
  const PictureOutcome outcome = JudgePicture(picture.boxes, static_cast<int>(classes.size()), 0);
  struct Row {
    const Match* match;
    std::string_view outcome;
  };
  std::vector<Row> rows;
  for (const Match& match : outcome.right) rows.push_back({&match, "right"});
  for (const Match& match : outcome.wrong) rows.push_back({&match, "wrong"});
  for (const Match& match : outcome.ignored) rows.push_back({&match, "ignored"});
  const auto box_of = [&](const Row& row) -> const FoundBox& {
    return picture.boxes.found[static_cast<size_t>(row.match->found)];
  };
  std::ranges::stable_sort(rows, std::ranges::greater(), [&](const Row& row) { return box_of(row).score; });
  json::array found;
  for (const Row& row : rows) {
    const FoundBox& box = box_of(row);
    json::object one = {{"name", classes[static_cast<size_t>(box.label)]},
                        {"score", box.score},
                        {"location", LocationOf(box.box)},
                        {"outcome", row.outcome}};
    if (row.match->truth >= 0) one["truth"] = row.match->truth;
    found.push_back(std::move(one));
  }
  return {{"hash", picture.hash.Hex()}, {"name", picture.name},      {"width", picture.width},
          {"height", picture.height},   {"truth", std::move(truth)}, {"found", std::move(found)}};
}

std::vector<JudgedPicture> BoxesOf(const std::vector<JudgedCandidate>& pictures) {
  std::vector<JudgedPicture> boxes;
  for (const JudgedCandidate& picture : pictures) boxes.push_back(picture.boxes);
  return boxes;
}

/// The places of the pictures, those with the most wrong and missed boxes first.
std::vector<size_t> WorstFirst(const DetectionReport& report) {
  std::vector<std::pair<size_t, size_t>> order;  // faults, place
  for (size_t i = 0; i < report.pictures.size(); ++i) {
    const PictureOutcome outcome =
        JudgePicture(report.pictures[i].boxes, static_cast<int>(report.classes.size()), report.threshold);
    order.emplace_back(outcome.wrong.size() + outcome.missed.size(), i);
  }
  std::ranges::stable_sort(order, std::ranges::greater(), &std::pair<size_t, size_t>::first);
  std::vector<size_t> places;
  for (const auto& [faults, place] : order) places.push_back(place);
  return places;
}

void Put(json::object& out, std::string_view name, const AveragePrecision& value) {
  if (value) out[name] = *value;
}

}  // namespace

json::object DetectionReport::MetricsToJson() const {
  json::object out = {{"map50", metrics.map50.value_or(0)}, {"map50_95", metrics.map.value_or(0)}};
  Put(out, "map_small", metrics.map_small);
  Put(out, "map_medium", metrics.map_medium);
  Put(out, "map_large", metrics.map_large);
  out["precision"] = at.precision();
  out["recall"] = at.recall();
  out["f1"] = at.f1();
  return out;
}

json::object DetectionReport::Store() const {
  const std::vector<JudgedPicture> boxes = BoxesOf(pictures);
  const auto count = static_cast<int>(classes.size());
  json::array rows;
  json::array curves = {{{"name", ""}, {"points", CurveToJson(PrecisionRecallCurve(boxes, count))}}};
  for (int label = 0; label < count; ++label) {
    const std::string& name = classes[static_cast<size_t>(label)];
    const ClassPrecision& precision = metrics.per_class[static_cast<size_t>(label)];
    const PrecisionRecallCurve curve(boxes, count, label);
    const ThresholdMetrics there = curve.At(threshold);
    json::object row = {{"name", name},
                        {"support", precision.support},
                        {"precision", there.precision()},
                        {"recall", there.recall()},
                        {"f1", there.f1()}};
    Put(row, "ap50", precision.ap50);
    Put(row, "ap", precision.ap);
    rows.push_back(std::move(row));
    curves.push_back({{"name", name}, {"points", CurveToJson(curve)}});
  }
  json::array shown;
  for (const size_t place : WorstFirst(*this)) {
    if (shown.size() == kKeptPictures) break;
    shown.push_back(PictureToJson(pictures[place], classes));
  }
  json::array notes;
  for (const Text& remark : remarks) notes.push_back(TextToJson(remark));
  return {{"method", held_out ? "held-out" : "files"},
          {"items", pictures.size()},
          {"metrics", MetricsToJson()},
          {"threshold", threshold},
          {"classes", json::array(classes.begin(), classes.end())},
          {"per_class", std::move(rows)},
          {"curves", std::move(curves)},
          {"pictures", std::move(shown)},
          {"remarks", std::move(notes)}};
}

DetectionReport MakeDetectionReport(bool held_out, std::vector<std::string> classes,
                                    std::vector<JudgedCandidate> pictures, std::optional<double> threshold) {
  DetectionReport report;
  report.held_out = held_out;
  report.classes = std::move(classes);
  report.pictures = std::move(pictures);
  const std::vector<JudgedPicture> boxes = BoxesOf(report.pictures);
  const auto count = static_cast<int>(report.classes.size());
  report.metrics = MeasureDetection(boxes, count);
  const PrecisionRecallCurve curve(boxes, count);
  if (threshold) {
    report.threshold = *threshold;
  } else if (const auto best = curve.Best()) {
    report.threshold = best->threshold;
  }
  report.at = curve.At(report.threshold);
  report.remarks = DetectionRemarks(report);
  return report;
}

}  // namespace easel::evaluation
