#include "dataset/check.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "dataset/check_boxes.h"
#include "dataset/check_sounds.h"
#include "dataset/check_words.h"
#include "dataset/near_duplicates.h"
#include "dataset/types.h"

namespace easel::dataset {
namespace {

using Severity = Finding::Severity;

constexpr int64_t kNeeded = 20;  ///< EasyDL's minimum per class
constexpr int64_t kAdvised = 100;
constexpr int kTinySide = 64;
constexpr size_t kNamed = 20;

std::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kHint:
      return "hint";
  }
  return "hint";
}

/// What Check looks at: a few dozen bytes per item.
struct Survey {
  struct Seen {
    store::ItemId id = 0;
    std::optional<store::ClassId> class_id;
    bool held_out = false;  ///< marked as validation or test
    bool is_used = false;   ///< labelled
  };
  std::vector<Seen> items;
  std::vector<uint64_t> fingerprints;
  int64_t unlabelled = 0;
  int64_t tiny = 0;
  std::vector<std::string> tiny_names;
  std::vector<CheckedSound> sounds;  ///< of sound classification
  std::unordered_map<store::ClassId, int64_t>
      examples;  ///< likewise: recordings without segments, and segments
};

/// What a recording has to be looked at for; `names` are those of the classes.
Status LookAtSound(store::Catalog& catalog, store::ProjectId project, const store::Item& item,
                   const std::unordered_map<store::ClassId, std::string>& names, Survey& survey) {
  CheckedSound sound{.name = item.name,
                     .group = item.source,
                     .split = item.split,
                     .has_segments = item.boxes.value_or(0) > 0,
                     .facts = item.sound.value_or(store::SoundFacts())};
  if (sound.has_segments) {
    EASEL_ASSIGN(const store::ItemBoxes boxes, catalog.boxes().Get(project, item.id));
    for (const store::ItemBox& box : boxes.boxes) {
      if (std::ranges::find(sound.classes, box.class_name) == sound.classes.end())
        sound.classes.push_back(box.class_name);
    }
  } else if (item.class_id) {
    sound.classes.push_back(names.at(*item.class_id));
    ++survey.examples[*item.class_id];
  }
  survey.sounds.push_back(std::move(sound));
  return {};
}

Result<Survey> Look(store::Catalog& catalog, const store::Project& project,
                    const std::vector<store::Class>& classes) {
  Survey survey;
  const bool listens = project.task == store::kSound;
  std::unordered_map<store::ClassId, std::string> names;
  for (const store::Class& c : classes) {
    names[c.id] = c.name;
    if (listens) survey.examples[c.id] = c.boxes;
  }
  EASEL_TRY(catalog.items().ForEach(project.id, [&](const store::Item& item) -> Status {
    const bool unlabelled = project.task == store::kDetection ? !item.boxes
                            : listens                         ? !item.class_id && !item.boxes
                                                              : !item.class_id;
    survey.items.push_back({item.id, item.class_id, IsHeldOut(item.split), !unlabelled});
    survey.fingerprints.push_back(item.fingerprint);
    survey.unlabelled += unlabelled;
    if (listens) return LookAtSound(catalog, project.id, item, names, survey);
    if (std::min(item.width, item.height) < kTinySide) {
      ++survey.tiny;
      if (survey.tiny_names.size() < kNamed) survey.tiny_names.push_back(item.name);
    }
    return {};
  }));
  return survey;
}

std::string Count(int64_t count) { return std::to_string(count); }

