#include "dataset/import/plan.h"

#include "dataset/import/entry_path.h"
#include "dataset/import/manifest.h"
#include "store/items.h"

namespace easel::dataset {
namespace {

namespace fs = std::filesystem;

using Opener = decltype(Plan::open);

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

Result<Plan> SurveyAndPlan(Opener open, const LayoutChoice& choice, const SourceLimits& limits,
                           Progress& progress) {
  progress.Report("import", {"Looking through the files", "正在检查文件"}, 0, 0);
  EASEL_ASSIGN(const std::unique_ptr<Source> source, open());
  EASEL_ASSIGN(Layout layout, Layout::Survey(*source, choice, limits, progress));
  return Plan{std::move(layout), std::move(open)};
}

}  // namespace

Result<Plan> MakePlan(const fs::path& path, const OptionValues& options, const SourceLimits& limits,
                      Progress& progress) {
  LayoutChoice choice{ParseFormat(options.Text("format")), options.Text("label"),
                      ParseSplit(options.Text("split"))};
  if (!choice.label.empty()) EASEL_TRY(store::CheckClassName(choice.label));
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

}  // namespace easel::dataset
