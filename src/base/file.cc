#include "base/file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

namespace easel {

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  if (this != &other) {
    Close();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void FileDescriptor::Close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Result<MappedFile> MappedFile::Open(const std::filesystem::path& path) {
  const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return FailErrno("open", path.string(), errno);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return FailErrno("stat", path.string(), errno);
  const auto size = static_cast<size_t>(info.st_size);
  if (size == 0) return MappedFile({});
  void* address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd.get(), 0);
  if (address == MAP_FAILED) return FailErrno("map", path.string(), errno);
  return MappedFile({static_cast<const std::byte*>(address), size});
}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

Result<Bytes> ReadFile(const std::filesystem::path& path, size_t max_bytes) {
  const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return FailErrno("open", path.string(), errno);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return FailErrno("stat", path.string(), errno);
  if (S_ISDIR(info.st_mode)) return FailErrno("read a folder as a file", path.string(), EISDIR);
  if (static_cast<size_t>(info.st_size) > max_bytes) {
    return Fail(ErrorKind::kResources, "file-too-large",
                {"The file is larger than " + std::to_string(max_bytes) + " bytes.",
                 "文件大小超过 " + std::to_string(max_bytes) + " 字节。"},
                {}, path.string());
  }
  Bytes bytes(static_cast<size_t>(info.st_size));
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::read(fd.get(), bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FailErrno("read", path.string(), errno);
    if (count == 0) break;
    done += static_cast<size_t>(count);
  }
  bytes.resize(done);
  return bytes;
}

Result<std::string> ReadTextFile(const std::filesystem::path& path, size_t max_bytes) {
  EASEL_ASSIGN(const Bytes bytes, ReadFile(path, max_bytes));
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

Status WriteAll(int fd, std::span<const std::byte> bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return FailErrno("write", path.string(), errno);
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
  return {};
}

Status WriteFileDurably(const std::filesystem::path& path, std::span<const std::byte> bytes, int mode) {
  static std::atomic<unsigned> counter{0};
  std::filesystem::path temporary = path;
  temporary += ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(counter++);
  Status status = [&]() -> Status {
    FileDescriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!fd.valid()) return FailErrno("create", temporary.string(), errno);
    EASEL_TRY(WriteAll(fd.get(), bytes, temporary));
    if (::fsync(fd.get()) != 0) return FailErrno("sync", temporary.string(), errno);
    if (::rename(temporary.c_str(), path.c_str()) != 0) return FailErrno("rename", path.string(), errno);
    return SyncFolder(path.parent_path());
  }();
  if (!status) ::unlink(temporary.c_str());
  return status;
}

Status WriteFileDurably(const std::filesystem::path& path, std::string_view text, int mode) {
  return WriteFileDurably(path, std::as_bytes(std::span(text)), mode);
}

Status SyncFolder(const std::filesystem::path& folder) {
  const std::filesystem::path name = folder.empty() ? std::filesystem::path(".") : folder;
  const FileDescriptor fd(::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid()) return FailErrno("open", name.string(), errno);
  if (::fsync(fd.get()) != 0) return FailErrno("sync", name.string(), errno);
  return {};
}

Status MakeFolders(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return FailErrno("create the folder", folder.string(), error.value());
  return {};
}

std::filesystem::path ProgramFolder() {
  std::error_code unreadable;
  return std::filesystem::read_symlink("/proc/self/exe", unreadable).parent_path();
}

}  // namespace easel
