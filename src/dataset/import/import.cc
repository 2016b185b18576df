#include "dataset/import/import.h"

#include <algorithm>
#include <array>
#include <functional>

#include "dataset/import/entry_path.h"
#include "dataset/import/layout.h"
#include "dataset/import/pipeline.h"

namespace easel::dataset {
namespace {

namespace fs = std::filesystem;

using Opener = std::function<Result<std::unique_ptr<Source>>()>;

Format ParseFormat(std::string_view name) {
  if (name == "folders") return Format::kFolders;
  if (name == "csv") return Format::kCsv;
  if (name == "easydl") return Format::kEasydl;
  return name == "files" ? Format::kFiles : Format::kAuto;
}

std::unexpected<Error> FormatUnknown(const fs::path& path) {
  return Fail(ErrorKind::kBadInput, "format-unknown",
              {"This is neither a folder, an archive, a table of labels nor a picture.",
               "这既不是文件夹、压缩包、标签表格，也不是图片。"},
              {"Give a folder, a zip or tar file, a CSV file, or a JPEG, PNG, WebP or BMP picture.",
               "请提供文件夹、zip 或 tar 压缩包、CSV 文件，或 JPEG、PNG、WebP、BMP 图片。"},
              path.filename().string());
}

/// An import that brought nothing is an error that names the most frequent reason.
Status CheckUseful(const ImportReport& report, const fs::path& path) {
  if (report.added + report.duplicates > 0) return {};
  const std::string item = path.filename().string();
  if (report.entries == 0) {
    return Fail(ErrorKind::kBadInput, "archive-empty", {"There are no files in it.", "其中没有任何文件。"},
                {"Put a folder of pictures per class into it.", "请为每个类别放入一个图片文件夹。"}, item);
  }
  const auto most =
      std::ranges::max_element(report.issue_counts, {}, [](const auto& count) { return count.second; });
  const auto issue = std::ranges::find_if(report.issues, [&](const ImportIssue& i) {
    return most != report.issue_counts.end() && i.code == most->first;
  });
  if (issue == report.issues.end()) {
    return Fail(ErrorKind::kBadInput, "no-pictures", {"There are no pictures in it.", "其中没有图片。"},
                {"Pictures are JPEG, PNG, WebP or BMP files.", "支持 JPEG、PNG、WebP 和 BMP 图片。"}, item);
  }
  return Fail(
      ErrorKind::kBadInput, "no-pictures",
      {"None of its " + std::to_string(report.entries) +
           " files could be used. Most often: " + issue->message.en,
       "其中 " + std::to_string(report.entries) + " 个文件均无法使用。最常见原因：" + issue->message.zh},
      issue->hint, issue->entry);
}

/// What to import and how it is labelled.
struct Plan {
  Layout layout;
  Opener open;
};

Result<Plan> SurveyAndPlan(Opener open, const LayoutChoice& choice, const SourceLimits& limits,
                           Progress& progress) {
  progress.Report("import", {"Looking through the files", "正在检查文件"}, 0, 0);
  EASEL_ASSIGN(const std::unique_ptr<Source> source, open());
  EASEL_ASSIGN(Layout layout, Layout::Survey(*source, choice, limits, progress));
  return Plan{std::move(layout), std::move(open)};
}

Result<Plan> MakePlan(const fs::path& path, LayoutChoice choice, const SourceLimits& limits,
                      Progress& progress) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    return Fail(ErrorKind::kNotFound, "path-unknown",
                {"There is no such file or folder.", "文件或文件夹不存在。"},
                {"Check the path.", "请检查路径。"}, path.string());
  }
  if (fs::is_directory(status)) {
    return SurveyAndPlan([path, limits] { return OpenFolder(path, limits); }, choice, limits, progress);
  }
  if (!fs::is_regular_file(status)) return FormatUnknown(path);
  EASEL_ASSIGN(const bool is_archive, IsArchive(path));
  if (is_archive) {
    return SurveyAndPlan([path, limits] { return OpenArchive(path, limits); }, choice, limits, progress);
  }
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  const std::string extension = ExtensionOf(path.filename().string());
  const bool is_table = extension == "csv" || extension == "tsv" || extension == "txt";
  if (choice.format == Format::kCsv || (choice.format == Format::kAuto && is_table)) {
    EASEL_ASSIGN(const std::string text, ReadTextFile(path));
    Result<Manifest> manifest = ParseManifest(text, "");
    if (!manifest) {
      Error reason = std::move(manifest).error();
      reason.item = path.filename().string();
      return std::unexpected(std::move(reason));
    }
    std::vector<std::string> names;
    for (const ManifestRow& row : manifest->rows) names.push_back(row.path);
    return Plan{Layout::FromManifest(std::move(*manifest), choice),
                [folder, names, limits] { return OpenFiles(folder, names, limits); }};
  }
  const bool is_picture = choice.format == Format::kFiles || HasPictureExtension(path.filename().string());
  if (!is_picture) return FormatUnknown(path);
  choice.format = Format::kFiles;
  const std::vector<std::string> names = {path.filename().string()};
  return SurveyAndPlan([folder, names, limits] { return OpenFiles(folder, names, limits); }, choice, limits,
                       progress);
}

}  // namespace

std::span<const OptionDeclaration> ImportOptions() {
  static const std::array<OptionDeclaration, 3> options = {{
      {.name = "format",
       .type = OptionType::kChoice,
       .fallback = "auto",
       .help =
           {"Where the labels are: a folder per class, a CSV table, EasyDL's JSON files, or none (files).",
            "标签来源：每个类别一个文件夹、CSV 表格、EasyDL 的 JSON 文件，或无（files）。"},
       .choices = {"auto", "folders", "csv", "easydl", "files"},
       .visibility = Visibility::kNormal},
      {.name = "label",
       .type = OptionType::kText,
       .fallback = "",
       .help = {"The class of pictures that have no label of their own.", "没有自带标签的图片所属的类别。"},
       .visibility = Visibility::kSimple},
      {.name = "split",
       .type = OptionType::kChoice,
       .fallback = "auto",
       .help = {"What the pictures are for; auto takes it from the data, or decides at training time.",
                "图片用途；auto 表示取自数据，或在训练时自动划分。"},
       .choices = {"auto", "train", "validation", "test"},
       .visibility = Visibility::kExpert},
  }};
  return options;
}

Result<ImportReport> Import(store::Catalog& catalog, store::Blobs& blobs, media::Decoder& decoder,
                            store::ProjectId project, const fs::path& path, const OptionValues& options,
                            std::string_view resume_key, Progress& progress, const ImportLimits& limits) {
  const LayoutChoice choice{ParseFormat(options.Text("format")), options.Text("label"),
                            ParseSplit(options.Text("split"))};
  if (!choice.label.empty()) EASEL_TRY(store::CheckClassName(choice.label));
  EASEL_TRY(catalog.projects().Get(project));
  EASEL_ASSIGN(Plan plan, MakePlan(path, choice, limits.source, progress));
  EASEL_ASSIGN(const std::unique_ptr<Source> source, plan.open());
  Pipeline pipeline({catalog, blobs, decoder, project, std::string(resume_key), progress, limits},
                    plan.layout);
  EASEL_ASSIGN(ImportReport report, pipeline.Run(*source));
  EASEL_TRY(CheckUseful(report, path));
  return report;
}

}  // namespace easel::dataset
