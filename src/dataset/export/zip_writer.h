#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"

struct archive;

namespace easel::dataset {

/// Writes a zip without compression (pictures are compressed already): the same entries give the same bytes.
/// The file appears under its name as a whole, durably, when Finish succeeds; without Finish nothing remains.
class ZipWriter {
 public:
  static Result<std::unique_ptr<ZipWriter>> Create(const std::filesystem::path& file);
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  /// `path` is UTF-8, relative, with '/' between its parts.
  Status Add(const std::string& path, std::span<const std::byte> content);
  Status Finish();

 private:
  explicit ZipWriter(const std::filesystem::path& file);
  std::unexpected<Error> Failure() const;

  const std::filesystem::path file_;
  const std::filesystem::path temporary_;
  std::unique_ptr<archive, int (*)(archive*)> archive_;
};

}  // namespace easel::dataset
