#include "evaluation/detection/remarks.h"

#include <algorithm>

namespace easel::evaluation {
namespace {

constexpr int64_t kFewBoxes = 20;    // of a class among those judged: an average precision says little below
constexpr double kGood = 0.8;        // of a mean average precision at 0.5
constexpr double kTinyShare = 0.03;  // of the picture's longer side: some 12 pixels of a network's input
constexpr double kConfident = 0.7;   // a score of a wrong box at which one looks for a missing label
constexpr double kApart = 0.1;       // an overlap below which a box is on no labelled object
constexpr double kLoose = 0.6;       // of the average precision at 0.5 that is left over 0.5 … 0.95

std::string Percent(double share) { return std::to_string(static_cast<int>(share * 100 + 0.5)) + " %"; }

std::string Joined(const std::vector<std::string>& names, std::string_view separator) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : std::string(separator)) + name;
  return out;
}

/// The share of true boxes whose shorter side is tiny beside the picture.
double TinyShare(const DetectionReport& report) {
  int64_t tiny = 0;
  int64_t all = 0;
  for (const JudgedCandidate& picture : report.pictures) {
    const double limit = kTinyShare * std::max(picture.width, picture.height);
    for (const TrueBox& truth : picture.boxes.truth) {
      ++all;
      tiny += std::min(truth.box.width, truth.box.height) < limit;
    }
  }
  return all == 0 ? 0 : static_cast<double>(tiny) / static_cast<double>(all);
}

bool IsOnNothing(const FoundBox& found, const std::vector<TrueBox>& truth) {
  return std::ranges::all_of(truth, [&](const TrueBox& one) { return Overlap(found, one) < kApart; });
}

/// Boxes that are found with confidence where nothing is labelled: not those that are there twice, fit
/// loosely, or are of another class.
int64_t Unlabelled(const DetectionReport& report) {
  int64_t count = 0;
  for (const JudgedCandidate& picture : report.pictures) {
    const PictureOutcome outcome =
        JudgePicture(picture.boxes, static_cast<int>(report.classes.size()), kConfident);
    count += std::ranges::count_if(outcome.wrong, [&](const Match& match) {
      return IsOnNothing(picture.boxes.found[static_cast<size_t>(match.found)], picture.boxes.truth);
    });
  }
  return count;
}

}  // namespace

std::vector<Text> DetectionRemarks(const DetectionReport& report) {
  std::vector<Text> remarks;
  std::vector<std::string> few;
  std::vector<std::string> weak;
  for (size_t i = 0; i < report.classes.size(); ++i) {
    const ClassPrecision& row = report.metrics.per_class[i];
    if (row.support < kFewBoxes) {
      few.push_back(report.classes[i]);
    } else if (row.ap50.value_or(0) < kGood - 0.2) {
      weak.push_back(report.classes[i]);
    }
  }
  if (!few.empty()) {
    remarks.push_back({"Too few boxes to tell (fewer than " + std::to_string(kFewBoxes) +
                           " to be found): " + Joined(few, ", ") + ". Label more of them.",
                       "以下类别可供检验的框不足 " + std::to_string(kFewBoxes) + " 个，结果仅供参考：" +
                           Joined(few, "、") + "。请标注更多。"});
  }
  if (!weak.empty()) {
    remarks.push_back({"Found seldom or wrongly: " + Joined(weak, ", ") + ". More boxes of these help most.",
                       "以下类别识别较差：" + Joined(weak, "、") + "。增加这些类别的标注最有帮助。"});
  }
  const bool is_poor = report.metrics.map50.value_or(0) < kGood;
  const double tiny = TinyShare(report);
  if (is_poor && tiny > 0.3) {
    remarks.push_back(
        {Percent(tiny) + " of the objects are tiny beside their picture. Photograph from nearer, cut "
                         "the pictures into parts, or train with a larger side.",
         Percent(tiny) + " 的目标相对图片过小。请靠近拍摄、把图片切成小块，或使用更大的输入尺寸训练。"});
  }
  const int64_t unlabelled = Unlabelled(report);
  if (unlabelled * 20 > std::max<int64_t>(report.at.right, 1)) {
    remarks.push_back(
        {"The model is sure of " + std::to_string(unlabelled) +
             " objects where no box is: look at these pictures, labels may be missing.",
         "模型确信有 " + std::to_string(unlabelled) + " 个目标没有标注框：请检查这些图片是否漏标。"});
  }
  const double map50 = report.metrics.map50.value_or(0);
  if (map50 > 0.5 && report.metrics.map.value_or(0) < kLoose * map50 - 0.1) {
    remarks.push_back(
        {"Objects are found, but the boxes fit loosely: draw all boxes in the same way, close to the "
         "object's edges.",
         "目标能找到，但框不够贴合：请统一标注方式，使框紧贴目标边缘。"});
  }
  return remarks;
}

}  // namespace easel::evaluation
