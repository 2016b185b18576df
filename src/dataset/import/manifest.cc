#include "dataset/import/manifest.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <unordered_map>

#include "dataset/boxes/number.h"
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
  std::optional<size_t> begin;
  std::optional<size_t> end;
  std::optional<size_t> seconds;

  bool have_segments() const { return begin && (end || seconds); }
};

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

Columns ReadHeader(const std::vector<std::string>& row, bool with_segments) {
  Columns columns;
  std::optional<size_t> fold;
  for (size_t i = 0; i < row.size(); ++i) {
    const std::string name = LowerCase(TrimBlanks(row[i]));
    if (IsOneOf(name, {"path", "file", "filename", "file_name", "filepath", "file_path", "image",
                       "image_path", "audio", "audio_path", "sound", "slice_file_name", "name", "音频",
                       "图片", "文件", "文件名", "路径"})) {
      if (!columns.path) columns.path = i;
      if (name == "slice_file_name") with_segments = false;
    } else if (IsOneOf(name, {"label", "class", "category", "class_name", "标签", "类别", "分类"})) {
      if (!columns.label) columns.label = i;
    } else if (IsOneOf(name,
                       {"group", "speaker", "speaker_id", "client_id", "machine", "machine_id", "session",
                        "recording", "source", "src_file", "fsid", "分组", "说话人", "设备", "录音"})) {
      if (!columns.group) columns.group = i;
    } else if (IsOneOf(name, {"split", "set", "subset", "划分"})) {
      if (!columns.split) columns.split = i;
    } else if (name == "fold") {
      fold = i;
    } else if (IsOneOf(name, {"begin", "start", "onset", "begin_time", "start_time", "开始", "起点"})) {
      if (!columns.begin) columns.begin = i;
    } else if (IsOneOf(name, {"end", "stop", "offset", "end_time", "stop_time", "结束", "终点"})) {
      if (!columns.end) columns.end = i;
    } else if (IsOneOf(name, {"seconds", "duration", "length", "时长"})) {
      if (!columns.seconds) columns.seconds = i;
    }
  }
  // What was cut out of one recording is in one fold, but a fold holds more than one recording.
  if (!columns.group) columns.group = fold;
  if (!with_segments || !columns.have_segments()) columns.begin.reset();
  return columns;
}

std::string_view Cell(const std::vector<std::string>& row, std::optional<size_t> column) {
  return column && *column < row.size() ? TrimBlanks(row[*column]) : std::string_view();
}

/// The segment that a line is about; nullopt: it is about the whole file.
std::optional<Segment> SegmentIn(const std::vector<std::string>& row, const Columns& columns) {
  if (!columns.have_segments()) return std::nullopt;
  const std::string_view begin = Cell(row, columns.begin);
  const std::string_view end = Cell(row, columns.end);
  const std::string_view seconds = Cell(row, columns.seconds);
  if (begin.empty() && end.empty()) return std::nullopt;
  const double from = ParseNumber(begin);
  return Segment{from, seconds.empty() ? ParseNumber(end) - from : ParseNumber(seconds),
                 std::string(Cell(row, columns.label))};
}

ManifestRow RowOf(std::string path, const std::vector<std::string>& row, const Columns& columns) {
  ManifestRow out{std::move(path), "", std::string(Cell(row, columns.group)),
                  ParseSplit(Cell(row, columns.split))};
  if (std::optional<Segment> segment = SegmentIn(row, columns)) {
    out.segments.emplace();
    const bool nothing = segment->label.empty() && segment->seconds == 0;
    if (!nothing) out.segments->push_back(*std::move(segment));
  } else {
    out.class_name = Cell(row, columns.label);
  }
  return out;
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

/// Takes another line about the same file. False: it gives it another class.
bool Join(ManifestRow& first, ManifestRow more) {
  if (first.group.empty()) first.group = std::move(more.group);
  if (first.split == store::Split::kAuto) first.split = more.split;
  if (more.segments) {
    if (!first.segments) first.segments.emplace();
    std::ranges::move(*more.segments, std::back_inserter(*first.segments));
    return true;
  }
  if (first.segments && first.class_name.empty()) first.class_name = std::move(more.class_name);
  return first.class_name == more.class_name || more.class_name.empty();
}

std::unexpected<Error> Invalid(Text message) {
  return Fail(ErrorKind::kBadInput, "manifest-invalid", std::move(message),
              {"The first line should be \"path,label\", followed by one line per file.",
               "首行应为“path,label”，之后每个文件一行。"});
}

std::unexpected<Error> TooManyLines(size_t limit) {
  return Fail(ErrorKind::kResources, "too-many-entries",
              {"The table has more than " + std::to_string(limit) + " lines.",
               "表格超过 " + std::to_string(limit) + " 行。"},
              {"Import it in several parts.", "请分成几部分导入。"});
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

Result<Manifest> ParseManifest(std::string_view text, std::string_view folder, bool with_segments,
                               size_t max_lines) {
  const std::optional<std::string> utf8 = ToUtf8(text);
  if (!utf8) {
    return Invalid({"The table is not text in UTF-8 or GB18030.", "表格不是 UTF-8 或 GB18030 编码的文本。"});
  }
  CsvReader reader(*utf8, GuessDelimiter(*utf8));
  std::vector<std::string> row;
  EASEL_ASSIGN(bool more, reader.Next(row));
  if (!more) return Invalid({"The table is empty.", "表格为空。"});
  Columns columns = ReadHeader(row, with_segments);
  if (columns.path) {
    EASEL_ASSIGN(more, reader.Next(row));
  } else if (HasPictureExtension(TrimBlanks(row[0])) || HasSoundExtension(TrimBlanks(row[0]))) {
    columns = {.path = 0, .label = 1};
  } else {
    return Invalid({"The table has no column with the names of the files.", "表格中没有文件名列。"});
  }

  Manifest manifest;
  std::unordered_map<std::string, size_t> places;
  for (size_t lines = 1; more; ++lines) {
    if (lines > max_lines) return TooManyLines(max_lines);
    const std::string file(Cell(row, columns.path));
    const std::optional<std::string> path = CleanPath(file);
    if (file.empty()) {
      manifest.issues.Add(RowIncomplete(reader.line()));
    } else if (!path) {
      manifest.issues.Add(UnsafePath(file));
    } else {
      ManifestRow parsed = RowOf(folder.empty() ? *path : std::string(folder) + "/" + *path, row, columns);
      const auto [place, is_new] = places.try_emplace(parsed.path, manifest.rows.size());
      if (is_new) {
        manifest.rows.push_back(std::move(parsed));
      } else if (ManifestRow& first = manifest.rows[place->second]; !Join(first, std::move(parsed))) {
        manifest.issues.Add(RowConflict(first.path, first.class_name));
      }
    }
    EASEL_ASSIGN(more, reader.Next(row));
  }
  return manifest;
}

}  // namespace easel::dataset
