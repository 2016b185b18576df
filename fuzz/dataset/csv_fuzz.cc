#include <cstdlib>
#include <string>
#include <vector>

#include "dataset/import/csv.h"
#include "dataset/import/entry_path.h"
#include "dataset/import/manifest.h"

namespace {

using Rows = std::vector<std::vector<std::string>>;

easel::Result<Rows> ReadAll(std::string_view text, char delimiter) {
  easel::dataset::CsvReader reader(text, delimiter);
  Rows rows;
  std::vector<std::string> row;
  while (true) {
    EASEL_ASSIGN(const bool more, reader.Next(row));
    if (!more) return rows;
    rows.push_back(row);
  }
}

}  // namespace

/// What was read is written and read again: the same rows. Tables of labels name clean paths only.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace easel::dataset;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const char delimiter = GuessDelimiter(text);
  if (const auto rows = ReadAll(text, delimiter)) {
    std::string written;
    Rows expected;
    for (const std::vector<std::string>& row : *rows) {
      if (row == std::vector<std::string>{""}) continue;  // a blank line when written
      expected.push_back(row);
      for (const std::string& field : row)
        written += (&field == row.data() ? "" : std::string(1, delimiter)) + CsvField(field);
      written += "\r\n";
    }
    const auto again = ReadAll(written, delimiter);
    if (!again || *again != expected) std::abort();
  }
  if (const auto manifest = ParseManifest(text, "")) {
    for (const ManifestRow& row : manifest->rows) {
      if (CleanPath(row.path) != row.path || !IsUtf8(row.class_name)) std::abort();
    }
  }
  return 0;
}
