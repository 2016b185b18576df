#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "base/progress.h"
#include "store/blobs.h"
#include "store/catalog.h"

namespace easel::dataset {

/// Writes the project's labelled pictures as a zip in a format of its task: "folders" of image
/// classification, one of BoxFormats() of object detection, one of SoundFormats() of sound classification; ""
/// is the task's usual one ("folders", "coco", "folders"). Errors: those of the functions below, kUsage
/// "format-unknown".
Status Export(store::Catalog& catalog, store::Blobs& blobs, const store::Project& project,
              std::string_view format, const std::filesystem::path& file, Progress& progress);

/// Writes the project's labelled pictures as a zip with a folder per class ("folders") and a table labels.csv
/// (path, label, split, and group where there are any), replacing `file` as a whole. Names are made safe and
/// unique; importing the archive again gives the same items, labels and splits. The same project gives the
/// same bytes. kBadInput "no-items".
Status ExportFolders(store::Catalog& catalog, store::Blobs& blobs, store::ProjectId project,
                     const std::filesystem::path& file, Progress& progress);

/// "voc", "coco", "yolo" (of Ultralytics), "easydl", "cvat", "label-studio".
std::span<const std::string_view> BoxFormats();

/// Writes an object detection project's labelled pictures with their boxes as a zip in one of BoxFormats(),
/// replacing `file` as a whole: importing it again gives the same pictures, boxes and splits, and those flags
/// that the format carries (docs/formats/boxes.md). Pictures get names that are safe and unique, whatever
/// their extension. The same project gives the same bytes. kBadInput "no-items".
Status ExportBoxes(store::Catalog& catalog, store::Blobs& blobs, store::ProjectId project,
                   std::string_view format, const std::filesystem::path& file, Progress& progress);

/// "folders", "csv", "label-studio".
std::span<const std::string_view> SoundFormats();

/// Writes a sound classification project's labelled recordings with their classes, segments, groups and
/// splits as a zip, replacing `file` as a whole: with a folder per class ("folders") or one for all, and a
/// table labels.csv (path, label, group, split, begin, seconds: a line per class of a recording and one per
/// segment), or label-studio.json. Importing it again gives the same. The same project gives the same bytes.
/// kBadInput "no-items".
Status ExportSounds(store::Catalog& catalog, store::Blobs& blobs, store::ProjectId project,
                    std::string_view format, const std::filesystem::path& file, Progress& progress);

}  // namespace easel::dataset
