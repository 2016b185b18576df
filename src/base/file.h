#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace easel {

using Bytes = std::vector<std::byte>;

/// A file descriptor that closes itself.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor() { Close(); }

  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  int Release() { return std::exchange(fd_, -1); }
  void Close();

 private:
  int fd_ = -1;
};

/// A file mapped read-only for the object's lifetime. Later changes of the file show through: map immutable files only.
class MappedFile {
 public:
  static Result<MappedFile> Open(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  std::span<const std::byte> bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::span<const std::byte> bytes) : bytes_(bytes) {}
  std::span<const std::byte> bytes_;
};

/// The whole file; kResources when it is larger than `max_bytes`.
Result<Bytes> ReadFile(const std::filesystem::path& path, size_t max_bytes = size_t{1} << 32);
Result<std::string> ReadTextFile(const std::filesystem::path& path, size_t max_bytes = size_t{1} << 28);

/// Writes all of `bytes` to an open descriptor, through short writes and interrupts.
Status WriteAll(int fd, std::span<const std::byte> bytes, const std::filesystem::path& path);

/// Replaces `path` as a whole or not at all, and durably: write to a temporary name, fsync, rename, fsync the folder.
/// `mode` is the permission of a new file.
Status WriteFileDurably(const std::filesystem::path& path, std::span<const std::byte> bytes, int mode = 0644);
Status WriteFileDurably(const std::filesystem::path& path, std::string_view text, int mode = 0644);

/// fsync of a folder, after which renames and new names in it survive a power loss.
Status SyncFolder(const std::filesystem::path& folder);

/// Creates the folder and its parents. Succeeds when it exists.
Status MakeFolders(const std::filesystem::path& folder);

/// The folder of the running executable, beside which the other programs lie; empty when the system does not tell.
std::filesystem::path ProgramFolder();

}  // namespace easel
