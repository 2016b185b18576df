#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "dataset/boxes/faults.h"

namespace easel::dataset {

/// Something about one entry that the user should know.
struct ImportIssue {
  std::string entry;  ///< path inside the folder or archive; the class for "class-name-invalid"
  std::string code;  ///< "hidden-skipped", "not-a-picture", "image-broken", "label-conflict", "unsafe-path" …
  Text message;
  Text hint;  ///< may be empty

  bool operator==(const ImportIssue&) const = default;
};

/// What an import did. Counts are exact; only the first 1,000 issues are kept in full.
struct ImportReport {
  int64_t entries = 0;
  int64_t added = 0;
  int64_t duplicates =
      0;  ///< exact copies of pictures that were there already, or earlier in the same import
  int64_t near_duplicates = 0;  ///< added, but nearly the same as another picture
  int64_t skipped = 0;          ///< hidden files, folders' metadata, other file types
  int64_t failed = 0;           ///< broken or refused pictures
  int64_t boxes = 0;            ///< added, in object detection
  /// Pictures added per class, in object detection those with a box of it.
  std::vector<std::pair<std::string, int64_t>> classes;
  std::vector<ImportIssue> issues;
  std::map<std::string, int64_t> issue_counts;  ///< by code

  /// Counts the issue; keeps it unless there are 1,000 or, for a class, it was told already.
  void Add(const Error& issue);
  void Add(const BoxFaults& faults);

  json::object ToJson(Language language) const;  ///< as printed with --json and returned by the API
  json::object Store() const;                    ///< both languages, for the job's result
  static Result<ImportReport> FromStored(const json::object& object);

  bool operator==(const ImportReport&) const = default;
};

}  // namespace easel::dataset
