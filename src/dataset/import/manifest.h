#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dataset/boxes/faults.h"
#include "dataset/segments/types.h"
#include "store/types.h"

namespace easel::dataset {

/// What a table of labels says about a file.
struct ManifestRow {
  std::string path;        ///< clean (CleanPath), relative to where the table's folder is
  std::string class_name;  ///< empty: not labelled
  std::string group;       ///< empty: none
  store::Split split = store::Split::kAuto;
  std::optional<std::vector<Segment>> segments = {};  ///< as the table has them (KeepSoundSegments judges)
};

struct Manifest {
  std::vector<ManifestRow> rows;  ///< each path once
  BoxFaults issues;  ///< rows that cannot be used: "unsafe-path", "row-incomplete", "row-conflict"
};

/// Reads a table of labels: CSV with comma, semicolon or tab, UTF-8 or GB18030. A header names the columns:
/// the file
/// ("path", "file", "filename", "image", "audio" …), the class ("label", "class", "category" …; may be
/// absent), the group ("group", "speaker", "machine", "src_file" …, else "fold") and the split; without a
/// header the first column is the file and the second the class. Paths are taken relative to `folder`.
/// kBadInput "manifest-invalid" when no column holds files, kResources "too-many-entries" for more than
/// `max_lines`.
///
/// `with_segments`: the columns "begin" ("onset", "start" …) and "end" ("offset", "stop" …) or "seconds"
/// ("duration"), in seconds, make a line one segment of its file, of the line's class; lines without them are
/// about the whole file. A line with neither a class nor a length says that nothing is to be heard.
/// (UrbanSound8K's times are those of another file: where the column is called "slice_file_name" there are no
/// segments.)
Result<Manifest> ParseManifest(std::string_view text, std::string_view folder, bool with_segments = false,
                               size_t max_lines = kMaxPictures);

/// Whether a file inside a folder or archive is its table of labels, by its name: labels.csv, manifest.csv
/// (or .tsv).
bool IsManifestName(std::string_view path);

/// "train", "training", "val", "valid", "validation", "dev", "test" in any case; kAuto for everything else.
store::Split ParseSplit(std::string_view text);

}  // namespace easel::dataset