void FindClassProblems(const std::vector<store::Class>& classes, const CheckWords& words,
                       std::vector<Finding>& findings) {
  if (classes.size() == 1) {
    findings.push_back(
        {Severity::kError,
         "one-class-only",
         {"There is only one class, so there is nothing to tell apart.", "只有一个类别，无法学习区分。"},
         {"Add " + words.items + " of at least one other class, for example \"other\".",
          "请至少再添加一个类别的" + words.zh + "，例如“其他”。"},
         {classes.front().name}});
  }
  std::vector<std::string> single;
  std::vector<std::string> few;
  std::vector<std::string> below_advised;
  for (const store::Class& c : classes) {
    auto& list = c.items < 2 ? single : c.items < kNeeded ? few : below_advised;
    if (c.items < kAdvised && list.size() < kNamed) list.push_back(c.name);
  }
  if (!single.empty()) {
    findings.push_back(
        {Severity::kError,
         "class-too-small",
         {"Classes with a single " + words.one + " cannot be learnt.",
          "只有一" + words.measure + words.zh + "的类别无法训练。"},
         {"Add " + words.items + " to them, or remove them.", "请为其添加" + words.zh + "，或删除这些类别。"},
         single});
  }
  if (!few.empty()) {
    findings.push_back(
        {Severity::kWarning,
         "few-items",
         {"Classes with fewer than 20 " + words.items + " are seldom learnt well.",
          "少于 20 " + words.measure + words.zh + "的类别通常训练效果不佳。"},
         {"Add " + words.items + ": 20 are the least, 100 are advised.",
          "请添加" + words.zh + "：至少 20 " + words.measure + "，建议 100 " + words.measure + "。"},
         few});
  }
  if (!below_advised.empty()) {
    findings.push_back({Severity::kHint,
                        "below-advised",
                        {"Classes with fewer than 100 " + words.items + ".",
                         words.zh + "少于 100 " + words.measure + "的类别。"},
                        {"More, and more different, " + words.items + " usually help.",
                         "增加更多、更多样的" + words.zh + "通常有帮助。"},
                        below_advised});
  }
}

void FindImbalance(const std::vector<store::Class>& classes, const CheckWords& words,
                   std::vector<Finding>& findings) {
  if (classes.size() < 2) return;
  const auto [least, most] = std::ranges::minmax_element(classes, {}, &store::Class::items);
  if (most->items < 10 * least->items) return;
  findings.push_back(
      {Severity::kWarning,
       "imbalance",
       {"The classes are very unequal: " + Count(most->items) + " " + words.items + " of \"" + most->name +
            "\", " + Count(least->items) + " of \"" + least->name + "\".",
        "类别数量差异很大：“" + most->name + "”有 " + Count(most->items) + " " + words.measure + "，“" +
            least->name + "”只有 " + Count(least->items) + " " + words.measure + "。"},
       {"Add " + words.items + " to the small classes.", "请为数量少的类别添加" + words.zh + "。"},
       {least->name, most->name}});
}

std::vector<char32_t> CodePoints(std::string_view text) {
  std::vector<char32_t> points;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) {
      points.push_back(byte);
    } else {
      points.back() = points.back() << 8 | byte;
    }
  }
  for (char32_t& point : points) point = point >= 'A' && point <= 'Z' ? point - 'A' + 'a' : point;
  return points;
}

/// Equal but for case and blanks, or for one letter (changed, added, left out, or two swapped) in names of 6
/// and more: shorter ones are often different words ("shirt", "skirt").
bool AreAlike(const std::string& first, const std::string& second) {
  std::vector<char32_t> a = CodePoints(first);
  std::vector<char32_t> b = CodePoints(second);
  const auto is_blank = [](char32_t point) { return point == ' ' || point == '_' || point == '-'; };
  std::erase_if(a, is_blank);
  std::erase_if(b, is_blank);
  if (a == b) return true;
  if (a.size() > b.size()) std::swap(a, b);
  if (a.size() < 6 || b.size() - a.size() > 1) return false;
  const auto [from_a, from_b] = std::ranges::mismatch(a, b);
  // Numbered names ("part1", "part2", "part10") differ in a digit on purpose.
  const auto is_digit = [](char32_t point) { return point >= '0' && point <= '9'; };
  if (is_digit(*from_b)) return false;
  if (b.size() > a.size()) return std::equal(from_a, a.end(), from_b + 1);
  if (std::equal(from_a + 1, a.end(), from_b + 1)) return true;
  return a.end() - from_a >= 2 && from_a[0] == from_b[1] && from_a[1] == from_b[0] &&
         std::equal(from_a + 2, a.end(), from_b + 2);
}

