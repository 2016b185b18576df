#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace easel::dataset {

/// Reads comma-separated values (RFC 4180), row by row: quoted fields with "" for a quote, line breaks inside
/// quotes, lines ending in CRLF, LF or CR; rows may differ in length; blank lines are skipped. A quote inside
/// a field that does not start with one is taken as it is, and so is what follows a closing quote. Fields
/// keep their blanks. Linear in the text; the text must outlive the reader.
class CsvReader {
 public:
  /// `text` is UTF-8 without a byte-order mark.
  CsvReader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

  /// Reads the next row into `row`; false at the end. kBadInput "csv-quote-open" for a quote that is never
  /// closed.
  Result<bool> Next(std::vector<std::string>& row);
  /// The line on which the row of the last call started, from 1.
  int64_t line() const { return row_line_; }

 private:
  Status ReadQuoted(std::string& field);

  std::string_view text_;
  char delimiter_;
  size_t at_ = 0;
  int64_t line_ = 1;
  int64_t row_line_ = 1;
};

/// The most frequent of comma, semicolon and tab in the first line, outside quotes.
char GuessDelimiter(std::string_view text);

/// The field as it has to be written: quoted where needed.
std::string CsvField(std::string_view text);

}  // namespace easel::dataset
