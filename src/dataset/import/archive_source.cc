#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <sys/stat.h>

#include <algorithm>
#include <clocale>
#include <fstream>
#include <functional>

#include "dataset/import/entry_path.h"
#include "dataset/import/issues.h"
#include "dataset/import/source.h"

namespace easel::dataset {
namespace {

namespace fs = std::filesystem;

/// libarchive passes names through unharmed only where the thread's character set is UTF-8.
class Utf8Locale {
 public:
  Utf8Locale() : locale_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (locale_ != nullptr) previous_ = uselocale(locale_);
  }
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;
  ~Utf8Locale() {
    if (locale_ == nullptr) return;
    uselocale(previous_);
    freelocale(locale_);
  }

 private:
  locale_t locale_;
  locale_t previous_ = nullptr;
};

using Handle = std::unique_ptr<archive, decltype(&archive_read_free)>;

Handle NewReader() {
  Handle handle(archive_read_new(), &archive_read_free);
  archive* a = handle.get();
  archive_read_support_filter_gzip(a);
  archive_read_support_filter_bzip2(a);
  archive_read_support_filter_xz(a);
  archive_read_support_filter_zstd(a);
  archive_read_support_format_zip(a);
  archive_read_support_format_tar(a);
  return handle;
}

std::unexpected<Error> Broken(int64_t entries) {
  const std::string count = std::to_string(entries);
  return Fail(ErrorKind::kBadInput, "archive-broken",
              {"The archive is damaged or incomplete: only " + count + " files of it could be read.",
               "压缩包已损坏或不完整：只能读取其中 " + count + " 个文件。"},
              {"Pack or copy it again and import it once more; what is there already is kept.",
               "请重新打包或复制后再次导入；已导入的内容会保留。"});
}

std::unexpected<Error> Bomb(const std::string& entry) {
  return Fail(ErrorKind::kBadInput, "archive-bomb",
              {"The archive unpacks to far more data than pictures ever have, so it was refused.",
               "压缩包解压后的数据量远超正常图片，已拒绝导入。"},
              {"Pack only the pictures.", "请只打包图片文件。"}, entry);
}

class ArchiveSource final : public Source {
 public:
  using Opener = std::function<int(archive*)>;

  ArchiveSource(Opener opener, int64_t archive_bytes, const SourceLimits& limits)
      : opener_(std::move(opener)),
        limits_(limits),
        max_total_bytes_(std::max(limits.max_total_bytes, archive_bytes * 20)) {}

  Status Open() {
    const Utf8Locale locale;
    handle_ = NewReader();
    if (opener_(handle_.get()) != ARCHIVE_OK) return Broken(0);
    names_are_gb18030_ = HasForeignNames();
    return {};
  }

  Result<std::optional<Entry>> Next() override {
    const Utf8Locale locale;
    if (failure_) return std::unexpected(*failure_);
    while (true) {
      EASEL_ASSIGN(archive_entry* const header, NextHeader());
      if (header == nullptr) return std::nullopt;
      if (++headers_ > limits_.max_entries * 2) return Bomb({});  // folders count here, unlike in the import
      if (archive_entry_is_encrypted(header) != 0) {
        return Fail(ErrorKind::kBadInput, "archive-encrypted",
                    {"The archive is protected with a password.", "压缩包设有密码保护。"},
                    {"Pack the pictures again without a password.", "请不设密码重新打包图片。"});
      }
      if (archive_entry_filetype(header) == AE_IFDIR) continue;
      current_ = Describe(header);
      return current_;
    }
  }

  Result<Result<Bytes>> Read() override {
    const Utf8Locale locale;
    Bytes bytes;
    EASEL_ASSIGN(const Data data, ReadData(&bytes));
    if (data == Data::kTooLarge) return Result<Bytes>(std::unexpected(EntryTooLarge(current_.path)));
    if (data == Data::kBroken) return Result<Bytes>(std::unexpected(EntryBroken(current_.path)));
    return Result<Bytes>(std::move(bytes));
  }

  Pieces Stream() override {
    return [this]() -> Result<std::string_view> {
      const Utf8Locale locale;
      if (failure_) return std::unexpected(*failure_);
      EASEL_ASSIGN(const Block block, NextBlock(limits_.max_label_bytes));
      if (block.data == Data::kBroken) return std::unexpected(EntryBroken(current_.path));
      if (block.data == Data::kTooLarge) return std::unexpected(EntryTooLarge(current_.path));
      return block.bytes;
    };
  }

