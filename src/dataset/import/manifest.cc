#include "dataset/import/manifest.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <unordered_map>

#include "dataset/import/csv.h"
#include "dataset/import/entry_path.h"
#include "dataset/import/issues.h"

namespace easel::dataset {
namespace {

struct Columns {
  std::optional<size_t> path;
  std::optional<size_t> label;
  std::optional<size_t> group;
  std::optional<size_t> split;
};

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

Columns ReadHeader(const std::vector<std::string>& row) {
  Columns columns;
  for (size_t i = 0; i < row.size(); ++i) {
    const std::string name = LowerCase(TrimBlanks(row[i]));
    if (IsOneOf(name, {"path", "file", "filename", "file_name", "filepath", "file_path", "image",
                       "image_path", "audio", "audio_path", "sound", "slice_file_name", "name", "音频",
                       "图片", "文件", "文件名", "路径"})) {
      if (!columns.path) columns.path = i;
    } else if (IsOneOf(name, {"label", "class", "category", "class_name", "标签", "类别", "分类"})) {
      if (!columns.label) columns.label = i;
    } else if (IsOneOf(name,
                       {"group", "speaker", "speaker_id", "client_id", "machine", "machine_id", "session",
                        "recording", "source", "src_file", "fsid", "分组", "说话人", "设备", "录音"})) {
      if (!columns.group) columns.group = i;
    } else if (IsOneOf(name, {"split", "set", "subset", "划分"})) {
      if (!columns.split) columns.split = i;
    }
  }
  return columns;
}

std::string_view Cell(const std::vector<std::string>& row, std::optional<size_t> column) {
  return column && *column < row.size() ? TrimBlanks(row[*column]) : std::string_view();
}

Error RowIncomplete(int64_t line) {
  return {ErrorKind::kBadInput,
          "row-incomplete",
          {"Line " + std::to_string(line) + " of the table names no file.",
           "表格第 " + std::to_string(line) + " 行没有文件名。"},
          {"Fill in the file or remove the line.", "请补上文件名或删除该行。"},
          "line " + std::to_string(line)};
}

Error RowConflict(std::string path, const std::string& kept) {
  return {ErrorKind::kBadInput,
          "row-conflict",
          {"The table gives this file several labels; \"" + kept + "\" was used.",
           "表格中该文件有多个标签，已采用“" + kept + "”。"},
          {"Keep one line per file.", "请每个文件只保留一行。"},
          std::move(path)};
}

std::unexpected<Error> Invalid(Text message) {
  return Fail(ErrorKind::kBadInput, "manifest-invalid", std::move(message),
              {"The first line should be \"path,label\", followed by one line per file.",
               "首行应为“path,label”，之后每个文件一行。"});
}

}  // namespace

store::Split ParseSplit(std::string_view text) {
  const std::string name = LowerCase(text);
  if (IsOneOf(name, {"train", "training"})) return store::Split::kTrain;
  if (IsOneOf(name, {"val", "valid", "validation", "dev"})) return store::Split::kValidation;
  return name == "test" ? store::Split::kTest : store::Split::kAuto;
}

bool IsManifestName(std::string_view path) {
  return IsOneOf(LowerCase(FileName(path)), {"labels.csv", "manifest.csv", "labels.tsv", "manifest.tsv"});
}

Result<Manifest> ParseManifest(std::string_view text, std::string_view folder) {
  const std::optional<std::string> utf8 = ToUtf8(text);
  if (!utf8) {
    return Invalid({"The table is not text in UTF-8 or GB18030.", "表格不是 UTF-8 或 GB18030 编码的文本。"});
  }
  CsvReader reader(*utf8, GuessDelimiter(*utf8));
  std::vector<std::string> row;
  EASEL_ASSIGN(bool more, reader.Next(row));
  if (!more) return Invalid({"The table is empty.", "表格为空。"});
  Columns columns = ReadHeader(row);
  if (columns.path) {
    EASEL_ASSIGN(more, reader.Next(row));
  } else if (HasPictureExtension(TrimBlanks(row[0])) || HasSoundExtension(TrimBlanks(row[0]))) {
    columns = {.path = 0, .label = 1};
  } else {
    return Invalid({"The table has no column with the names of the files.", "表格中没有文件名列。"});
  }

  Manifest manifest;
  std::unordered_map<std::string, size_t> places;
  while (more) {
    const std::string file(Cell(row, columns.path));
    const std::optional<std::string> path = CleanPath(file);
    if (file.empty()) {
      manifest.issues.push_back(RowIncomplete(reader.line()));
    } else if (!path) {
      manifest.issues.push_back(UnsafePath(file));
    } else {
      ManifestRow parsed{folder.empty() ? *path : std::string(folder) + "/" + *path,
                         std::string(Cell(row, columns.label)), std::string(Cell(row, columns.group)),
                         ParseSplit(Cell(row, columns.split))};
      const auto [place, is_new] = places.try_emplace(parsed.path, manifest.rows.size());
      if (is_new) {
        manifest.rows.push_back(std::move(parsed));
      } else if (const ManifestRow& first = manifest.rows[place->second];
                 first.class_name != parsed.class_name) {
        manifest.issues.push_back(RowConflict(first.path, first.class_name));
      }
    }
    EASEL_ASSIGN(more, reader.Next(row));
  }
  return manifest;
}

}  // namespace easel::dataset
