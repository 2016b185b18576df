#include "evaluation/groups.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

namespace easel::evaluation {
namespace {

constexpr size_t kKeptOfCell = 20;
constexpr double kFarWorse = 0.10;

std::string Percent(double share) { return std::to_string(std::lround(share * 100)); }

Text OnlyOne(const std::string& name) {
  return {"All recordings that were checked are of \"" + name +
              "\": how the model does on others cannot be told. Record more speakers, machines or places.",
          "用于检验的录音全部来自“" + name +
              "”，无法判断模型对其他来源的效果。请增加更多说话人、机器或地点的录音。"};
}

Text FarWorse(const GroupMetrics& group, double accuracy) {
  return {"Works far worse on \"" + group.name + "\": " + Percent(group.accuracy) + " % right, " +
              Percent(accuracy) + " % over all. More recordings of others like it help most.",
          "对“" + group.name + "”的效果明显较差：正确率 " + Percent(group.accuracy) + "%，总体为 " +
              Percent(accuracy) + "%。增加与其类似来源的录音最有帮助。"};
}

}  // namespace

size_t Prediction(const Judgement& judgement) {
  return static_cast<size_t>(std::ranges::max_element(judgement.scores) - judgement.scores.begin());
}

std::vector<GroupMetrics> MeasureGroups(const std::vector<Judgement>& judgements) {
  struct Count {
    int64_t items = 0;
    int64_t right = 0;
  };
  std::map<std::string, Count> counts;
  for (const Judgement& judgement : judgements) {
    if (judgement.group.empty()) continue;
    Count& count = counts[judgement.group];
    ++count.items;
    if (Prediction(judgement) == static_cast<size_t>(judgement.label)) ++count.right;
  }
  std::vector<GroupMetrics> groups;
  for (const auto& [name, count] : counts)
    groups.push_back(
        {name, count.items, static_cast<double>(count.right) / static_cast<double>(count.items)});
  std::ranges::stable_sort(groups, {}, &GroupMetrics::accuracy);
  return groups;
}

std::vector<ConfusionCell> FillCells(const std::vector<Judgement>& judgements) {
  std::map<std::pair<int, int>, std::vector<CellItem>> cells;
  for (const Judgement& judgement : judgements) {
    const size_t prediction = Prediction(judgement);
    cells[{judgement.label, static_cast<int>(prediction)}].push_back(
        {judgement.hash, judgement.name, judgement.scores[prediction], judgement.group, judgement.segment});
  }
  std::vector<ConfusionCell> out;
  for (auto& [cell, items] : cells) {
    std::ranges::stable_sort(items, std::ranges::greater(), &CellItem::score);
    if (items.size() > kKeptOfCell) items.resize(kKeptOfCell);
    out.push_back({cell.first, cell.second, std::move(items)});
  }
  return out;
}

std::vector<Text> RemarksOnGroups(const std::vector<GroupMetrics>& groups,
                                  const ClassificationMetrics& metrics, bool say_if_one) {
  if (groups.empty()) return {};
  const GroupMetrics& worst = groups.front();
  if (groups.size() == 1) {
    if (!say_if_one || worst.items < metrics.items) return {};
    return {OnlyOne(worst.name)};
  }
  const auto right_of = [](double accuracy, int64_t items) {
    return std::llround(accuracy * static_cast<double>(items));
  };
  const int64_t right = right_of(worst.accuracy, worst.items);
  const int64_t others = metrics.items - worst.items;
  const int64_t others_right = right_of(metrics.accuracy, metrics.items) - right;
  const bool clear = WilsonInterval(right, worst.items).high < WilsonInterval(others_right, others).low;
  if (!clear || metrics.accuracy - worst.accuracy < kFarWorse) return {};
  return {FarWorse(worst, metrics.accuracy)};
}

}  // namespace easel::evaluation