 private:
  enum class Data { kMore, kWhole, kTooLarge, kBroken };

  /// A piece of an entry, or why there is none.
  struct Block {
    Data data = Data::kMore;
    std::string_view bytes;
  };

  /// Whether a name in a zip is not UTF-8, so that ambiguous ones are not either. Headers of a zip are cheap
  /// to read.
  bool HasForeignNames() const {
    const Handle handle = NewReader();
    if (opener_(handle.get()) != ARCHIVE_OK) return false;
    archive_entry* header = nullptr;
    for (int64_t i = 0;
         i < limits_.max_entries && archive_read_next_header(handle.get(), &header) == ARCHIVE_OK; ++i) {
      if (!IsZip(handle.get())) return false;
      if (!IsUtf8(NameOf(header))) return true;
    }
    return false;
  }

  static std::string_view NameOf(archive_entry* header) {
    const char* name = archive_entry_pathname(header);
    return name == nullptr ? std::string_view() : std::string_view(name);
  }

  Entry Describe(archive_entry* header) const {
    const std::string_view name = NameOf(header);
    const std::optional<std::string> text =
        names_are_gb18030_ && IsAmbiguous(name) ? FromGb18030(name) : ToUtf8(name);
    const std::optional<std::string> path = text ? CleanPath(*text) : std::nullopt;
    const auto type = archive_entry_filetype(header);
    Entry entry{path ? *path : text.value_or("?"), std::nullopt};
    const bool plain = type == AE_IFREG || type == 0;  // zips made elsewhere carry no type
    if (!path || !plain || archive_entry_hardlink(header) != nullptr) entry.refusal = UnsafePath(entry.path);
    return entry;
  }

