#pragma once

#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "store/catalog.h"

namespace easel::dataset {

/// One finding of `easel data check`, worst first.
struct Finding {
  enum class Severity { kError, kWarning, kHint } severity = Severity::kHint;
  /// "no-items", "one-class-only", "class-too-small" (errors: training refuses); "few-items", "imbalance",
  /// "class-names-alike", "near-duplicates-across-classes", "copies-torn-by-marks"; "below-advised",
  /// "near-duplicates", "unlabelled", "tiny-pictures". Of boxes: "no-items", "no-boxes" (errors);
  /// "class-too-small", "class-names-alike", "boxed-twice", "box-tiny", "copies-torn-by-marks";
  /// "pictures-without-boxes", "near-duplicates", "unlabelled", "tiny-pictures". Of recordings those of
  /// check_sounds.h as well.
  std::string code;
  Text message;
  Text hint;
  std::vector<std::string> items;  ///< up to 20 names; of a box "<picture> #<number from 1>"
  std::string names;               ///< of "names-tell-groups": the pattern that GroupByName takes
};

struct CheckReport {
  int64_t items = 0;
  std::string task;
  std::vector<store::Class> classes;
  std::vector<Finding> findings;
  json::object ToJson(Language language) const;
};

/// Looks for what would spoil a training: too few pictures (EasyDL asks for 20 a class, advises 100), one
/// class, strong imbalance, near-duplicates within and across classes, tiny pictures, class names that differ
/// by a letter or by case. In object detection one class is fine, and the boxes are looked at: fewer than
/// EasyDL's 20 of a class, ones too small for a network (a shorter side below 8 pixels when the picture's
/// longer side is scaled to 320), the same object boxed twice (overlap above 0.9, of different classes above
/// 0.95), pictures without boxes. In sound classification a segment counts like a recording, copies are
/// recordings of the same samples, and check_sounds.h looks at silence, loudness, how it was recorded, and
/// groups. Marks for validation or test decide alone who learns and who judges: copies that they put on both
/// sides are told.
Result<CheckReport> Check(store::Catalog& catalog, store::ProjectId project);

}  // namespace easel::dataset
