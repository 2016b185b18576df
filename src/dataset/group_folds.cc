#include "dataset/group_folds.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "dataset/folds.h"

namespace easel::dataset {
namespace {

/// A greedy cut may put both groups of a class on one side where another order would not.
constexpr int kAttempts = 16;

/// Groups that have a name; what copies joined is one. None where all have the same name, which joins nothing.
std::set<int> NamedGroups(const std::vector<FrozenItem>& items) {
  std::set<int> groups;
  std::set<std::string_view> names;
  for (const FrozenItem& item : items) {
    if (item.source.empty()) continue;
    groups.insert(item.group);
    names.insert(item.source);
  }
  return names.size() > 1 ? groups : std::set<int>();
}

}  // namespace

std::optional<GroupFolds> FoldsOfGroups(const std::vector<FrozenItem>& items, uint64_t seed) {
  const std::set<int> groups = NamedGroups(items);
  if (groups.size() < 2) return std::nullopt;
  GroupFolds best;
  best.folds = static_cast<int>(std::min<size_t>(groups.size(), kMostGroupFolds));
  best.one_group_each =
      groups.size() <= kMostGroupFolds &&
      std::ranges::all_of(items, [&](const FrozenItem& item) { return groups.contains(item.group); });
  size_t fewest = SIZE_MAX;
  for (int attempt = 0; attempt < kAttempts && fewest > 0; ++attempt) {
    std::vector<int> fold_of = StratifiedFolds(items, best.folds, seed + static_cast<uint64_t>(attempt));
    const size_t unclean = ClassesHeldOutWhole(items, fold_of).size();
    if (unclean >= fewest) continue;
    fewest = unclean;
    best.fold_of = std::move(fold_of);
  }
  return best;
}

std::vector<HeldOutWhole> ClassesHeldOutWhole(const std::vector<FrozenItem>& items,
                                              const std::vector<int>& fold_of) {
  struct Met {
    int fold = 0;
    std::string source;
    bool in_one_fold = true;
    bool of_one_source = true;
  };
  std::map<int, Met> classes;
  for (size_t i = 0; i < items.size(); ++i) {
    for (const int label : LabelsOf(items[i])) {
      const auto [place, is_new] = classes.try_emplace(label, Met{fold_of[i], items[i].source});
      Met& met = place->second;
      met.in_one_fold = met.in_one_fold && met.fold == fold_of[i];
      met.of_one_source = met.of_one_source && met.source == items[i].source;
    }
  }
  std::vector<HeldOutWhole> whole;
  for (const auto& [label, met] : classes) {
    if (!met.in_one_fold || met.fold < 0) continue;
    whole.push_back({label, met.fold, met.of_one_source ? met.source : std::string()});
  }
  return whole;
}

Text DescribeUnclean(const std::vector<HeldOutWhole>& whole, const std::vector<std::string>& classes) {
  constexpr size_t kNamed = 3;
  Text text{"The split could not be made clean: ", "无法做到干净的划分："};
  for (size_t i = 0; i < std::min(whole.size(), kNamed); ++i) {
    const std::string& name = classes[static_cast<size_t>(whole[i].label)];
    if (i > 0) {
      text.en += ", ";
      text.zh += "，";
    }
    if (whole[i].source.empty()) {
      text.en += "all of \"" + name + "\" was held out at once";
      text.zh += "“" + name + "”的全部数据同时被留作评估";
    } else {
      text.en += "all of \"" + name + "\" is of one group (" + whole[i].source + ")";
      text.zh += "“" + name + "”的全部数据都属于同一分组（" + whole[i].source + "）";
    }
  }
  if (whole.size() > kNamed) {
    const std::string more = std::to_string(whole.size() - kNamed);
    text.en += ", and so for " + more + " more classes";
    text.zh += "，另有 " + more + " 个类别同样如此";
  }
  text.en += ". The model was asked for what it had not learnt.";
  text.zh += "。评估时模型未曾学习过这些类别。";
  return text;
}

}  // namespace easel::dataset
