#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "base/file.h"
#include "base/hash.h"
#include "base/result.h"

namespace easel::store {

/// Content-addressed files: EASEL_HOME/blobs/ab/cdef…, named by their SHA-256, immutable, never overwritten.
/// Thread-safe, and safe between processes.
class Blobs {
 public:
  static Result<Blobs> Open(const std::filesystem::path& home);

  /// Stores the bytes durably (file and folder are synced) before it returns. Storing what is there already
  /// is cheap.
  Result<Hash> Put(std::span<const std::byte> bytes);

  /// The same for many, with one flush for the group: the way for imports.
  Result<std::vector<Hash>> PutAll(std::span<const std::span<const std::byte>> contents);

  /// The bytes; kNotFound "blob-missing" when there is none, kInternal "blob-damaged" when they do not have
  /// that hash any more.
  Result<Bytes> Get(const Hash& hash) const;
  /// The same without reading it: the hash is not checked.
  Result<MappedFile> Map(const Hash& hash) const;
  bool Has(const Hash& hash) const;
  /// Where the blob lies, e.g. for sending it as a file. It may not exist.
  std::filesystem::path PathOf(const Hash& hash) const;

 private:
  explicit Blobs(std::filesystem::path folder) : folder_(std::move(folder)) {}
  std::filesystem::path folder_;
};

}  // namespace easel::store
