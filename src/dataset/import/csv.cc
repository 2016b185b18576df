#include "dataset/import/csv.h"

#include <algorithm>
#include <array>

namespace easel::dataset {

Result<bool> CsvReader::Next(std::vector<std::string>& row) {
  row.clear();
  while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) line_ += text_[at_++] == '\n';
  row_line_ = line_;
  if (at_ == text_.size()) return false;
  while (true) {
    std::string& field = row.emplace_back();
    if (at_ < text_.size() && text_[at_] == '"') EASEL_TRY(ReadQuoted(field));
    const std::array<char, 4> stops = {delimiter_, '\n', '\r', '\0'};
    const size_t end = std::min(text_.find_first_of(stops.data(), at_, 3), text_.size());
    field += text_.substr(at_, end - at_);
    at_ = end;
    if (at_ == text_.size() || text_[at_] != delimiter_) return true;
    ++at_;
  }
}

Status CsvReader::ReadQuoted(std::string& field) {
  const int64_t opened = line_;
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '"') {
      if (at_ + 1 == text_.size() || text_[at_ + 1] != '"') {
        ++at_;
        return {};
      }
      ++at_;
    }
    line_ += text_[at_] == '\n';
    field += text_[at_];
  }
  return Fail(
      ErrorKind::kBadInput, "csv-quote-open",
      {"A quote opened on line " + std::to_string(opened) + " is never closed.",
       "第 " + std::to_string(opened) + " 行的引号没有闭合。"},
      {"Add the missing quote, or save the table as CSV again.", "请补上引号，或重新将表格另存为 CSV。"});
}

char GuessDelimiter(std::string_view text) {
  std::array<std::pair<char, int>, 3> counts = {{{',', 0}, {';', 0}, {'\t', 0}}};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    for (auto& [delimiter, count] : counts) count += c == delimiter;
  }
  return std::ranges::max_element(counts, {}, &std::pair<char, int>::second)->first;
}

std::string CsvField(std::string_view text) {
  if (text.find_first_of(",;\t\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace easel::dataset
