#include "dataset/import/pipeline.h"

#include <array>
#include <mutex>
#include <set>

#include "base/parallel.h"
#include "dataset/boxes/label_studio_task.h"
#include "dataset/import/entry_path.h"
#include "dataset/import/issues.h"
#include "dataset/quiet.h"
#include "dataset/segments/faults.h"
#include "media/transform/fingerprint.h"
#include "media/transform/sound_fingerprint.h"

namespace easel::dataset {
namespace {

/// Large enough for a fingerprint, and small enough that a JPEG is decoded at an eighth of its size.
constexpr int kDecodeSide = 32;
constexpr double kLongSound = 600;  // seconds

bool IsHarmless(std::string_view code) {
  return code == "hidden-skipped" || code == "symlink-skipped" || code == "not-a-picture" ||
         code == "not-a-sound";
}

}  // namespace

Result<ImportReport> Pipeline::Run(Source& source) {
  EASEL_ASSIGN(const bool finished, Resume(source));
  if (finished) return report_;
  std::future<Status> storing;  // its destructor waits
  while (true) {
    if (parts_.progress.IsCancelled()) return Cancelled();
    Batch batch = ReadBatch(source);
    Decode(batch);
    if (storing.valid()) EASEL_TRY(storing.get());
    const bool at_end = batch.at_end;
    const std::optional<Error> failure = batch.failure;
    storing = std::async(std::launch::async, &Pipeline::Store, this, std::move(batch));
    if (failure) {
      EASEL_TRY(storing.get());
      return std::unexpected(*failure);
    }
    if (at_end) break;
  }
  EASEL_TRY(storing.get());
  EASEL_TRY(Finish());
  return report_;
}

/// Goes past what is stored already. True when the whole import is.
Result<bool> Pipeline::Resume(Source& source) {
  EASEL_ASSIGN(const auto cursor, parts_.catalog.imports().Find(parts_.project, parts_.resume_key));
  int64_t done = 0;
  if (cursor) {
    EASEL_ASSIGN(report_, ImportReport::FromStored(cursor->report));
    if (cursor->report.contains("finished")) return true;
    done = cursor->entries;
  }
  for (size_t i = 0; i < report_.classes.size(); ++i) class_places_[report_.classes[i].first] = i;
  EASEL_TRY(parts_.catalog.items().ForEach(parts_.project, [this](const store::Item& item) -> Status {
    fingerprints_.Add(item.fingerprint);
    return {};
  }));
  for (int64_t i = 0; i < done; ++i) {
    EASEL_ASSIGN(const std::optional<Entry> entry, source.Next());
    if (!entry) break;
    layout_.MarkSeen(entry->path);
  }
  return false;
}

Pipeline::Batch Pipeline::ReadBatch(Source& source) {
  Batch batch;
  size_t bytes = 0;
  while (batch.entries.size() < parts_.limits.batch_entries && bytes < parts_.limits.batch_bytes) {
    Result<std::optional<Entry>> entry = source.Next();
    if (entry && !*entry) {
      batch.at_end = true;
      break;
    }
    Result<Pending> pending = entry ? Take(source, **entry) : std::unexpected(std::move(entry).error());
    if (!pending) {
      batch.failure = std::move(pending).error();
      break;
    }
    bytes += pending->bytes.size();
    batch.entries.push_back(std::move(*pending));
  }
  return batch;
}

/// Decides what the entry is and reads it if it is a picture. Fails when the source does.
Result<Pipeline::Pending> Pipeline::Take(Source& source, const Entry& entry) {
  layout_.MarkSeen(entry.path);
  Pending out{.path = entry.path};
  if (entry.refusal) {
    out.issue = entry.refusal;
  } else if (IsHidden(entry.path)) {
    out.issue = HiddenSkipped(entry.path);
  } else if (const EntryRole role = layout_.RoleOf(entry.path); role == EntryRole::kLabelFile) {
    out.fate = Fate::kLabelFile;
    if (const Error* error = layout_.LabelFileError(entry.path)) out.issue = *error;
    return out;
  } else if (role == EntryRole::kOther) {
    out.issue = parts_.medium == Medium::kSounds ? NotASound(entry.path) : NotAPicture(entry.path);
  } else {
    const Layout::Assignment assignment = layout_.Assign(entry.path);
    out.item.name = FileName(entry.path);
    out.item.class_name = assignment.class_name;
    const bool grouped = assignment.group.empty() || store::CheckGroupName(assignment.group);
    if (grouped) out.item.source = assignment.group;
    if (!grouped) out.faults.Add(GroupNameInvalid(entry.path));
    out.item.split = assignment.split;
    const Status named =
        assignment.class_name.empty() ? Status() : store::CheckClassName(assignment.class_name);
    if (!named) {
      out.issue = named.error();
    } else {
      EASEL_ASSIGN(Result<Bytes> bytes, source.Read());
      if (bytes) {
        out.bytes = std::move(*bytes);
        if (assignment.label_missing) out.issue = LabelMissing(entry.path);
        return out;
      }
      out.issue = std::move(bytes).error();
    }
  }
  out.fate = IsHarmless(out.issue->code) ? Fate::kSkipped : Fate::kFailed;
  return out;
}

void Pipeline::Decode(Batch& batch) {
  ParallelFor(batch.entries.size(), ProcessorCount(), [&](size_t i, int) {
    if (batch.entries[i].fate == Fate::kItem) DecodeOne(batch.entries[i]);
  });
}

void Pipeline::DecodeOne(Pending& entry) {
  const Status decoded = parts_.medium == Medium::kSounds ? DecodeSound(entry) : DecodePicture(entry);
  entry.item.bytes = static_cast<int64_t>(entry.bytes.size());
  if (decoded) return;
  entry.fate = Fate::kFailed;
  entry.issue = decoded.error();
  entry.issue->item = entry.path;
  entry.bytes = {};
}

Status Pipeline::DecodePicture(Pending& entry) {
  EASEL_ASSIGN(const media::DecodedImage image,
               parts_.decoder.Decode(entry.bytes, {.min_side = kDecodeSide}));
  entry.item.width = image.stored_width;
  entry.item.height = image.stored_height;
  entry.item.fingerprint = media::Fingerprint(image.image);
  const PictureSize size{image.stored_width, image.stored_height};
  const auto boxes = layout_.BoxesOf(entry.path, size, entry.faults);
  if (!boxes) return {};
  entry.item.boxes.emplace();
  for (const LabelledBox& labelled : *boxes) {
    const Box& box = labelled.box;
    entry.item.boxes->push_back({.class_name = labelled.label,
                                 .left = box.left,
                                 .top = box.top,
                                 .width = box.width,
                                 .height = box.height,
                                 .difficult = labelled.difficult,
                                 .crowd = labelled.crowd});
  }
  return {};
}

Status Pipeline::DecodeSound(Pending& entry) {
  // Two hours are 1.4 GB of samples, whatever few bytes they come in: not as many at a time as there are
  // processors.
  static std::mutex long_ones;
  std::unique_lock one_at_a_time(long_ones, std::defer_lock);
  EASEL_ASSIGN(media::DecodedSound decoded, parts_.decoder.DecodeSound(entry.bytes, {.seconds = kLongSound}));
  if (decoded.sound.seconds() >= kLongSound) {  // all of it came, so that there may be more
    decoded = {};
    one_at_a_time.lock();
    EASEL_ASSIGN(decoded, parts_.decoder.DecodeSound(entry.bytes, {}));
  }
  entry.item.fingerprint = media::Fingerprint(decoded.sound);
  entry.item.sound = {.seconds = decoded.seconds,
                      .rate = decoded.sound.rate,
                      .channels = decoded.channels,
                      .peak = decoded.peak,
                      .clipped = decoded.clipped,
                      .quiet = QuietShare(decoded.sound)};
  if (decoded.truncated) entry.faults.Add(SoundTruncated(entry.path));
  if (decoded.unusable_samples > 0) entry.faults.Add(SoundNotNumbers(entry.path, decoded.unusable_samples));
  if (const auto segments = layout_.SegmentsOf(entry.path, decoded.seconds, entry.faults)) {
    entry.item.boxes.emplace();
    for (const Segment& segment : *segments) entry.item.boxes->push_back(ItemBoxOf(segment));
  }
  return {};
}

Status Pipeline::Store(Batch batch) {
  std::vector<std::span<const std::byte>> contents;
  for (const Pending& entry : batch.entries) {
    if (entry.fate == Fate::kItem) contents.emplace_back(entry.bytes);
  }
  EASEL_ASSIGN(const std::vector<Hash> hashes, parts_.blobs.PutAll(contents));
  std::vector<store::NewItem> items;
  for (Pending& entry : batch.entries) {
    if (entry.fate != Fate::kItem) continue;
    entry.item.hash = hashes[items.size()];
    items.push_back(entry.item);
  }
  EASEL_TRY(parts_.catalog.Transact([&]() -> Status {
    EASEL_ASSIGN(const std::vector<store::InsertOutcome> outcomes,
                 parts_.catalog.items().Insert(parts_.project, items));
    size_t picture = 0;
    for (const Pending& entry : batch.entries) {
      Count(entry, entry.fate == Fate::kItem ? outcomes[picture++] : store::InsertOutcome::kAdded);
    }
    return SaveCursor(false);
  }));
  parts_.progress.Report("import",
                         parts_.medium == Medium::kSounds ? Text{"Importing sounds", "正在导入声音"}
                                                          : Text{"Importing pictures", "正在导入图片"},
                         report_.entries, layout_.entries());
  return {};
}

void Pipeline::Count(const Pending& entry, store::InsertOutcome outcome) {
  ++report_.entries;
  if (entry.issue) report_.Add(*entry.issue);
  report_.Add(entry.faults);
  if (entry.fate == Fate::kSkipped) ++report_.skipped;
  if (entry.fate == Fate::kFailed) ++report_.failed;
  if (entry.fate != Fate::kItem) return;
  if (outcome != store::InsertOutcome::kAdded) {
    ++report_.duplicates;
    if (outcome == store::InsertOutcome::kLabelConflict) report_.Add(LabelConflict(entry.path));
    return;
  }
  ++report_.added;
  if (fingerprints_.HasNear(entry.item.fingerprint)) ++report_.near_duplicates;
  fingerprints_.Add(entry.item.fingerprint);
  std::set<std::string> classes;
  if (!entry.item.class_name.empty()) classes.insert(entry.item.class_name);
  if (entry.item.boxes) {
    report_.boxes += static_cast<int64_t>(entry.item.boxes->size());
    for (const store::ItemBox& box : *entry.item.boxes) classes.insert(box.class_name);
  }
  for (const std::string& name : classes) {
    const auto [place, is_new] = class_places_.try_emplace(name, report_.classes.size());
    if (is_new) report_.classes.emplace_back(name, 0);
    ++report_.classes[place->second].second;
  }
}

Status Pipeline::Finish() {
  const BoxFaults issues = layout_.RemainingIssues();
  report_.Add(issues);
  report_.failed += issues.count();
  report_.Add(layout_.faults());
  return parts_.catalog.Transact([&]() -> Status {
    EASEL_TRY(LabelKnown(layout_.Unmet()));
    if (layout_.has_box_labels() && report_.added > 0 && report_.boxes == 0) report_.Add(NoBoxes());
    return SaveCursor(true);
  });
}

/// Labels that came without their recordings belong to those of the same name in the project, where only one
/// is called so here and there.
Status Pipeline::LabelKnown(const std::vector<LabelledSound>& sounds) {
  if (sounds.empty()) return {};
  std::unordered_map<std::string, std::vector<store::Item>> known;
  EASEL_TRY(parts_.catalog.items().ForEach(parts_.project, [&](const store::Item& item) -> Status {
    known[item.name].push_back(item);
    return {};
  }));
  const auto items_of = [&known](const LabelledSound& sound) {
    const std::string_view name = FileName(sound.name);
    const auto items = known.find(std::string(name));
    return items == known.end() ? known.find(std::string(NameBeforeUpload(name))) : items;
  };
  std::unordered_map<std::string_view, int64_t> labels_of;  // by the item's name
  for (const LabelledSound& sound : sounds) {
    if (const auto items = items_of(sound); items != known.end()) ++labels_of[items->first];
  }
  for (const LabelledSound& sound : sounds) {
    const auto items = items_of(sound);
    if (items == known.end() || items->second.size() > 1 || labels_of.at(items->first) > 1) {
      report_.Add(items == known.end() ? FileMissing(sound.name) : SoundAmbiguous(sound.name));
      ++report_.failed;
      continue;
    }
    const store::Item& item = items->second.front();
    store::NewItem labels{
        .hash = item.hash, .name = item.name, .class_name = sound.class_name, .split = sound.split};
    if (store::CheckGroupName(sound.group)) labels.source = sound.group;
    if (sound.segments) {
      BoxFaults faults;
      std::vector<Segment> segments = *sound.segments;
      EASEL_TRY(KeepSoundSegments(sound.name, item.sound ? item.sound->seconds : 0, segments, faults));
      report_.Add(faults);
      if (!segments.empty() || sound.segments->empty()) labels.boxes.emplace();
      for (const Segment& segment : segments) labels.boxes->push_back(ItemBoxOf(segment));
    }
    const Result<std::vector<store::InsertOutcome>> outcome =
        parts_.catalog.items().Insert(parts_.project, {&labels, 1});
    if (!outcome && outcome.error().code != "class-name-invalid") return std::unexpected(outcome.error());
    if (!outcome) {
      report_.Add(outcome.error());
      ++report_.failed;
      continue;
    }
    ++report_.entries;
    ++report_.duplicates;
    if (outcome->front() == store::InsertOutcome::kLabelConflict) report_.Add(LabelConflict(sound.name));
  }
  return {};
}

Status Pipeline::SaveCursor(bool finished) {
  store::ImportCursor cursor{report_.entries, report_.Store()};
  if (finished) cursor.report["finished"] = true;
  return parts_.catalog.imports().Save(parts_.project, parts_.resume_key, cursor);
}

}  // namespace easel::dataset
