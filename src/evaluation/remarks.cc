#include "evaluation/remarks.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace easel::evaluation {
namespace {

constexpr double kTellingHalfWidth = 0.10;  ///< intervals wider than ±10 points tell too little

std::string Percent(double share) { return std::to_string(std::lround(share * 100)) + " %"; }
std::string PercentZh(double share) { return std::to_string(std::lround(share * 100)) + "%"; }

double HalfWidth(const Interval& interval) { return (interval.high - interval.low) / 2; }

/// How sentences name what was judged.
struct Noun {
  std::string en;       ///< plural
  std::string zh;       ///< without a number
  std::string zh_unit;  ///< counts them
  std::string zh_some;  ///< behind a number
};
Noun NounOf(Medium medium) {
  return medium == Medium::kPictures ? Noun{"pictures", "图片", "张", " 张图片"} : Noun{"recordings", "录音", "段", " 段录音"};
}

std::optional<Text> TooFewToTell(const ClassificationMetrics& metrics, const Noun& noun) {
  const Interval& interval = metrics.accuracy_interval;
  if (HalfWidth(interval) <= kTellingHalfWidth) return std::nullopt;
  const std::string en_range = Percent(interval.low) + " and " + Percent(interval.high);
  const std::string zh_range = PercentZh(interval.low) + " 到 " + PercentZh(interval.high);
  const std::string count = std::to_string(metrics.items);
  return Text{"Too few to tell: with " + count + " " + noun.en + " the true accuracy may be anywhere between " + en_range + ".",
              "样本太少，难以定论：仅凭 " + count + noun.zh_some + "，真实准确率可能在 " + zh_range + " 之间。"};
}

std::optional<Text> MostMixedUp(const ClassificationMetrics& metrics, const Noun& noun) {
  const auto& confusion = metrics.confusion;
  int64_t most = 0;
  size_t first = 0;
  size_t second = 0;
  for (size_t a = 0; a < confusion.size(); ++a) {
    for (size_t b = a + 1; b < confusion.size(); ++b) {
      const int64_t mixed = confusion[a][b] + confusion[b][a];
      if (mixed <= most) continue;
      most = mixed;
      first = a;
      second = b;
    }
  }
  if (most < 2) return std::nullopt;
  const std::string& a = metrics.per_class[first].name;
  const std::string& b = metrics.per_class[second].name;
  return Text{
      "Most often mixed up: \"" + a + "\" and \"" + b + "\" (" + std::to_string(most) +
          " " + noun.en + "). More " + noun.en +
          " that show their difference help; check those that are labelled wrongly.",
      "最容易混淆：“" + a + "”和“" + b + "”（" + std::to_string(most) +
          noun.zh_some + "）。建议增加能体现两者差异的" + noun.zh + "，并检查标注是否有误。"};
}

std::string Names(const std::vector<const ClassMetrics*>& rows, const std::string& open,
                  const std::string& close, const std::string& comma) {
  constexpr size_t kShown = 5;
  std::string out;
  for (size_t i = 0; i < std::min(rows.size(), kShown); ++i)
    out += (i > 0 ? comma : "") + open + rows[i]->name + close;
  return out + (rows.size() > kShown ? " …" : "");
}

std::optional<Text> TooFew(const ClassificationMetrics& metrics, const Noun& noun) {
  std::vector<const ClassMetrics*> few;
  std::vector<const ClassMetrics*> very_few;
  for (const ClassMetrics& row : metrics.per_class) {
    if (row.support < 20) {
      very_few.push_back(&row);
    } else if (row.support < 50 && HalfWidth(row.recall_interval) > kTellingHalfWidth) {
      few.push_back(&row);
    }
  }
  if (!very_few.empty()) {
    return Text{
        "Fewer than 20 " + noun.en + " were checked of: " + Names(very_few, "\"", "\"", ", ") +
            ". Their numbers are chance to a large part.",
        "以下类别用于检验的" + noun.zh + "不足 20 " + noun.zh_unit + "：" + Names(very_few, "“", "”", "、") + "，其指标偶然性较大。"};
  }
  if (few.empty()) return std::nullopt;
  return Text{"Fewer than 50 " + noun.en + " were checked of: " + Names(few, "\"", "\"", ", ") +
                  ". Their numbers may be off by more than 10 points.",
              "以下类别用于检验的" + noun.zh + "不足 50 " + noun.zh_unit + "：" + Names(few, "“", "”", "、") +
                  "，其指标误差可能超过 10 个百分点。"};
}

/// The class that is found least often, where that is clear in spite of chance.
std::optional<Text> Weakest(const ClassificationMetrics& metrics, const Noun& noun) {
  const ClassMetrics* weakest = nullptr;
  for (const ClassMetrics& row : metrics.per_class) {
    if (row.support > 0 && (weakest == nullptr || row.recall < weakest->recall)) weakest = &row;
  }
  if (weakest == nullptr || weakest->recall_interval.high >= metrics.accuracy) return std::nullopt;
  return Text{"\"" + weakest->name + "\" is recognised least: " + Percent(weakest->recall) +
                  " of its " + noun.en + ". More, and more different, " + noun.en + " of it help most.",
              "“" + weakest->name + "”识别最差：仅识别出 " + PercentZh(weakest->recall) +
                  " 的" + noun.zh + "。增加该类别更多、更多样的" + noun.zh + "最有帮助。"};
}

std::optional<Text> Imbalance(const ClassificationMetrics& metrics, const Noun& noun) {
  if (metrics.per_class.empty()) return std::nullopt;
  const auto [least, most] = std::ranges::minmax_element(metrics.per_class, {}, &ClassMetrics::support);
  if (least->support == 0 || most->support < 10 * least->support) return std::nullopt;
  return Text{"The classes are unequal: " + std::to_string(most->support) + " " + noun.en + " of \"" + most->name +
                  "\", " + std::to_string(least->support) + " of \"" + least->name +
                  "\". Look at the numbers per class rather than at the accuracy.",
              "类别数量不均衡：“" + most->name + "”有 " + std::to_string(most->support) + " " + noun.zh_unit + "，“" +
                  least->name + "”只有 " + std::to_string(least->support) + " " + noun.zh_unit +
                  "。请关注各类别的指标，而不只是总准确率。"};
}

}  // namespace