void FindAlikeNames(const std::vector<store::Class>& classes, std::vector<Finding>& findings) {
  constexpr size_t kCompared = 2000;  // all pairs
  const size_t count = std::min(classes.size(), kCompared);
  std::vector<std::string> names;
  for (size_t a = 0; a < count; ++a) {
    for (size_t b = a + 1; b < count && names.size() < kNamed; ++b) {
      if (AreAlike(classes[a].name, classes[b].name))
        names.push_back(classes[a].name + " / " + classes[b].name);
    }
  }
  if (names.empty()) return;
  findings.push_back({Severity::kWarning,
                      "class-names-alike",
                      {"Some class names are nearly the same; a typing error makes two classes of one.",
                       "部分类别名称几乎相同；可能因输入错误把一个类别分成了两个。"},
                      {"Merge them if they mean the same.", "如果含义相同，请合并。"},
                      names});
}

Status FindNearDuplicates(store::Catalog& catalog, store::ProjectId project, const Survey& survey,
                          const CheckWords& words, std::vector<Finding>& findings) {
  const bool listens = !survey.sounds.empty();
  const std::vector<int> groups =
      GroupNearDuplicates(survey.fingerprints, listens ? 0 : media::kNearDuplicateBits);
  std::unordered_map<int, std::vector<size_t>> members;
  for (size_t i = 0; i < groups.size(); ++i) members[groups[i]].push_back(i);
  int64_t copies = 0;
  int64_t across = 0;
  std::set<size_t> named_copies;  // the lowest, so that the answer does not depend on the order of the map
  std::set<size_t> named_across;
  std::set<size_t> torn;  // copies that are held out while others are not
  for (const auto& [group, places] : members) {
    if (places.size() < 2) continue;
    copies += static_cast<int64_t>(places.size()) - 1;
    named_copies.insert(places[1]);
    const auto learns = [&](size_t place) {
      return survey.items[place].is_used && !survey.items[place].held_out;
    };
    const auto judges = [&](size_t place) {
      return survey.items[place].is_used && survey.items[place].held_out;
    };
    if (std::ranges::any_of(places, learns)) {
      std::ranges::copy_if(places, std::inserter(torn, torn.end()), judges);
    }
    std::set<store::ClassId> classes;
    for (const size_t place : places) {
      if (survey.items[place].class_id) classes.insert(*survey.items[place].class_id);
    }
    if (classes.size() < 2) continue;
    across += static_cast<int64_t>(places.size());
    named_across.insert(places.begin(), places.end());
  }
  const auto names = [&](const std::set<size_t>& places) -> Result<std::vector<std::string>> {
    std::vector<std::string> out;
    for (const size_t place : places) {
      if (out.size() == kNamed) break;
      EASEL_ASSIGN(const store::Item item, catalog.items().Get(project, survey.items[place].id));
      out.push_back(item.name);
    }
    return out;
  };
  if (across > 0) {
    EASEL_ASSIGN(std::vector<std::string> items, names(named_across));
    findings.push_back({Severity::kWarning,
                        "near-duplicates-across-classes",
                        {Count(across) + " " + words.items +
                             (listens ? " have the same samples as one of another class."
                                      : " look nearly the same as one of another class."),
                         Count(across) + " " + words.measure + words.zh + "与其他类别的" + words.zh +
                             (listens ? "完全相同。" : "几乎相同。")},
                        {"Check whether they are labelled rightly.", "请检查它们的标注是否正确。"},
                        std::move(items)});
  }
  if (!torn.empty()) {
    EASEL_ASSIGN(std::vector<std::string> items, names(torn));
    const std::string count = Count(static_cast<int64_t>(torn.size()));
    findings.push_back(
        {Severity::kWarning,
         "copies-torn-by-marks",
         {count + " " + words.items +
              " that are marked as validation or test are copies, or nearly so, of ones that "
              "are not: the model is checked on what it learnt from.",
          count + " " + words.measure + "标记为验证或测试的" + words.zh + "与未标记的" + words.zh +
              "相同或几乎相同：评估时会用到模型学习过的内容。"},
         {"Mark copies alike, or remove them.", "请为相同的" + words.zh + "设置相同的标记，或将其删除。"},
         std::move(items)});
  }
  if (copies > 0) {
    EASEL_ASSIGN(std::vector<std::string> items, names(named_copies));
    findings.push_back(
        {Severity::kHint,
         "near-duplicates",
         {Count(copies) + " " + words.items +
              (listens ? " have the same samples as another one." : " are nearly the same as another one."),
          Count(copies) + " " + words.measure + words.zh + "与另一" + words.measure +
              (listens ? "完全相同。" : "几乎相同。")},
         {"They are kept on the same side when the model is checked, unless " + words.items +
              " are marked as validation or test: then the marks decide. Different " + words.items +
              " teach more.",
          "评估时它们会被放在同一侧；若已将部分" + words.zh + "标记为验证或测试，则以标记为准。不同的" +
              words.zh + "更有助于学习。"},
         std::move(items)});
  }
  return {};
}

}  // namespace

