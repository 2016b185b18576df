#include "store/blobs.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <set>
#include <unordered_set>

#include "base/random.h"

namespace easel::store {
namespace {

namespace fs = std::filesystem;

constexpr auto kLeftoverAge = std::chrono::hours(1);
/// From here on one flush of the whole file system is cheaper than one for each file.
constexpr size_t kGroup = 8;

bool HasSize(const fs::path& path, size_t size) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) &&
         static_cast<size_t>(info.st_size) == size;
}

/// A file under a temporary name, removed unless it was renamed.
class TemporaryFile {
 public:
  static Result<TemporaryFile> Write(const fs::path& folder, std::span<const std::byte> bytes, bool sync) {
    // The process id lets a later Open tell a dead writer's file from one being written.
    fs::path path = folder / (std::to_string(::getpid()) + "-" + RandomHex(8));
    const FileDescriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!fd.valid()) return FailErrno("create", path.string(), errno);
    TemporaryFile file(std::move(path));
    EASEL_TRY(WriteAll(fd.get(), bytes, file.path_));
    if (sync && ::fsync(fd.get()) != 0) return FailErrno("sync", file.path_.string(), errno);
    return file;
  }

  TemporaryFile(TemporaryFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  ~TemporaryFile() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  Status Rename(const fs::path& target) {
    if (::rename(path_.c_str(), target.c_str()) != 0) return FailErrno("rename", target.string(), errno);
    path_.clear();
    return {};
  }

 private:
  explicit TemporaryFile(fs::path path) : path_(std::move(path)) {}

  fs::path path_;
};

Status SyncFileSystem(const FileDescriptor& folder, const fs::path& path) {
  if (::syncfs(folder.get()) != 0) return FailErrno("sync", path.string(), errno);
  return {};
}

bool WriterIsGone(const fs::path& temporary) {
  const std::string name = temporary.filename().string();
  pid_t writer = 0;
  std::from_chars(name.data(), name.data() + name.size(), writer);
  return writer <= 0 || (::kill(writer, 0) != 0 && errno == ESRCH);
}

std::unexpected<Error> Missing(const Hash& hash) {
  return Fail(ErrorKind::kNotFound, "blob-missing", {"A stored file is missing.", "存储的文件缺失。"},
              {"Restore EASEL_HOME from a backup, or import the file again.",
               "请从备份恢复 EASEL_HOME，或重新导入该文件。"},
              hash.Hex());
}

void RemoveLeftovers(const fs::path& folder) {
  std::error_code error;
  for (fs::directory_iterator file(folder, error), end; !error && file != end; file.increment(error)) {
    std::error_code gone;
    const auto written = fs::last_write_time(file->path(), gone);
    if (gone || fs::file_time_type::clock::now() - written < kLeftoverAge) continue;
    if (WriterIsGone(file->path())) fs::remove(file->path(), gone);
  }
}

}  // namespace

Result<Blobs> Blobs::Open(const fs::path& home) {
  Blobs blobs(home / "blobs");
  EASEL_TRY(MakeFolders(blobs.folder_ / ".tmp"));
  for (int first = 0; first < 256; ++first) {
    Hash hash;
    hash.bytes[0] = static_cast<std::byte>(first);
    EASEL_TRY(MakeFolders(blobs.PathOf(hash).parent_path()));
  }
  EASEL_TRY(SyncFolder(blobs.folder_));
  EASEL_TRY(SyncFolder(home));
  RemoveLeftovers(blobs.folder_ / ".tmp");
  return blobs;
}

Result<Hash> Blobs::Put(std::span<const std::byte> bytes) {
  EASEL_ASSIGN(const std::vector<Hash> hashes, PutAll(std::span(&bytes, 1)));
  return hashes.front();
}

Result<std::vector<Hash>> Blobs::PutAll(std::span<const std::span<const std::byte>> contents) {
  const bool together = contents.size() > kGroup;
  // Opened before the first write: syncfs tells of write errors since then.
  const FileDescriptor folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid()) return FailErrno("open", folder_.string(), errno);

  std::vector<Hash> hashes;
  hashes.reserve(contents.size());
  std::unordered_set<Hash> seen;
  std::vector<std::pair<TemporaryFile, fs::path>> files;
  // A blob that is there may be another writer's whose name is not flushed yet, so its folder counts too.
  std::set<fs::path> folders;
  for (const std::span<const std::byte> bytes : contents) {
    const Hash hash = hashes.emplace_back(Sha256(bytes));
    if (!seen.insert(hash).second) continue;
    fs::path target = PathOf(hash);
    folders.insert(target.parent_path());
    if (HasSize(target, bytes.size())) continue;
    EASEL_ASSIGN(TemporaryFile file, TemporaryFile::Write(folder_ / ".tmp", bytes, !together));
    files.emplace_back(std::move(file), std::move(target));
  }
  if (together && !files.empty()) EASEL_TRY(SyncFileSystem(folder, folder_));
  for (auto& [file, target] : files) EASEL_TRY(file.Rename(target));
  if (together) {
    EASEL_TRY(SyncFileSystem(folder, folder_));
  } else {
    for (const fs::path& renamed : folders) EASEL_TRY(SyncFolder(renamed));
  }
  return hashes;
}

Result<Bytes> Blobs::Get(const Hash& hash) const {
  Result<Bytes> bytes = ReadFile(PathOf(hash));
  if (!bytes && bytes.error().kind == ErrorKind::kNotFound) return Missing(hash);
  if (bytes && Sha256(*bytes) != hash) {
    return Fail(ErrorKind::kInternal, "blob-damaged", {"A stored file is damaged.", "存储的文件已损坏。"},
                {"Check the disk; import the file again or restore a backup.",
                 "请检查磁盘，并重新导入该文件或恢复备份。"},
                hash.Hex());
  }
  return bytes;
}

Result<MappedFile> Blobs::Map(const Hash& hash) const {
  Result<MappedFile> file = MappedFile::Open(PathOf(hash));
  if (!file && file.error().kind == ErrorKind::kNotFound) return Missing(hash);
  return file;
}

bool Blobs::Has(const Hash& hash) const {
  std::error_code error;
  return fs::is_regular_file(PathOf(hash), error);
}

fs::path Blobs::PathOf(const Hash& hash) const {
  const std::string hex = hash.Hex();
  return folder_ / hex.substr(0, 2) / hex.substr(2);
}

}  // namespace easel::store
