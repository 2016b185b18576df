#include "dataset/import/plan.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "dataset/boxes/label_studio_task.h"
#include "dataset/import/box_layout.h"
#include "dataset/import/class_layout.h"
#include "dataset/import/entry_path.h"
#include "dataset/import/manifest.h"
#include "dataset/segments/label_studio_sounds.h"
#include "media/decode/decoder.h"
#include "store/items.h"

namespace easel::dataset {
namespace {

namespace fs = std::filesystem;

using Opener = decltype(Plan::open);

constexpr std::array<std::pair<std::string_view, Format>, 10> kFormats = {
    {{"auto", Format::kAuto},
     {"files", Format::kFiles},
     {"folders", Format::kFolders},
     {"csv", Format::kCsv},
     {"easydl", Format::kEasydl},
     {"voc", Format::kVoc},
     {"coco", Format::kCoco},
     {"yolo", Format::kYolo},
     {"cvat", Format::kCvat},
     {"label-studio", Format::kLabelStudio}}};

Format ParseFormat(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, [](const auto& format) { return format.first; });
  return found == kFormats.end() ? Format::kAuto : found->second;
}

/// Whether the options make sense for the task.
Status CheckFit(const LayoutChoice& choice, bool detection, std::string format) {
  const bool has_classes = choice.format == Format::kFolders || choice.format == Format::kCsv || choice.names;
  const bool has_segments = choice.medium == Medium::kSounds && choice.format == Format::kLabelStudio;
  if (detection ? has_classes : choice.format >= Format::kVoc && !has_segments) {
    return Fail(
        ErrorKind::kUsage, "format-unfit",
        {"This format does not hold the labels of the project's task.", "此格式不包含该项目任务所需的标注。"},
        {"Choose \"auto\", or create a project of the other task.", "请选择 auto，或为另一种任务新建项目。"},
        std::move(format));
  }
  if (detection && !choice.label.empty()) {
    return Fail(
        ErrorKind::kUsage, "label-unfit",
        {"In object detection a picture has boxes, not a class.", "物体检测中图片带有标注框，而不是类别。"},
        {"Leave out the label, and draw boxes in the studio.", "请去掉该选项，并在页面上画框。"},
        choice.label);
  }
  return {};
}

std::unexpected<Error> FormatUnknown(const fs::path& path) {
  return Fail(ErrorKind::kBadInput, "format-unknown",
              {"This is neither a folder, an archive, a table of labels nor a file of the project's kind.",
               "这既不是文件夹、压缩包、标签表格，也不是该项目所用类型的文件。"},
              {"Give a folder, a zip or tar file, a CSV file, a JPEG, PNG, WebP or BMP picture, or, for "
               "sounds, a WAV, FLAC, OGG "
               "or MP3 file.",
               "请提供文件夹、zip 或 tar 压缩包、CSV 文件，JPEG、PNG、WebP、BMP 图片，声音项目请提供 "
               "WAV、FLAC、OGG 或 MP3 文件。"},
              path.filename().string());
}

Result<Plan> SurveyAndPlan(Opener open, const LayoutChoice& choice, bool detection,
                           const SourceLimits& limits, Progress& progress) {
  progress.Report("import", {"Looking through the files", "正在检查文件"}, 0, 0);
  if (detection) {
    EASEL_ASSIGN(std::unique_ptr<Layout> layout, BoxLayout::Survey(open, choice, limits, progress));
    return Plan{std::move(layout), std::move(open)};
  }
  EASEL_ASSIGN(const std::unique_ptr<Source> source, open());
  EASEL_ASSIGN(std::unique_ptr<Layout> layout, ClassLayout::Survey(*source, choice, limits, progress));
  return Plan{std::move(layout), std::move(open)};
}

/// The files that are there, clean and each once: labels of recordings may come without them.
std::vector<std::string> ThoseThere(const fs::path& folder, const std::vector<std::string>& names) {
  std::vector<std::string> there;
  std::unordered_set<std::string> taken;
  std::error_code error;
  for (const std::string& name : names) {
    const std::optional<std::string> path = CleanPath(name);
    if (path && fs::is_regular_file(folder / *path, error) && taken.insert(*path).second)
      there.push_back(*path);
  }
  return there;
}

Result<Plan> PlanTable(const fs::path& path, const fs::path& folder, const LayoutChoice& choice,
                       const SourceLimits& limits) {
  const bool listens = choice.medium == Medium::kSounds;
  EASEL_ASSIGN(const std::string text, ReadTextFile(path));
  Result<Manifest> manifest = ParseManifest(text, "", listens);
  if (!manifest) {
    Error reason = std::move(manifest).error();
    reason.item = path.filename().string();
    return std::unexpected(std::move(reason));
  }
  std::vector<std::string> names;
  for (const ManifestRow& row : manifest->rows) names.push_back(row.path);
  if (listens) names = ThoseThere(folder, names);
  return Plan{ClassLayout::FromManifest(std::move(*manifest), choice),
              [folder, names, limits] { return OpenFiles(folder, names, limits); }};
}

Result<Plan> PlanLabelStudio(const fs::path& path, const fs::path& folder, const LayoutChoice& choice,
                             const SourceLimits& limits) {
  EASEL_ASSIGN(const std::string text, ReadTextFile(path));
  BoxFaults faults;
  EASEL_ASSIGN(std::vector<LabelledSound> sounds,
               ReadLabelStudioSounds(OnePiece(text), path.filename().string(), faults));
  std::vector<std::string> names;
  for (const LabelledSound& sound : sounds) {
    names.push_back(sound.name);
    names.emplace_back(NameBeforeUpload(sound.name));
  }
  names = ThoseThere(folder, names);
  return Plan{ClassLayout::FromLabelStudio(std::move(sounds), choice, names, std::move(faults)),
              [folder, names, limits] { return OpenFiles(folder, names, limits); }};
}

}  // namespace

