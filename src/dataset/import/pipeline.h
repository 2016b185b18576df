#pragma once

#include <future>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/progress.h"
#include "dataset/import/import.h"
#include "dataset/import/layout.h"
#include "dataset/near_duplicates.h"

namespace easel::dataset {

/// The stages of one import: read a batch, decode it in parallel, store it. Storing (another thread) overlaps
/// with reading and decoding the next batch. The items, the report and the cursor of a batch are one
/// transaction.
class Pipeline {
 public:
  struct Parts {
    store::Catalog& catalog;
    store::Blobs& blobs;
    media::Decoder& decoder;
    store::ProjectId project;
    std::string resume_key;
    Progress& progress;
    const ImportLimits& limits;
    Medium medium = Medium::kPictures;
  };

  /// Everything must outlive the pipeline.
  Pipeline(const Parts& parts, Layout& layout) : parts_(parts), layout_(layout) {}

  /// Imports what earlier calls with this resume key left over of the source. Call once.
  Result<ImportReport> Run(Source& source);

 private:
  enum class Fate { kItem, kSkipped, kFailed, kLabelFile };

  /// One entry on its way.
  struct Pending {
    std::string path;
    Fate fate = Fate::kItem;
    std::optional<Error> issue;
    BoxFaults faults;
    Bytes bytes;
    store::NewItem item;
  };

  struct Batch {
    std::vector<Pending> entries;
    bool at_end = false;           ///< of the source
    std::optional<Error> failure;  ///< of the source, after these entries
  };

  Result<bool> Resume(Source& source);
  Batch ReadBatch(Source& source);
  Result<Pending> Take(Source& source, const Entry& entry);
  void Decode(Batch& batch);
  void DecodeOne(Pending& entry);
  Status DecodePicture(Pending& entry);
  Status DecodeSound(Pending& entry);
  Status Store(Batch batch);
  Status Finish();
  Status LabelKnown(const std::vector<LabelledSound>& sounds);
  Status SaveCursor(bool finished);
  void Count(const Pending& entry, store::InsertOutcome outcome);

  const Parts parts_;
  Layout& layout_;
  // Belong to the storing thread while it runs.
  ImportReport report_;
  std::unordered_map<std::string, size_t> class_places_;  ///< in report_.classes
  FingerprintIndex fingerprints_;                         ///< of the project's items
};

}  // namespace easel::dataset
