#include "training/feature_cache.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace easel::training {
namespace {

constexpr size_t kHashBytes = 32;
constexpr size_t kChecksumBytes = 8;

Hash Checksum(std::span<const std::byte> record) {
  return Sha256(record.first(record.size() - kChecksumBytes));
}

/// Appends of all processes are kept apart, so that records never interleave.
class FileLock {
 public:
  explicit FileLock(int fd) : fd_(fd) { ::flock(fd_, LOCK_EX); }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock() { ::flock(fd_, LOCK_UN); }

 private:
  int fd_;
};

}  // namespace

size_t FeatureCache::RecordBytes() const { return kHashBytes + size_ * sizeof(float) + kChecksumBytes; }

Result<FeatureCache> FeatureCache::Open(const std::filesystem::path& folder, const Hash& key, size_t size) {
  EASEL_TRY(MakeFolders(folder));
  FeatureCache cache(folder / (key.Hex().substr(0, 32) + ".features"), size);
  cache.file_ = FileDescriptor(::open(cache.path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (!cache.file_.valid()) return FailErrno("open", cache.path_.string(), errno);
  {
    // A process that died in the middle of an append left a torn record, after which all others would be misaligned.
    const FileLock lock(cache.file_.get());
    struct stat info {};
    if (::fstat(cache.file_.get(), &info) != 0) return FailErrno("stat", cache.path_.string(), errno);
    const auto whole = info.st_size - info.st_size % static_cast<off_t>(cache.RecordBytes());
    if (whole != info.st_size && ::ftruncate(cache.file_.get(), whole) != 0) {
      return FailErrno("truncate", cache.path_.string(), errno);
    }
  }
  EASEL_ASSIGN(cache.mapped_, MappedFile::Open(cache.path_));
  const auto bytes = cache.mapped_.bytes();
  for (size_t offset = 0; offset + cache.RecordBytes() <= bytes.size(); offset += cache.RecordBytes()) {
    Hash hash;
    std::memcpy(hash.bytes.data(), bytes.data() + offset, kHashBytes);
    cache.offsets_[hash] = offset;
  }
  return cache;
}

bool FeatureCache::Find(const Hash& picture, std::span<float> out) const {
  const auto found = offsets_.find(picture);
  if (found == offsets_.end()) return false;
  const auto record = mapped_.bytes().subspan(found->second, RecordBytes());
  if (std::memcmp(Checksum(record).bytes.data(), record.last(kChecksumBytes).data(), kChecksumBytes) != 0) return false;
  std::memcpy(out.data(), record.data() + kHashBytes, size_ * sizeof(float));
  return true;
}

Status FeatureCache::Add(const Hash& picture, std::span<const float> features) {
  Bytes record(RecordBytes());
  std::memcpy(record.data(), picture.bytes.data(), kHashBytes);
  std::memcpy(record.data() + kHashBytes, features.data(), size_ * sizeof(float));
  std::memcpy(record.data() + record.size() - kChecksumBytes, Checksum(record).bytes.data(), kChecksumBytes);
  const std::lock_guard guard(*mutex_);
  const FileLock lock(file_.get());
  struct stat info {};
  if (::fstat(file_.get(), &info) != 0) return FailErrno("stat", path_.string(), errno);
  Status written = WriteAll(file_.get(), record, path_);
  // Half a record would misalign what follows.
  if (!written && ::ftruncate(file_.get(), info.st_size) != 0) return FailErrno("truncate", path_.string(), errno);
  return written;
}

}  // namespace easel::training
