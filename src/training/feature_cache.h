#pragma once

#include <filesystem>
#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/file.h"
#include "base/hash.h"
#include "base/result.h"

namespace easel::training {

/// Features on disk, so that a picture goes through a network once. One append-only file per kind of feature: a record is
/// the picture's hash, `size` float32 values and a checksum. It is a cache, not truth: a torn tail or a damaged record is
/// ignored and computed again; deleting the file costs time only. Several processes may append at the same time.
/// Find and Add are thread-safe.
class FeatureCache {
 public:
  /// Opens `<folder>/<key>.features`, creating it; `key` stands for all that the features depend on besides the picture:
  /// network, weights, taps, transform. `size` > 0 values per picture.
  static Result<FeatureCache> Open(const std::filesystem::path& folder, const Hash& key, size_t size);

  /// The features of a picture in `out` (of `size` values); false when they are not there.
  bool Find(const Hash& picture, std::span<float> out) const;
  /// Appends. A full disk is an error; the cache stays usable.
  Status Add(const Hash& picture, std::span<const float> features);

  FeatureCache(FeatureCache&&) noexcept = default;

 private:
  FeatureCache(std::filesystem::path path, size_t size) : path_(std::move(path)), size_(size) {}
  size_t RecordBytes() const;

  std::filesystem::path path_;
  size_t size_;
  FileDescriptor file_;
  MappedFile mapped_{*MappedFile::Open("/dev/null")};  ///< what was there at Open
  std::unordered_map<Hash, size_t> offsets_;           ///< of the records in mapped_
  std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();  ///< one append at a time
};

}  // namespace easel::training
