#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "dataset/boxes/types.h"

namespace easel::dataset {

/// A file in a folder or an archive. Folders themselves are not entries.
struct Entry {
  std::string path;  ///< relative, UTF-8, '/' between its parts; for display only when `refusal` is set
  std::optional<Error> refusal;  ///< why its content must not be touched ("unsafe-path", "symlink-skipped" …)
};

/// What a source may cost. Enforced on what comes out, never on what headers declare.
struct SourceLimits {
  int64_t max_entries = 5'000'000;
  size_t max_entry_bytes = size_t{64} << 20;
  size_t max_label_bytes = size_t{1} << 30;     ///< of a label file, which is read piece by piece
  int64_t max_total_bytes = int64_t{20} << 30;  ///< out of an archive; larger for archives of more than a GiB
  /// An entry that has grown past `bomb_bytes` at more than `bomb_ratio` times what was read for it is a
  /// bomb.
  int64_t bomb_bytes = 100'000'000;
  int64_t bomb_ratio = 1000;
};

/// Entries one after the other, in the same order each time the source is opened. Not thread-safe.
class Source {
 public:
  virtual ~Source() = default;

  /// Goes to the next entry; nullopt at the end. An error means that the source cannot go on.
  virtual Result<std::optional<Entry>> Next() = 0;

  /// The content of the current entry; at most once per entry. The outer error means that the source cannot
  /// go on, the inner one ("entry-broken", "entry-too-large", "entry-unreadable") costs this entry only.
  virtual Result<Result<Bytes>> Read() = 0;

  /// The content of the current entry piece by piece, instead of Read: of files that may be as large as
  /// `max_label_bytes`. Valid until Next; need not be read to the end. Errors are those of Read, both kinds;
  /// an error of the source is repeated by Next.
  virtual Pieces Stream() = 0;
};

/// Whether the content is an archive that OpenArchive reads: zip, or tar, plain or packed with gzip, bzip2,
/// xz or zstd.
Result<bool> IsArchive(const std::filesystem::path& path);

/// The archive's entries in its order, streamed; nothing is ever written to a path. A zip entry that cannot
/// be unpacked costs that entry; elsewhere the damage ends the source. Errors of the source:
/// "archive-broken", "archive-encrypted", "archive-bomb".
Result<std::unique_ptr<Source>> OpenArchive(const std::filesystem::path& path, const SourceLimits& limits);
/// The same from memory, which must outlive the source.
Result<std::unique_ptr<Source>> OpenArchive(std::span<const std::byte> bytes, const SourceLimits& limits);

/// The folder's files, each folder's sorted by name (bytes) with sub-folders in their place. Symbolic links
/// are refused, not followed; hidden folders are one refused entry.
Result<std::unique_ptr<Source>> OpenFolder(const std::filesystem::path& path, const SourceLimits& limits);

/// The listed files of a folder, in that order. Names that lead out of the folder, through links too, are
/// refused.
std::unique_ptr<Source> OpenFiles(const std::filesystem::path& folder, std::vector<std::string> names,
                                  const SourceLimits& limits);

}  // namespace easel::dataset
