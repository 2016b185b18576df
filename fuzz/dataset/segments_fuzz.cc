#include <cstdlib>
#include <string>
#include <vector>

#include "dataset/import/manifest.h"
#include "dataset/segments/faults.h"
#include "dataset/segments/label_studio_sounds.h"

namespace {

using namespace easel::dataset;

constexpr double kLength = 100;

/// Whatever a label file says, segments lie in their recording.
void CheckKept(const std::string& name, std::vector<Segment> segments) {
  BoxFaults faults;
  if (!KeepSoundSegments(name, kLength, segments, faults)) return;
  double begin = 0;
  for (const Segment& segment : segments) {
    if (segment.label.empty() || !(segment.begin >= begin) || !(segment.seconds > 0)) std::abort();
    if (segment.end() > kLength * (1 + 1e-12)) std::abort();
    begin = segment.begin;
  }
  std::vector<Segment> again = segments;
  BoxFaults none;
  if (!KeepSoundSegments(name, kLength, again, none) || again != segments) std::abort();
}

}  // namespace

/// Label Studio's files of recordings, and tables with segments. What was read is written and read again: as
/// many.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  BoxFaults faults;
  if (const auto sounds = ReadLabelStudioSounds(OnePiece(text), "a.json", faults)) {
    std::vector<LabelledSound> kept;
    for (const LabelledSound& sound : *sounds) {
      if (sound.segments) CheckKept(sound.name, *sound.segments);
      kept.push_back(sound);
      std::vector<Segment> segments = sound.segments.value_or(std::vector<Segment>());
      if (!KeepSoundSegments(sound.name, kLength, segments, faults)) return 0;
      kept.back().segments = std::move(segments);
      kept.back().seconds = kLength;
    }
    BoxFaults more;
    const std::string written = WriteLabelStudioSounds(kept);
    const auto again = ReadLabelStudioSounds(OnePiece(written), "b.json", more);
    if (!again || again->size() != kept.size()) std::abort();
    for (size_t i = 0; i < kept.size(); ++i) {
      if (again->at(i).name != kept[i].name || again->at(i).class_name != kept[i].class_name) std::abort();
      if (again->at(i).segments.value_or(std::vector<Segment>()).size() != kept[i].segments->size())
        std::abort();
    }
  }
  if (const auto manifest = ParseManifest(text, "", true)) {
    for (const ManifestRow& row : manifest->rows) {
      if (row.segments) CheckKept(row.path, *row.segments);
    }
  }
  return 0;
}
