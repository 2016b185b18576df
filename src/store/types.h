#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/json.h"

/// The rows of the catalog, as plain values. Times are wall milliseconds since 1970.
namespace easel::store {

using ProjectId = int64_t;
using ClassId = int64_t;
using ItemId = int64_t;
using JobId = int64_t;

/// Tasks: what a project's labels are.
inline constexpr std::string_view kClassification = "image-classification";  ///< a class per item
inline constexpr std::string_view kDetection = "object-detection";           ///< boxes (boxes.h)
/// A class per recording, or segments of it, which are boxes in time (ItemBox).
inline constexpr std::string_view kSound = "sound-classification";

struct Project {
  ProjectId id = 0;
  std::string name;  ///< unique; any text of 1–100 characters without control characters or '@', '/'
  std::string task;  ///< kClassification, kDetection or kSound
  int64_t created = 0;
};

/// Which part of a project an item belongs to: chosen by the user, or left to the split of a version.
enum class Split { kAuto = 0, kTrain = 1, kValidation = 2, kTest = 3 };  // stored: never renumber

struct Class {
  ClassId id = 0;
  std::string name;   ///< unique in the project; valid UTF-8, 1–100 characters
  int64_t items = 0;  ///< labelled with it, or with a box of it
  int64_t boxes = 0;  ///< object detection
};

/// A labelled box, in pixels of the upright picture from its top-left corner. Of a recording it is a segment:
/// `left` and `width` are seconds, and it spans all frequencies (`top` 0, `height` 1).
struct ItemBox {
  std::string class_name;
  double left = 0;
  double top = 0;
  double width = 0;
  double height = 0;
  bool difficult = false;  ///< finding it is not asked for
  bool crowd = false;      ///< several objects in one box

  bool operator==(const ItemBox&) const = default;
};

/// The boxes or segments that are labelled in an item.
struct ItemBoxes {
  int64_t revision = 0;   ///< rises with every change; 0: never labelled
  bool labelled = false;  ///< with no boxes: nothing is to be found
  std::vector<ItemBox> boxes;

  bool operator==(const ItemBoxes&) const = default;
};

/// What is known of a recording without listening to it.
struct SoundFacts {
  double seconds = 0;
  int rate = 0;  ///< samples a second, as stored
  int channels = 0;
  double peak = 0;     ///< the largest absolute sample; full scale is 1
  double clipped = 0;  ///< share of samples that hit full scale
  double quiet = 0;    ///< share of its time in which nothing is to be heard

  bool operator==(const SoundFacts&) const = default;
};

/// An item to be added; the blob must be stored durably before.
struct NewItem {
  Hash hash;
  std::string name;  ///< as the user called the file
  int64_t bytes = 0;
  int width = 0;  ///< of a picture
  int height = 0;
  uint64_t fingerprint = 0;                   ///< media::Fingerprint; of a recording a hash of its samples
  std::string class_name;                     ///< empty: not labelled yet
  std::optional<std::vector<ItemBox>> boxes;  ///< object detection and segments; nullopt: not labelled yet
  Split split = Split::kAuto;
  std::string source;  ///< the group that a split never tears apart: a speaker, a machine; empty: none
  std::optional<SoundFacts> sound;
};

struct Item {
  ItemId id = 0;
  Hash hash;
  std::string name;
  int64_t bytes = 0;
  int width = 0;
  int height = 0;
  uint64_t fingerprint = 0;
  std::optional<ClassId> class_id;
  Split split = Split::kAuto;
  int64_t created = 0;
  std::optional<int64_t> boxes;  ///< how many boxes or segments; nullopt: not labelled with any
  std::string source;            ///< NewItem::source
  std::optional<SoundFacts> sound;
};

/// What became of one item of an insertion.
enum class InsertOutcome { kAdded, kDuplicate, kLabelConflict };

/// A frozen, numbered state of a project's data; the manifest blob lists its items (see dataset/version.h).
struct Version {
  int number = 0;  ///< 1, 2, … in the project
  Hash manifest;
  int64_t items = 0;
  int64_t created = 0;
};

/// A trained model: immutable.
struct Model {
  int number = 0;        ///< 1, 2, … in the project ("shoes@2")
  int version = 0;       ///< the data version that it learnt from
  Hash bundle;           ///< blob
  Hash report;           ///< blob: evaluation report JSON
  json::object summary;  ///< what `easel train --json` prints: seconds, model, metrics
  int64_t created = 0;
};

struct Release {
  std::string suffix;  ///< of the URL: [a-z0-9_-]{1,40}
  ProjectId project = 0;
  int model = 0;
  bool live = false;
  bool open = false;  ///< answers without a token (private-server form)
  int64_t updated = 0;
};

struct ReleaseEvent {
  std::string action;  ///< "publish", "update", "rollback", "unpublish"
  int model = 0;
  int64_t at = 0;
};

enum class JobState {
  kQueued = 0,
  kRunning = 1,
  kDone = 2,
  kFailed = 3,
  kCancelled = 4
};  // stored: never renumber
inline bool IsFinal(JobState state) { return state >= JobState::kDone; }

struct Job {
  JobId id = 0;
  std::string kind;  ///< "import", "train", "evaluate"
  ProjectId project = 0;
  json::object payload;
  JobState state = JobState::kQueued;
  int attempt = 0;     ///< how often it was started
  int crashes = 0;     ///< how often its worker died or fell silent while it ran
  bool alive = false;  ///< running under a lease that has not run out
  bool cancel_requested = false;
  json::object progress;  ///< {"stage","text":{"en","zh"},"done","total","eta_seconds"?,"elapsed_seconds"}
  json::object result;    ///< of a job that is done
  json::object error;     ///< StoreError of a job that failed; empty for one that was cancelled
  int64_t created = 0;
  int64_t started = 0;
  int64_t finished = 0;
};

struct JobEvent {
  int64_t sequence = 0;  ///< rising within the job
  json::object event;
};

struct ApiKey {
  std::string id;  ///< EasyDL's client_id (AK)
  std::string name;
  int64_t created = 0;
};

}  // namespace easel::store