std::vector<Text> Remarks(const ClassificationMetrics& metrics, Medium medium) {
  if (metrics.items == 0) return {};
  const Noun noun = NounOf(medium);
  std::vector<Text> remarks;
  for (const std::optional<Text>& remark :
       {TooFewToTell(metrics, noun), MostMixedUp(metrics, noun), Weakest(metrics, noun), TooFew(metrics, noun), Imbalance(metrics, noun)}) {
    if (remark) remarks.push_back(*remark);
  }
  return remarks;
}

std::optional<Text> RemarkWithout(const ClassificationMetrics& metrics, std::string_view name) {
  const auto without = std::ranges::find(metrics.per_class, name, &ClassMetrics::name);
  const auto column = static_cast<size_t>(without - metrics.per_class.begin());
  int64_t items = 0;
  int64_t right = 0;
  int64_t taken = 0;
  for (size_t row = 0; row < metrics.confusion.size(); ++row) {
    if (row == column) continue;
    items += metrics.per_class[row].support;
    right += metrics.confusion[row][row];
    if (column < metrics.confusion.size()) taken += metrics.confusion[row][column];
  }
  if (items == 0) return std::nullopt;
  const double all = static_cast<double>(items);
  const double recognised = static_cast<double>(right) / all;
  const double rejected = static_cast<double>(taken) / all;
  const std::string quoted(name);
  return Text{"Of the pictures of the other classes " + Percent(recognised) + " were recognised, and " +
                  Percent(rejected) + " were taken for \"" + quoted + "\".",
              "其余类别的图片中，" + PercentZh(recognised) + " 识别正确，" + PercentZh(rejected) + " 被误判为“" +
                  quoted + "”。"};
}

}  // namespace easel::evaluation
