#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "base/options.h"
#include "base/progress.h"
#include "dataset/import/report.h"
#include "dataset/import/source.h"
#include "media/decode/decoder.h"
#include "store/blobs.h"
#include "store/catalog.h"

namespace easel::dataset {

/// The options of `easel data import`, of POST …/imports and of the studio's upload form:
/// format (auto|folders|csv|easydl|voc|coco|yolo|cvat|label-studio|files), label (for single files), names
/// (NamePattern), split (auto|train|validation|test).
std::span<const OptionDeclaration> ImportOptions();

/// How an import is cut up. One batch is being stored while the next is read and decoded, so that twice
/// `batch_bytes` and two pictures are in memory.
struct ImportLimits {
  size_t batch_entries = 256;
  size_t batch_bytes = size_t{24} << 20;
  SourceLimits source;
};

/// Imports a folder, a zip/tar(.gz/.xz/.zst) archive, a CSV manifest or single pictures into the project: at
/// constant memory, in batches that are durable one by one, so that after a kill the same call goes on where
/// it was (what is there already counts as done, not as a duplicate of itself). `resume_key` names this
/// import (the job id). A broken or hostile entry costs that entry only. Errors of the whole:
/// "archive-empty", "archive-broken", "archive-encrypted", "archive-bomb", "no-pictures", "format-unknown",
/// "manifest-invalid", "manifest-missing", "labels-missing", "class-list-missing", "format-unfit",
/// "label-unfit", "too-many-entries", "too-many-boxes", "path-unknown" and those of the store; what was
/// committed before stays.
///
/// In an object detection project the labels are boxes (docs/formats/boxes.md); what is wrong with one is an
/// issue of the report that names "<picture> #<box>". A sound classification project takes recordings
/// ("no-sounds" where there are none), labelled segments out of Label Studio's files or tables, and labels
/// that come without their recordings, which go to those of the same name in the project. A picture without
/// labels stays unlabelled; one that is there already gets the class, boxes, group and split that it lacks.
Result<ImportReport> Import(store::Catalog& catalog, store::Blobs& blobs, media::Decoder& decoder,
                            store::ProjectId project, const std::filesystem::path& path,
                            const OptionValues& options, std::string_view resume_key, Progress& progress,
                            const ImportLimits& limits = {});

}  // namespace easel::dataset
