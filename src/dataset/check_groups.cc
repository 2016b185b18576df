#include <algorithm>
#include <cstddef>
#include <map>
#include <set>

#include "dataset/check_sounds.h"
#include "dataset/name_suggestion.h"
#include "dataset/types.h"

namespace easel::dataset {
namespace {

using Severity = Finding::Severity;

constexpr size_t kNamed = 20;

void SuggestGroups(std::span<const CheckedSound> sounds, std::vector<Finding>& findings) {
  std::vector<NamedItem> names;
  for (const CheckedSound& sound : sounds) {
    names.push_back({sound.name, sound.classes.size() == 1 ? sound.classes.front() : ""});
  }
  const std::optional<NameSuggestion> found = SuggestNamePattern(names);
  if (!found) return;
  const std::string count = std::to_string(found->groups.size());
  findings.push_back({Severity::kHint,
                      "names-tell-groups",
                      {"The names of the files seem to tell who or what was recorded (" + count +
                           " groups): " + found->pattern,
                       "文件名似乎包含说话人或设备（" + count + " 个分组）：" + found->pattern},
                      {"If so, set these groups: a model is then checked on those that it never heard.",
                       "若是如此，请设置这些分组：评估时将使用模型从未听过的分组。"},
                      {found->groups.begin(), found->groups.begin() + static_cast<ptrdiff_t>(std::min(
                                                                          kNamed, found->groups.size()))},
                      found->pattern});
}

/// Where the user marked something as validation or test, the marks alone decide who learns and who judges.
void FindTornGroups(const std::map<std::string, std::set<bool>>& sides_of, std::vector<Finding>& findings) {
  std::vector<std::string> torn;
  for (const auto& [group, sides] : sides_of) {
    if (sides.size() > 1) torn.push_back(group);
  }
  if (torn.empty()) return;
  const std::string count = std::to_string(torn.size());
  if (torn.size() > kNamed) torn.resize(kNamed);
  findings.push_back(
      {Severity::kWarning,
       "group-torn-by-marks",
       {count + " groups have recordings that are marked as validation or test and others that are not: the "
                "model is checked on speakers or machines that it learnt from.",
        count +
            " 个分组中既有标记为验证或测试的录音，也有未标记的录音：评估时会用到模型学习过的说话人或设备。"},
       {"Mark all recordings of a group alike, or none at all.",
        "请为同一分组的全部录音设置相同的标记，或不设置标记。"},
       torn});
}

}  // namespace

void FindGroupProblems(std::span<const CheckedSound> sounds, std::vector<Finding>& findings) {
  std::map<std::string, std::set<std::string>> groups_of;   // by class; "": recordings of no group
  std::map<std::string, std::set<std::string>> classes_of;  // by group
  std::map<std::string, int64_t> sizes;                     // by group
  std::map<std::string, std::set<bool>> sides_of;           // by group; true: held out by the user
  std::vector<std::string> alone;
  int64_t without = 0;
  for (const CheckedSound& sound : sounds) {
    if (sound.classes.empty()) continue;
    for (const std::string& name : sound.classes) groups_of[name].insert(sound.group);
    if (sound.group.empty()) {
      if (++without <= static_cast<int64_t>(kNamed)) alone.push_back(sound.name);
      continue;
    }
    classes_of[sound.group].insert(sound.classes.begin(), sound.classes.end());
    ++sizes[sound.group];
    sides_of[sound.group].insert(IsHeldOut(sound.split));
  }
  if (classes_of.empty()) {
    SuggestGroups(sounds, findings);
    return;
  }
  if (without > 0) {
    findings.push_back({Severity::kHint,
                        "groups-missing",
                        {std::to_string(without) + " recordings have no group, others do.",
                         std::to_string(without) + " 段录音没有分组，其他录音有。"},
                        {"Give them one, if they are of a speaker or a machine that is there already.",
                         "若它们来自已有的说话人或设备，请补上分组。"},
                        alone});
  }
  FindTornGroups(sides_of, findings);
  if (classes_of.size() == 1) {
    findings.push_back(
        {Severity::kWarning,
         "one-group-only",
         {"Everything is of one group, so nobody can tell how the model does on others.",
          "全部数据只有一个分组，无法得知模型对其他分组的效果。"},
         {"Add recordings of at least one other speaker or machine.", "请至少再添加一个说话人或设备的录音。"},
         {classes_of.begin()->first}});
    return;
  }
  std::vector<std::string> unclean;
  for (const auto& [name, groups] : groups_of) {
    if (groups.size() == 1 && !groups.begin()->empty()) unclean.push_back(name + ": " + *groups.begin());
  }
  if (!unclean.empty()) {
    if (unclean.size() > kNamed) unclean.resize(kNamed);
    findings.push_back(
        {Severity::kWarning,
         "class-in-one-group",
         {"All recordings of these classes are of one group, so the model is checked on them without "
          "having learnt them: the split cannot be made clean.",
          "这些类别的全部录音都属于同一分组，评估时模型未曾学习过它们：无法做到干净的划分。"},
         {"Add recordings of these classes from another speaker or machine.",
          "请为这些类别添加来自其他说话人或设备的录音。"},
         unclean});
  }
  std::vector<std::string> narrow;
  for (const auto& [group, classes] : classes_of) {
    if (classes.size() == 1 && sizes[group] >= 2) narrow.push_back(group + ": " + *classes.begin());
  }
  // Where groups are recordings that clips were cut from, a class each is what they are.
  if (groups_of.size() < 2 || narrow.empty() || narrow.size() * 2 > classes_of.size()) return;
  if (narrow.size() > kNamed) narrow.resize(kNamed);
  findings.push_back(
      {Severity::kHint,
       "group-of-one-class",
       {"These groups have recordings of one class only, so the model may learn the voice or the machine "
        "for the class.",
        "这些分组只有一个类别的录音，模型可能把说话人或设备当成类别。"},
       {"Add recordings of other classes of them.", "请为它们补充其他类别的录音。"},
       narrow});
}

}  // namespace easel::dataset
