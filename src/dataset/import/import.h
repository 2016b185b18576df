#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/options.h"
#include "base/progress.h"
#include "media/decode/decoder.h"
#include "store/blobs.h"
#include "store/catalog.h"

namespace easel::dataset {

/// The options of `easel data import`, of POST …/imports and of the studio's upload form:
/// format (auto|folders|csv|easydl|files), label (for single files), split (auto|train|validation|test).
std::span<const OptionDeclaration> ImportOptions();

/// Something about one entry that the user should know.
struct ImportIssue {
  std::string entry;      ///< path inside the folder or archive
  std::string code;       ///< "hidden-skipped", "not-a-picture", "image-broken", "label-conflict", "unsafe-path" …
  Text message;
};

/// What an import did. Counts are exact; only the first 1,000 issues are kept in full.
struct ImportReport {
  int64_t entries = 0;
  int64_t added = 0;
  int64_t duplicates = 0;         ///< exact copies of pictures that were there already
  int64_t near_duplicates = 0;    ///< added, but nearly the same as another picture
  int64_t skipped = 0;            ///< hidden files, folders' metadata, other file types
  int64_t failed = 0;             ///< broken or refused pictures
  std::vector<std::pair<std::string, int64_t>> classes;  ///< added per class
  std::vector<ImportIssue> issues;
  std::map<std::string, int64_t> issue_counts;           ///< by code

  json::object ToJson(Language language) const;          ///< as printed with --json and returned by the API
  json::object Store() const;                            ///< both languages, for the job's result
};

/// Imports a folder, a zip/tar(.gz/.xz/.zst) archive, a CSV manifest or single pictures into the project: at constant
/// memory, in batches that are durable one by one, so that after a kill the same call goes on where it was (what is there
/// already counts as done, not as a duplicate of itself). `resume_key` names this import (the job id).
/// A broken or hostile entry costs that entry only. Errors of the whole: "archive-empty", "archive-broken",
/// "archive-encrypted", "archive-bomb", "no-pictures", "format-unknown", "manifest-invalid", …
Result<ImportReport> Import(store::Catalog& catalog, store::Blobs& blobs, media::Decoder& decoder,
                            store::ProjectId project, const std::filesystem::path& path, const OptionValues& options,
                            std::string_view resume_key, Progress& progress);

}  // namespace easel::dataset