Medium MediumOf(std::string_view task) { return task == store::kSound ? Medium::kSounds : Medium::kPictures; }

Result<Plan> MakePlan(const fs::path& path, const OptionValues& options, std::string_view task,
                      const SourceLimits& general, Progress& progress) {
  const bool detection = task == store::kDetection;
  SourceLimits limits = general;
  if (MediumOf(task) == Medium::kSounds) {  // half an hour without compression is 300 MB
    limits.max_entry_bytes = std::max(limits.max_entry_bytes, media::SoundLimits{}.max_bytes);
  }
  LayoutChoice choice{.format = ParseFormat(options.Text("format")),
                      .label = options.Text("label"),
                      .split = ParseSplit(options.Text("split")),
                      .medium = MediumOf(task)};
  if (const std::string names = options.Text("names"); !names.empty()) {
    EASEL_ASSIGN(choice.names, NamePattern::Parse(names));
  }
  if (!choice.label.empty()) EASEL_TRY(store::CheckClassName(choice.label));
  EASEL_TRY(CheckFit(choice, detection, options.Text("format")));
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    return Fail(ErrorKind::kNotFound, "path-unknown",
                {"There is no such file or folder.", "文件或文件夹不存在。"},
                {"Check the path.", "请检查路径。"}, path.string());
  }
  if (fs::is_directory(status)) {
    return SurveyAndPlan([path, limits] { return OpenFolder(path, limits); }, choice, detection, limits,
                         progress);
  }
  if (!fs::is_regular_file(status)) return FormatUnknown(path);
  EASEL_ASSIGN(const bool is_archive, IsArchive(path));
  if (is_archive) {
    return SurveyAndPlan([path, limits] { return OpenArchive(path, limits); }, choice, detection, limits,
                         progress);
  }
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  const std::string extension = ExtensionOf(path.filename().string());
  const bool is_table = extension == "csv" || extension == "tsv" || extension == "txt";
  if (choice.format == Format::kCsv || (choice.format == Format::kAuto && is_table && !detection)) {
    return PlanTable(path, folder, choice, limits);
  }
  const bool may_be_label_studio = choice.format == Format::kAuto || choice.format == Format::kLabelStudio;
  if (choice.medium == Medium::kSounds && extension == "json" && may_be_label_studio) {
    return PlanLabelStudio(path, folder, choice, limits);
  }
  const std::string name = path.filename().string();
  const bool is_item =
      choice.format == Format::kFiles ||
      (choice.medium == Medium::kSounds ? HasSoundExtension(name) : HasPictureExtension(name));
  if (!is_item) return FormatUnknown(path);
  choice.format = Format::kFiles;
  const std::vector<std::string> names = {name};
  return SurveyAndPlan([folder, names, limits] { return OpenFiles(folder, names, limits); }, choice,
                       detection, limits, progress);
}

}  // namespace easel::dataset
