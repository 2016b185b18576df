#pragma once

#include <string>
#include <vector>

#include "base/hash.h"
#include "dataset/boxes/types.h"
#include "store/types.h"

namespace easel::dataset {

/// Where an item comes from; all but the first stand for what belongs to no class (other.h).
enum class Origin { kProject, kOtherProject, kPhoto, kMadeUp };

/// A labelled box of a frozen version, in pixels of the upright picture.
struct FrozenBox {
  Box box;
  int label = 0;           ///< index into FrozenVersion::classes
  bool difficult = false;  ///< LabelledBox::difficult
  bool crowd = false;      ///< LabelledBox::crowd

  bool operator==(const FrozenBox&) const = default;
};

/// One labelled item of a frozen version.
struct FrozenItem {
  Hash hash;  ///< the blob with the encoded file
  std::string name;
  int label = 0;  ///< index into FrozenVersion::classes
  store::Split split = store::Split::kAuto;
  int group = 0;       ///< copies and items of one source share a group; a split never tears one apart
  std::string source;  ///< store::NewItem::source
  int width = 0;       ///< of the full picture, upright
  int height = 0;
  double seconds = 0;  ///< of a recording
  Origin origin = Origin::kProject;
  /// Of object detection, where `label` means nothing; none: nothing to be found. Of a recording its labelled
  /// segments (store::ItemBox); where there are any, `label` means nothing.
  std::vector<FrozenBox> boxes;
};

/// A project's labelled data as it was at one moment: what a training run works on. Immutable and
/// reproducible: the same items and labels give the same manifest bytes, whatever the order of their import.
struct FrozenVersion {
  int number = 0;
  Hash manifest;
  std::vector<std::string> classes;  ///< sorted by code points; only those with items (or boxes)
  std::vector<FrozenItem> items;     ///< sorted by hash
  std::string task{store::kClassification};
};

/// "auto", "train", "validation", "test": as in the options, in manifests and in the API.
std::string_view SplitName(store::Split split);

/// What the item teaches: the classes of the segments of a recording that has any, one for each, else its
/// own.
std::vector<int> LabelsOf(const FrozenItem& item);

/// Whether the user wants it kept out of learning: marked as validation or test.
bool IsHeldOut(store::Split split);

}  // namespace easel::dataset