  static bool IsZip(archive* a) {
    return (archive_format(a) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
  }

  /// The next header; null at the end.
  Result<archive_entry*> NextHeader() {
    // A packed stream has to be unpacked to get past an entry: with the same limits as when it is wanted.
    if (!consumed_ && headers_ > 0 && archive_filter_count(handle_.get()) > 1) {
      EASEL_ASSIGN(const Data data, ReadData(nullptr));
      if (data == Data::kBroken && !IsZip(handle_.get())) return Broken(headers_);
    }
    if (lost_) EASEL_TRY(Recover());
    archive_entry* header = nullptr;
    const int code = archive_read_next_header(handle_.get(), &header);
    if (code == ARCHIVE_EOF) return nullptr;
    if (code < ARCHIVE_WARN) return Broken(headers_);
    consumed_ = false;
    size_ = 0;
    entry_start_ = archive_filter_bytes(handle_.get(), -1);
    return header;
  }

  /// After data that could not be unpacked libarchive gives up; a zip is opened again and its headers are
  /// passed over.
  Status Recover() {
    if (++recoveries_ > kMaxRecoveries || !IsZip(handle_.get())) return Broken(headers_);
    handle_ = NewReader();
    if (opener_(handle_.get()) != ARCHIVE_OK) return Broken(headers_);
    for (int64_t i = 0; i < headers_; ++i) {
      archive_entry* header = nullptr;
      if (archive_read_next_header(handle_.get(), &header) < ARCHIVE_WARN) return Broken(headers_);
    }
    lost_ = false;
    return {};
  }

  /// Unpacks the current entry into `out` (null: nowhere), from where its last block ended.
  Result<Data> ReadData(Bytes* out) {
    bool too_large = false;
    while (true) {
      EASEL_ASSIGN(const Block block, NextBlock(limits_.max_entry_bytes));
      if (block.data == Data::kBroken) return Data::kBroken;
      too_large |= block.data == Data::kTooLarge;
      // One that is too large is unpacked to its end: in a packed stream there is no other way past it.
      if (consumed_) return too_large ? Data::kTooLarge : Data::kWhole;
      if (out == nullptr || too_large) continue;
      const auto* begin = reinterpret_cast<const std::byte*>(block.bytes.data());
      out->insert(out->end(), begin, begin + block.bytes.size());
    }
  }

  /// Unpacks a block of the current entry. kTooLarge without `consumed_`: there is more.
  Result<Block> NextBlock(size_t max_bytes) {
    const auto end = [this](Data data) {
      consumed_ = true;
      return Block{data, {}};
    };
    if (consumed_) return end(Data::kWhole);
    const void* block = nullptr;
    size_t length = 0;
    la_int64_t offset = 0;
    int code = ARCHIVE_OK;
    do {
      code = archive_read_data_block(handle_.get(), &block, &length, &offset);
    } while (code == ARCHIVE_OK && length == 0 && offset == size_);
    if (code == ARCHIVE_EOF)
      return end(size_ <= static_cast<int64_t>(max_bytes) ? Data::kWhole : Data::kTooLarge);
    if (code != ARCHIVE_OK) {  // a wrong checksum or size is a mere warning there
      lost_ = code == ARCHIVE_FATAL;
      return end(Data::kBroken);
    }
    if (offset != size_) return end(Data::kBroken);  // a sparse file: no picture is
    size_ += static_cast<int64_t>(length);
    total_bytes_ += static_cast<int64_t>(length);
    const int64_t packed = std::max<int64_t>(1, archive_filter_bytes(handle_.get(), -1) - entry_start_);
    if (total_bytes_ > max_total_bytes_ ||
        (size_ > limits_.bomb_bytes && size_ / packed >= limits_.bomb_ratio)) {
      failure_ = Bomb(current_.path).error();
      return std::unexpected(*failure_);
    }
    if (size_ <= static_cast<int64_t>(max_bytes)) {
      return Block{Data::kMore, {static_cast<const char*>(block), length}};
    }
    if (size_ > limits_.bomb_bytes && archive_filter_count(handle_.get()) <= 1) return end(Data::kTooLarge);
    return Block{Data::kTooLarge, {}};
  }

  /// Opening again passes over all headers so far: bounded, since hostile archives may have nothing but
  /// damage.
  static constexpr int kMaxRecoveries = 100;

  const Opener opener_;
  const SourceLimits limits_;
  const int64_t max_total_bytes_;
  Handle handle_{nullptr, &archive_read_free};
  bool names_are_gb18030_ = false;
  Entry current_;
  bool consumed_ = true;          ///< the current entry's data was read
  int64_t size_ = 0;              ///< of that data so far
  std::optional<Error> failure_;  ///< the source cannot go on
  bool lost_ = false;             ///< the handle is of no use any more
  int recoveries_ = 0;
  int64_t headers_ = 0;
  int64_t entry_start_ = 0;  ///< bytes of the archive read up to the current entry's data
  int64_t total_bytes_ = 0;  ///< that came out of it
};

Result<std::unique_ptr<Source>> OpenWith(ArchiveSource::Opener opener, int64_t bytes,
                                         const SourceLimits& limits) {
  auto source = std::make_unique<ArchiveSource>(std::move(opener), bytes, limits);
  EASEL_TRY(source->Open());
  return source;
}

}  // namespace

Result<bool> IsArchive(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return FailErrno("open", path.string(), errno);
  std::string head(512, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<size_t>(file.gcount()));
  const std::string_view start = head;
  for (const std::string_view magic : {std::string_view("PK\3\4", 4), std::string_view("PK\5\6", 4),
                                       std::string_view("\x1F\x8B", 2), std::string_view("BZh", 3),
                                       std::string_view("\xFD"
                                                        "7zXZ",
                                                        5),
                                       std::string_view("\x28\xB5\x2F\xFD", 4)}) {
    if (start.starts_with(magic)) return true;
  }
  return start.size() > 262 && start.substr(257, 5) == "ustar";
}

Result<std::unique_ptr<Source>> OpenArchive(const fs::path& path, const SourceLimits& limits) {
  std::error_code error;
  const auto size = static_cast<int64_t>(fs::file_size(path, error));
  if (error) return FailErrno("open", path.string(), error.value());
  constexpr size_t kBlock = size_t{1} << 18;
  return OpenWith([path](archive* a) { return archive_read_open_filename(a, path.c_str(), kBlock); }, size,
                  limits);
}

Result<std::unique_ptr<Source>> OpenArchive(std::span<const std::byte> bytes, const SourceLimits& limits) {
  return OpenWith([bytes](archive* a) { return archive_read_open_memory(a, bytes.data(), bytes.size()); },
                  static_cast<int64_t>(bytes.size()), limits);
}

}  // namespace easel::dataset