json::object CheckReport::ToJson(Language language) const {
  json::array class_rows;
  for (const store::Class& c : classes) {
    json::object row{{"name", c.name}, {"items", c.items}};
    if (task == store::kDetection) row["boxes"] = c.boxes;
    class_rows.push_back(std::move(row));
  }
  json::array finding_rows;
  for (const Finding& finding : findings) {
    json::object row{{"severity", SeverityName(finding.severity)},
                     {"code", finding.code},
                     {"message", finding.message.In(language)},
                     {"hint", finding.hint.In(language)},
                     {"items", json::value_from(finding.items)}};
    if (!finding.names.empty()) row["names"] = finding.names;
    finding_rows.push_back(std::move(row));
  }
  return {{"items", items}, {"classes", std::move(class_rows)}, {"findings", std::move(finding_rows)}};
}

Result<CheckReport> Check(store::Catalog& catalog, store::ProjectId project) {
  EASEL_ASSIGN(const store::Project row, catalog.projects().Get(project));
  CheckReport report;
  report.task = row.task;
  const bool detection = row.task == store::kDetection;
  const CheckWords words = WordsOf(row.task);
  Survey survey;
  EASEL_TRY(catalog.Transact([&]() -> Status {
    EASEL_ASSIGN(report.classes, catalog.projects().Classes(project));
    EASEL_ASSIGN(survey, Look(catalog, row, report.classes));
    std::erase_if(report.classes, [](const store::Class& c) { return c.items == 0; });
    const bool has_labels = survey.unlabelled < static_cast<int64_t>(survey.items.size());
    if (detection && has_labels) {
      EASEL_TRY(FindBoxProblems(catalog, project, report.classes, report.findings));
    }
    return FindNearDuplicates(catalog, project, survey, words, report.findings);
  }));
  report.items = static_cast<int64_t>(survey.items.size());
  std::vector<Finding>& findings = report.findings;
  if (survey.unlabelled == report.items) {
    findings.push_back(
        {Severity::kError,
         "no-items",
         {"There are no labelled " + words.items + ".", "没有已标注的" + words.zh + "。"},
         {"Import " + words.items + " and label them.", "请先导入" + words.zh + "并进行标注。"},
         {}});
  }
  if (row.task == store::kSound) {
    FindSoundProblems(survey.sounds, findings);
    FindGroupProblems(survey.sounds, findings);
    for (store::Class& c : report.classes) c.items = survey.examples[c.id];
    std::erase_if(report.classes, [](const store::Class& c) { return c.items == 0; });
  }
  if (!detection) {
    FindClassProblems(report.classes, words, findings);
    FindImbalance(report.classes, words, findings);
  }
  FindAlikeNames(report.classes, findings);
  if (survey.unlabelled > 0) {
    findings.push_back(
        {Severity::kHint,
         "unlabelled",
         {Count(survey.unlabelled) + " " + words.items + " have no label and are not used for training.",
          Count(survey.unlabelled) + " " + words.measure + words.zh + "未标注，不会用于训练。"},
         {"Label them in the studio.", "请在页面上为其标注。"},
         {}});
  }
  if (survey.tiny > 0) {
    findings.push_back({Severity::kHint,
                        "tiny-pictures",
                        {Count(survey.tiny) + " pictures have a side of fewer than 64 pixels.",
                         Count(survey.tiny) + " 张图片的边长不足 64 像素。"},
                        {"Use larger pictures if there are any.", "如有更大的图片，请优先使用。"},
                        survey.tiny_names});
  }
  std::ranges::sort(findings, {},
                    [](const Finding& finding) { return std::tie(finding.severity, finding.code); });
  return report;
}

}  // namespace easel::dataset
