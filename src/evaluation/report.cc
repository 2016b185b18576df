#include "evaluation/report.h"

#include <algorithm>
#include <array>
#include <functional>

#include "evaluation/groups.h"
#include "evaluation/label_errors.h"
#include "evaluation/remarks.h"

namespace easel::evaluation {
namespace {

constexpr size_t kKept = 200;
constexpr std::array<std::string_view, 3> kMethods = {"held-out", "cross-validation", "files"};

std::string_view MethodName(Method method) { return kMethods.at(static_cast<size_t>(method)); }

Result<Interval> ReadInterval(const json::object& object, std::string_view low, std::string_view high) {
  Interval interval;
  EASEL_ASSIGN(interval.low, GetNumber(object, low));
  EASEL_ASSIGN(interval.high, GetNumber(object, high));
  return interval;
}

Result<ClassMetrics> ReadClass(const json::object& object) {
  ClassMetrics row;
  EASEL_ASSIGN(row.name, GetString(object, "name"));
  EASEL_ASSIGN(row.precision, GetNumber(object, "precision"));
  EASEL_ASSIGN(row.recall, GetNumber(object, "recall"));
  EASEL_ASSIGN(row.f1, GetNumber(object, "f1"));
  EASEL_ASSIGN(row.support, GetInt(object, "support"));
  EASEL_ASSIGN(row.recall_interval, ReadInterval(object, "recall_low", "recall_high"));
  return row;
}

std::unexpected<Error> Damaged(std::string_view what) {
  return Fail(ErrorKind::kBadInput, "report-invalid",
              {"The stored report cannot be read (" + std::string(what) + ").",
               "无法读取已保存的评估报告（" + std::string(what) + "）。"},
              {"Evaluate the model again.", "请重新评估模型。"});
}

/// The objects of an array; kBadInput where an element is something else.
Result<std::vector<const json::object*>> ReadObjects(const json::object& parent, std::string_view key) {
  EASEL_ASSIGN(const json::array* values, GetArray(parent, key));
  std::vector<const json::object*> objects;
  for (const json::value& value : *values) {
    if (!value.is_object()) return Damaged(key);
    objects.push_back(&value.get_object());
  }
  return objects;
}

template <typename T>
Result<T> ReadValue(const json::object& parent, std::string_view key) {
  EASEL_ASSIGN(const json::array* value, GetArray(parent, key));
  auto read = json::try_value_to<T>(*value);
  if (read.has_error()) return Damaged(key);
  return std::move(*read);
}

Result<ClassificationMetrics> ReadMetrics(const json::object& object) {
  ClassificationMetrics out;
  EASEL_ASSIGN(out.items, GetInt(object, "items"));
  EASEL_ASSIGN(const json::object* metrics, GetObject(object, "metrics"));
  EASEL_ASSIGN(out.accuracy, GetNumber(*metrics, "accuracy"));
  EASEL_ASSIGN(out.accuracy_interval, ReadInterval(*metrics, "accuracy_low", "accuracy_high"));
  EASEL_ASSIGN(out.macro_precision, GetNumber(*metrics, "macro_precision"));
  EASEL_ASSIGN(out.macro_recall, GetNumber(*metrics, "macro_recall"));
  EASEL_ASSIGN(out.macro_f1, GetNumber(*metrics, "macro_f1"));
  EASEL_ASSIGN(out.log_loss, GetNumber(*metrics, "log_loss"));
  EASEL_ASSIGN(const auto rows, ReadObjects(object, "per_class"));
  for (const json::object* row : rows) {
    EASEL_ASSIGN(out.per_class.emplace_back(), ReadClass(*row));
  }
  EASEL_ASSIGN(out.confusion, ReadValue<std::vector<std::vector<int64_t>>>(object, "confusion"));
  return out;
}

/// What a recording has more than a picture.
template <typename Item>
void DescribeSound(const Item& item, json::object& out) {
  if (!item.group.empty()) out["group"] = item.group;
  if (!item.segment) return;
  out["begin"] = item.segment->begin;
  out["seconds"] = item.segment->seconds;
}

template <typename Item>
Status ReadSound(const json::object& object, Item& item) {
  EASEL_ASSIGN(item.group, GetStringOr(object, "group", ""));
  if (!object.contains("begin")) return {};
  Stretch& segment = item.segment.emplace();
  EASEL_ASSIGN(segment.begin, GetNumber(object, "begin"));
  EASEL_ASSIGN(segment.seconds, GetNumber(object, "seconds"));
  return {};
}

Result<Judgement> ReadJudgement(const json::object& object, size_t classes) {
  Judgement out;
  EASEL_ASSIGN(const std::string hash, GetString(object, "hash"));
  EASEL_ASSIGN(out.hash, Hash::FromHex(hash));
  EASEL_ASSIGN(out.name, GetString(object, "name"));
  EASEL_ASSIGN(const int64_t label, GetInt(object, "label"));
  EASEL_ASSIGN(out.scores, ReadValue<std::vector<float>>(object, "scores"));
  if (label < 0 || label >= static_cast<int64_t>(classes) || out.scores.size() != classes)
    return Damaged("judgement");
  out.label = static_cast<int>(label);
  EASEL_TRY(ReadSound(object, out));
  return out;
}

Result<Suspect> ReadSuspect(const json::object& object, size_t classes) {
  Suspect out;
  EASEL_ASSIGN(out.judgement, ReadJudgement(object, classes));
  EASEL_ASSIGN(const int64_t likely, GetInt(object, "likely"));
  if (likely < 0 || likely >= static_cast<int64_t>(classes)) return Damaged("suspects");
  out.likely = static_cast<int>(likely);
  return out;
}

json::object StoreJudgement(const Judgement& judgement) {
  json::object out{{"hash", judgement.hash.Hex()},
                   {"name", judgement.name},
                   {"label", judgement.label},
                   {"scores", json::value_from(judgement.scores)}};
  DescribeSound(judgement, out);
  return out;
}

json::array DescribeGroups(const std::vector<GroupMetrics>& groups) {
  json::array out;
  for (const GroupMetrics& group : groups)
    out.push_back({{"name", group.name}, {"items", group.items}, {"accuracy", group.accuracy}});
  return out;
}

/// `name` says how a class is written: by its index in the stored form.
template <typename Name>
json::array DescribeCells(const std::vector<ConfusionCell>& cells, const Name& name) {
  json::array out;
  for (const ConfusionCell& cell : cells) {
    json::array items;
    for (const CellItem& item : cell.items) {
      json::object row{{"hash", item.hash.Hex()}, {"name", item.name}, {"score", item.score}};
      DescribeSound(item, row);
      items.push_back(std::move(row));
    }
    out.push_back(
        {{"truth", name(cell.truth)}, {"prediction", name(cell.prediction)}, {"items", std::move(items)}});
  }
  return out;
}

Result<GroupMetrics> ReadGroup(const json::object& object) {
  GroupMetrics out;
  EASEL_ASSIGN(out.name, GetString(object, "name"));
  EASEL_ASSIGN(out.items, GetInt(object, "items"));
  EASEL_ASSIGN(out.accuracy, GetNumber(object, "accuracy"));
  return out;
}

Result<CellItem> ReadCellItem(const json::object& object) {
  CellItem out;
  EASEL_ASSIGN(const std::string hash, GetString(object, "hash"));
  EASEL_ASSIGN(out.hash, Hash::FromHex(hash));
  EASEL_ASSIGN(out.name, GetString(object, "name"));
  EASEL_ASSIGN(const double score, GetNumber(object, "score"));
  out.score = static_cast<float>(score);
  EASEL_TRY(ReadSound(object, out));
  return out;
}

Result<ConfusionCell> ReadCell(const json::object& object, size_t classes) {
  EASEL_ASSIGN(const int64_t truth, GetInt(object, "truth"));
  EASEL_ASSIGN(const int64_t prediction, GetInt(object, "prediction"));
  const auto known = static_cast<int64_t>(classes);
  if (truth < 0 || truth >= known || prediction < 0 || prediction >= known) return Damaged("confusion_items");
  ConfusionCell out{
      .truth = static_cast<int>(truth), .prediction = static_cast<int>(prediction), .items = {}};
  EASEL_ASSIGN(const auto items, ReadObjects(object, "items"));
  for (const json::object* item : items) {
    EASEL_ASSIGN(out.items.emplace_back(), ReadCellItem(*item));
  }
  return out;
}

json::object DescribeSuspect(const Suspect& suspect, const std::vector<std::string>& classes) {
  const Judgement& judgement = suspect.judgement;
  const auto given = static_cast<size_t>(judgement.label);
  const auto likely = static_cast<size_t>(suspect.likely);
  json::object out{{"hash", judgement.hash.Hex()},
                   {"name", judgement.name},
                   {"label", classes[given]},
                   {"suspected", classes[likely]},
                   {"margin", judgement.scores[likely] - judgement.scores[given]}};
  DescribeSound(judgement, out);
  return out;
}

/// What both forms of a report share.
json::object Describe(const Report& report) {
  json::object out = report.metrics.ToJson();
  out["method"] = MethodName(report.method);
  if (report.method == Method::kCrossValidation) out["folds"] = report.folds;
  out["classes"] = json::value_from(report.classes);
  if (!report.groups.empty()) out["groups"] = DescribeGroups(report.groups);
  return out;
}

}  // namespace

Report MakeReport(Method method, int folds, const std::vector<std::string>& classes,
                  const std::vector<Judgement>& judgements) {
  Report report{.method = method, .folds = folds, .classes = classes};
  std::vector<std::vector<float>> scores;
  std::vector<int> labels;
  for (const Judgement& judgement : judgements) {
    scores.push_back(judgement.scores);
    labels.push_back(judgement.label);
    if (Prediction(judgement) != static_cast<size_t>(judgement.label)) report.mistakes.push_back(judgement);
  }
  report.metrics = Measure(classes, scores, labels);
  report.remarks = Remarks(report.metrics);
  std::ranges::sort(report.mistakes, std::ranges::greater(), [](const Judgement& mistake) {
    return std::pair(std::ranges::max(mistake.scores), mistake.hash);
  });
  if (report.mistakes.size() > kKept) report.mistakes.resize(kKept);
  for (const LabelError& error : FindLabelErrors(scores, labels)) {
    if (report.suspects.size() == kKept) break;
    report.suspects.push_back({judgements[error.item], error.likely});
  }
  return report;
}

Report MakeSoundReport(Method method, int folds, const std::vector<std::string>& classes,
                       const std::vector<Judgement>& judgements) {
  Report report = MakeReport(method, folds, classes, judgements);
  report.groups = MeasureGroups(judgements);
  report.confusion = FillCells(judgements);
  report.remarks = Remarks(report.metrics, Medium::kRecordings);
  // Whoever trained says himself how far the groups were kept apart.
  const auto on_groups = RemarksOnGroups(report.groups, report.metrics, method == Method::kFiles);
  report.remarks.insert(report.remarks.end(), on_groups.begin(), on_groups.end());
  return report;
}

json::object Report::ToJson(Language language) const {
  json::object out = Describe(*this);
  json::array worst;
  for (const Judgement& mistake : mistakes) {
    const size_t predicted = Prediction(mistake);
    json::object row{{"hash", mistake.hash.Hex()},
                     {"name", mistake.name},
                     {"truth", classes[static_cast<size_t>(mistake.label)]},
                     {"prediction", classes[predicted]},
                     {"score", mistake.scores[predicted]}};
    DescribeSound(mistake, row);
    worst.push_back(std::move(row));
  }
  out["mistakes"] = std::move(worst);
  json::array doubtful;
  for (const Suspect& suspect : suspects) doubtful.push_back(DescribeSuspect(suspect, classes));
  out["suspects"] = std::move(doubtful);
  if (!confusion.empty())
    out["confusion_items"] =
        DescribeCells(confusion, [&](int label) { return classes[static_cast<size_t>(label)]; });
  json::array texts;
  for (const Text& remark : remarks) texts.emplace_back(remark.In(language));
  out["remarks"] = std::move(texts);
  return out;
}

json::object Report::Store() const {
  json::object out = Describe(*this);
  json::array worst;
  for (const Judgement& mistake : mistakes) worst.push_back(StoreJudgement(mistake));
  out["mistakes"] = std::move(worst);
  json::array doubtful;
  for (const Suspect& suspect : suspects) {
    json::object stored = StoreJudgement(suspect.judgement);
    stored["likely"] = suspect.likely;
    doubtful.push_back(std::move(stored));
  }
  out["suspects"] = std::move(doubtful);
  if (!confusion.empty()) out["confusion_items"] = DescribeCells(confusion, [](int label) { return label; });
  json::array texts;
  for (const Text& remark : remarks) texts.push_back({{"en", remark.en}, {"zh", remark.zh}});
  out["remarks"] = std::move(texts);
  return out;
}

Result<Report> Report::FromStored(const json::object& object) {
  Report report;
  EASEL_ASSIGN(report.metrics, ReadMetrics(object));
  EASEL_ASSIGN(const std::string method, GetString(object, "method"));
  const auto found = std::ranges::find(kMethods, method);
  if (found == kMethods.end()) return Damaged("method");
  report.method = static_cast<Method>(found - kMethods.begin());
  EASEL_ASSIGN(const int64_t folds, GetIntOr(object, "folds", 0));
  report.folds = static_cast<int>(folds);
  EASEL_ASSIGN(report.classes, ReadValue<std::vector<std::string>>(object, "classes"));
  EASEL_ASSIGN(const auto mistakes, ReadObjects(object, "mistakes"));
  for (const json::object* mistake : mistakes) {
    EASEL_ASSIGN(report.mistakes.emplace_back(), ReadJudgement(*mistake, report.classes.size()));
  }
  if (object.contains("suspects")) {
    EASEL_ASSIGN(const auto suspects, ReadObjects(object, "suspects"));
    for (const json::object* suspect : suspects) {
      EASEL_ASSIGN(report.suspects.emplace_back(), ReadSuspect(*suspect, report.classes.size()));
    }
  }
  if (object.contains("groups")) {
    EASEL_ASSIGN(const auto groups, ReadObjects(object, "groups"));
    for (const json::object* group : groups) {
      EASEL_ASSIGN(report.groups.emplace_back(), ReadGroup(*group));
    }
  }
  if (object.contains("confusion_items")) {
    EASEL_ASSIGN(const auto cells, ReadObjects(object, "confusion_items"));
    for (const json::object* cell : cells) {
      EASEL_ASSIGN(report.confusion.emplace_back(), ReadCell(*cell, report.classes.size()));
    }
  }
  EASEL_ASSIGN(const auto remarks, ReadObjects(object, "remarks"));
  for (const json::object* remark : remarks) {
    Text& text = report.remarks.emplace_back();
    EASEL_ASSIGN(text.en, GetString(*remark, "en"));
    EASEL_ASSIGN(text.zh, GetString(*remark, "zh"));
  }
  return report;
}

}  // namespace easel::evaluation
