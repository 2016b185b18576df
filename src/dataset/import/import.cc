#include "dataset/import/import.h"

#include <algorithm>
#include <array>

#include "dataset/import/pipeline.h"
#include "dataset/import/plan.h"

namespace easel::dataset {
namespace {

namespace fs = std::filesystem;

/// An import that brought nothing is an error that names the most frequent reason.
Status CheckUseful(const ImportReport& report, const fs::path& path, Medium medium) {
  if (report.added + report.duplicates > 0) return {};
  const std::string item = path.filename().string();
  if (report.entries == 0 && report.issues.empty()) {
    return Fail(ErrorKind::kBadInput, "archive-empty", {"There are no files in it.", "其中没有任何文件。"},
                {"Put a folder per class into it.", "请为每个类别放入一个文件夹。"}, item);
  }
  const auto most =
      std::ranges::max_element(report.issue_counts, {}, [](const auto& count) { return count.second; });
  const auto issue = std::ranges::find_if(report.issues, [&](const ImportIssue& i) {
    return most != report.issue_counts.end() && i.code == most->first;
  });
  if (issue == report.issues.end() && medium == Medium::kSounds) {
    return Fail(ErrorKind::kBadInput, "no-sounds", {"There are no sounds in it.", "其中没有声音文件。"},
                {"Sounds are WAV, FLAC, OGG, Opus or MP3 files.", "支持 WAV、FLAC、OGG、Opus 和 MP3 文件。"},
                item);
  }
  if (issue == report.issues.end()) {
    return Fail(ErrorKind::kBadInput, "no-pictures", {"There are no pictures in it.", "其中没有图片。"},
                {"Pictures are JPEG, PNG, WebP or BMP files.", "支持 JPEG、PNG、WebP 和 BMP 图片。"}, item);
  }
  return Fail(
      ErrorKind::kBadInput, medium == Medium::kSounds ? "no-sounds" : "no-pictures",
      {"None of its " + std::to_string(report.entries) +
           " files could be used. Most often: " + issue->message.en,
       "其中 " + std::to_string(report.entries) + " 个文件均无法使用。最常见原因：" + issue->message.zh},
      issue->hint, issue->entry);
}

}  // namespace

std::span<const OptionDeclaration> ImportOptions() {
  static const std::array<OptionDeclaration, 4> options = {{
      {.name = "format",
       .type = OptionType::kChoice,
       .fallback = "auto",
       .help =
           {"Where the labels are: of classes, a folder per class, a CSV table or EasyDL's JSON files; of "
            "recordings and their segments Label Studio, too; of boxes, EasyDL's JSON files, Pascal VOC, "
            "COCO, "
            "YOLO, CVAT or Label Studio; or none (files).",
            "标签来源：类别可用每个类别一个文件夹、CSV 表格或 EasyDL 的 JSON 文件；录音及其片段还可用 Label "
            "Studio；标注框可用 EasyDL 的 JSON 文件、Pascal VOC、COCO、YOLO、CVAT 或 Label "
            "Studio；或无（files）。"},
       .choices = {"auto", "folders", "csv", "easydl", "voc", "coco", "yolo", "cvat", "label-studio",
                   "files"},
       .visibility = Visibility::kNormal},
      {.name = "label",
       .type = OptionType::kText,
       .fallback = "",
       .help = {"The class of files that have no label of their own.", "没有自带标签的文件所属的类别。"},
       .visibility = Visibility::kSimple},
      {.name = "names",
       .type = OptionType::kText,
       .fallback = "",
       .help = {"What the names of the files say, e.g. {class}_{group}_{number} or {group}/{class}/{file}. A "
                "group is the speaker, "
                "the machine or the occasion: it is never split between learning and checking.",
                "文件名的含义，例如 {class}_{group}_{number} 或 "
                "{group}/{class}/{file}。group（分组）指说话人、设备或场次，"
                "同一组不会同时用于训练和验证。"},
       .visibility = Visibility::kNormal},
      {.name = "split",
       .type = OptionType::kChoice,
       .fallback = "auto",
       .help = {"What the files are for; auto takes it from the data, or decides at training time.",
                "文件用途；auto 表示取自数据，或在训练时自动划分。"},
       .choices = {"auto", "train", "validation", "test"},
       .visibility = Visibility::kExpert},
  }};
  return options;
}

Result<ImportReport> Import(store::Catalog& catalog, store::Blobs& blobs, media::Decoder& decoder,
                            store::ProjectId project, const fs::path& path, const OptionValues& options,
                            std::string_view resume_key, Progress& progress, const ImportLimits& limits) {
  EASEL_ASSIGN(const store::Project row, catalog.projects().Get(project));
  EASEL_ASSIGN(Plan plan, MakePlan(path, options, row.task, limits.source, progress));
  EASEL_ASSIGN(const std::unique_ptr<Source> source, plan.open());
  Pipeline pipeline(
      {catalog, blobs, decoder, project, std::string(resume_key), progress, limits, MediumOf(row.task)},
      *plan.layout);
  EASEL_ASSIGN(ImportReport report, pipeline.Run(*source));
  EASEL_TRY(CheckUseful(report, path, MediumOf(row.task)));
  return report;
}

}  // namespace easel::dataset
