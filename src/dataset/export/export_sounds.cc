#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "dataset/boxes/number.h"
#include "dataset/export/export.h"
#include "dataset/export/file_names.h"
#include "dataset/export/zip_writer.h"
#include "dataset/import/csv.h"
#include "dataset/import/entry_path.h"
#include "dataset/segments/label_studio_sounds.h"
#include "dataset/types.h"

namespace easel::dataset {
namespace {

struct Exported {
  Hash hash;
  LabelledSound sound;
};

/// The labelled recordings by class, name and content.
Result<std::vector<Exported>> ReadLabelledSounds(store::Catalog& catalog, store::ProjectId project) {
  std::vector<Exported> out;
  std::unordered_map<store::ItemId, std::vector<Segment>> segments;
  EASEL_TRY(catalog.Transact([&]() -> Status {
    EASEL_ASSIGN(const std::vector<store::Class> classes, catalog.projects().Classes(project));
    std::unordered_map<store::ClassId, std::string> names;
    for (const store::Class& c : classes) names[c.id] = c.name;
    EASEL_TRY(catalog.boxes().ForEach(
        project, [&](const store::Item& item, std::span<const store::ItemBox> boxes) -> Status {
          for (const store::ItemBox& box : boxes) segments[item.id].push_back(SegmentOf(box));
          return {};
        }));
    return catalog.items().ForEach(project, [&](const store::Item& item) -> Status {
      if (!item.class_id && !item.boxes) return {};
      Exported& exported = out.emplace_back();
      exported.hash = item.hash;
      exported.sound = {.name = item.name,
                        .group = item.source,
                        .split = item.split,
                        .seconds = item.sound ? item.sound->seconds : 0};
      if (item.class_id) exported.sound.class_name = names.at(*item.class_id);
      if (item.boxes) exported.sound.segments = std::move(segments[item.id]);
      return {};
    });
  }));
  std::ranges::sort(out, {},
                    [](const Exported& e) { return std::tie(e.sound.class_name, e.sound.name, e.hash); });
  return out;
}

/// Replaces names by paths in the archive: a folder per class, or one for all. Recordings without a class of
/// their own go to the latter, too.
Status PlaceSounds(std::vector<Exported>& sounds, bool in_folders, const store::Blobs& blobs) {
  UniqueNames folders;
  UniqueNames files;
  std::unordered_map<std::string, std::string> folder_of;
  folder_of[""] = folders.Take("audio");
  for (Exported& exported : sounds) {
    std::string name = SafeName(FileName(exported.sound.name));
    if (!HasSoundExtension(name)) {
      EASEL_ASSIGN(const Bytes bytes, blobs.Get(exported.hash));
      name += "." + std::string(SoundExtension(bytes));
    }
    const auto [folder, is_new] = folder_of.try_emplace(in_folders ? exported.sound.class_name : "");
    if (is_new) folder->second = folders.Take(SafeName(exported.sound.class_name));
    exported.sound.name = files.Take(folder->second + "/" + name);
  }
  return {};
}

/// A line per recording that has a class and one per segment; see ParseManifest.
std::string TableOf(const std::vector<Exported>& sounds) {
  std::string table = "path,label,group,split,begin,seconds\r\n";
  for (const auto& [hash, sound] : sounds) {
    const auto add = [&](const std::string& label, const std::string& begin, const std::string& seconds) {
      table += CsvField(sound.name) + ',' + CsvField(label) + ',' + CsvField(sound.group) + ',' +
               std::string(SplitName(sound.split)) + ',' + begin + ',' + seconds + "\r\n";
    };
    if (!sound.class_name.empty()) add(sound.class_name, "", "");
    if (!sound.segments) continue;
    for (const Segment& segment : *sound.segments) {
      add(segment.label, FormatNumber(segment.begin), FormatNumber(segment.seconds));
    }
    if (sound.segments->empty()) add("", "0", "0");
  }
  return table;
}

std::string LabelStudioOf(const std::vector<Exported>& sounds) {
  std::vector<LabelledSound> tasks;
  for (const auto& [hash, sound] : sounds) tasks.push_back(sound);
  return WriteLabelStudioSounds(tasks);
}

}  // namespace

std::span<const std::string_view> SoundFormats() {
  static constexpr std::array<std::string_view, 3> kFormats = {"folders", "csv", "label-studio"};
  return kFormats;
}

Status ExportSounds(store::Catalog& catalog, store::Blobs& blobs, store::ProjectId project,
                    std::string_view format, const std::filesystem::path& file, Progress& progress) {
  EASEL_ASSIGN(std::vector<Exported> sounds, ReadLabelledSounds(catalog, project));
  if (sounds.empty()) {
    return Fail(ErrorKind::kBadInput, "no-items",
                {"The project has no labelled recordings.", "项目中没有已标注的录音。"},
                {"Import recordings and give each a class, or label segments of them.",
                 "请先导入录音并标注类别，或标注其中的片段。"});
  }
  EASEL_TRY(PlaceSounds(sounds, format == "folders", blobs));
  EASEL_ASSIGN(const std::unique_ptr<ZipWriter> zip, ZipWriter::Create(file));
  const bool label_studio = format == "label-studio";
  const std::string labels = label_studio ? LabelStudioOf(sounds) : TableOf(sounds);
  EASEL_TRY(zip->Add(label_studio ? "label-studio.json" : "labels.csv", std::as_bytes(std::span(labels))));
  int64_t done = 0;
  for (const Exported& exported : sounds) {
    if (progress.IsCancelled()) return Cancelled();
    EASEL_ASSIGN(const Bytes bytes, blobs.Get(exported.hash));
    EASEL_TRY(zip->Add(exported.sound.name, bytes));
    progress.Report("export", {"Packing recordings", "正在打包录音"}, ++done,
                    static_cast<int64_t>(sounds.size()));
  }
  return zip->Finish();
}

}  // namespace easel::dataset
