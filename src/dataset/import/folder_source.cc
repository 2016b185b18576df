#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "dataset/import/entry_path.h"
#include "dataset/import/issues.h"
#include "dataset/import/source.h"

namespace easel::dataset {
namespace {

namespace fs = std::filesystem;

/// A regular file's bytes, without following a link in the last part and without hanging on a pipe.
Result<Bytes> ReadRegularFile(const fs::path& path, const std::string& entry, size_t max_bytes) {
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file.valid()) return std::unexpected(errno == ENOENT ? FileMissing(entry) : EntryUnreadable(entry));
  struct stat status{};
  if (fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::unexpected(UnsafePath(entry));
  if (static_cast<uint64_t>(status.st_size) > max_bytes) return std::unexpected(EntryTooLarge(entry));
  Bytes bytes(static_cast<size_t>(status.st_size));
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t count = read(file.get(), bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::unexpected(EntryUnreadable(entry));
    done += static_cast<size_t>(count);
  }
  return bytes;
}

/// The same piece by piece.
Pieces StreamRegularFile(const fs::path& path, const std::string& entry, size_t max_bytes) {
  constexpr size_t kPiece = size_t{1} << 18;
  struct State {
    FileDescriptor file;
    std::string piece;
    size_t total = 0;
  };
  const auto state = std::make_shared<State>();
  state->file = FileDescriptor(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  const int failure = state->file.valid() ? 0 : errno;
  return [state, failure, entry, max_bytes]() -> Result<std::string_view> {
    if (failure != 0) {
      return std::unexpected(failure == ENOENT ? FileMissing(entry) : EntryUnreadable(entry));
    }
    struct stat status{};
    if (fstat(state->file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
      return std::unexpected(UnsafePath(entry));
    }
    state->piece.resize(kPiece);
    ssize_t count = 0;
    do {
      count = read(state->file.get(), state->piece.data(), kPiece);
    } while (count < 0 && errno == EINTR);
    if (count < 0) return std::unexpected(EntryUnreadable(entry));
    state->total += static_cast<size_t>(count);
    if (state->total > max_bytes) return std::unexpected(EntryTooLarge(entry));
    return std::string_view(state->piece).substr(0, static_cast<size_t>(count));
  };
}

class FolderSource final : public Source {
 public:
  FolderSource(fs::path root, const SourceLimits& limits) : root_(std::move(root)), limits_(limits) {}

  Status Start() { return Enter(""); }

  Result<std::optional<Entry>> Next() override {
    while (!levels_.empty()) {
      Level& level = levels_.back();
      if (level.next == level.names.size()) {
        levels_.pop_back();
        continue;
      }
      const std::string raw = level.folder + level.names[level.next++];
      const std::optional<std::string> path = ToUtf8(raw);
      const fs::file_status status = fs::symlink_status(root_ / raw);
      current_ = Entry{path.value_or("?"), std::nullopt};
      current_file_ = root_ / raw;
      if (fs::is_symlink(status)) {
        current_.refusal = SymlinkSkipped(current_.path);
      } else if (fs::is_directory(status)) {
        if (!IsHidden(current_.path)) {
          if (Enter(raw + "/")) continue;
          current_.refusal = EntryUnreadable(current_.path);
        } else {
          current_.refusal = HiddenSkipped(current_.path);
        }
      } else if (!path || !fs::is_regular_file(status)) {
        current_.refusal = UnsafePath(current_.path);
      }
      return current_;
    }
    return std::nullopt;
  }

  Result<Result<Bytes>> Read() override {
    return ReadRegularFile(current_file_, current_.path, limits_.max_entry_bytes);
  }

  Pieces Stream() override {
    return StreamRegularFile(current_file_, current_.path, limits_.max_label_bytes);
  }

 private:
  struct Level {
    std::string folder;  ///< relative to the root, ending in '/'; empty for the root
    std::vector<std::string> names;
    size_t next = 0;
  };

  Status Enter(std::string folder) {
    Level level{std::move(folder), {}, 0};
    std::error_code error;
    for (fs::directory_iterator at(root_ / level.folder, error), end; !error && at != end;
         at.increment(error)) {
      level.names.push_back(at->path().filename().string());
    }
    if (error) return FailErrno("open", (root_ / level.folder).string(), error.value());
    std::ranges::sort(level.names);
    levels_.push_back(std::move(level));
    return {};
  }

  const fs::path root_;
  const SourceLimits limits_;
  std::vector<Level> levels_;  ///< from the root to the folder that is being listed
  Entry current_;
  fs::path current_file_;
};

class FilesSource final : public Source {
 public:
  FilesSource(fs::path folder, std::vector<std::string> names, const SourceLimits& limits)
      : folder_(std::move(folder)), names_(std::move(names)), limits_(limits) {}

  Result<std::optional<Entry>> Next() override {
    if (next_ == names_.size()) return std::nullopt;
    const std::string& name = names_[next_++];
    const std::optional<std::string> path = CleanPath(name);
    Entry entry{path.value_or(name), std::nullopt};
    if (!path || !StaysInside(*path)) entry.refusal = UnsafePath(entry.path);
    return entry;
  }

  Result<Result<Bytes>> Read() override {
    const std::string path = CleanPath(names_[next_ - 1]).value();
    return ReadRegularFile(folder_ / path, path, limits_.max_entry_bytes);
  }

  Pieces Stream() override {
    const std::string path = CleanPath(names_[next_ - 1]).value();
    return StreamRegularFile(folder_ / path, path, limits_.max_label_bytes);
  }

 private:
  bool StaysInside(const std::string& path) const {
    std::error_code error;
    const fs::path root = fs::weakly_canonical(folder_, error);
    const fs::path file = fs::weakly_canonical(folder_ / path, error);
    return !error && std::ranges::mismatch(root, file).in1 == root.end();
  }

  const fs::path folder_;
  const std::vector<std::string> names_;
  const SourceLimits limits_;
  size_t next_ = 0;
};

}  // namespace

Result<std::unique_ptr<Source>> OpenFolder(const fs::path& path, const SourceLimits& limits) {
  auto source = std::make_unique<FolderSource>(path, limits);
  EASEL_TRY(source->Start());
  return source;
}

std::unique_ptr<Source> OpenFiles(const fs::path& folder, std::vector<std::string> names,
                                  const SourceLimits& limits) {
  return std::make_unique<FilesSource>(folder, std::move(names), limits);
}

}  // namespace easel::dataset
