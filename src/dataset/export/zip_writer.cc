#include "dataset/export/zip_writer.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/file.h"
#include "base/random.h"

namespace easel::dataset {

Result<std::unique_ptr<ZipWriter>> ZipWriter::Create(const std::filesystem::path& file) {
  std::unique_ptr<ZipWriter> writer(new ZipWriter(file));
  archive* a = writer->archive_.get();
  if (archive_write_set_format_zip(a) != ARCHIVE_OK ||
      archive_write_set_options(a, "zip:compression=store,zip:hdrcharset=UTF-8") != ARCHIVE_OK ||
      archive_write_open_filename(a, writer->temporary_.c_str()) != ARCHIVE_OK) {
    return writer->Failure();
  }
  return writer;
}

ZipWriter::ZipWriter(const std::filesystem::path& file)
    : file_(file),
      temporary_(file.string() + "." + RandomHex(8) + ".part"),
      archive_(archive_write_new(), &archive_write_free) {}

ZipWriter::~ZipWriter() {
  archive_.reset();
  unlink(temporary_.c_str());
}

Status ZipWriter::Add(const std::string& path, std::span<const std::byte> content) {
  const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                       &archive_entry_free);
  archive_entry_set_pathname_utf8(entry.get(), path.c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_mtime(entry.get(), 946684800,
                          0);  // 2000-01-01: the content decides the bytes, not the hour
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
  if (archive_write_header(archive_.get(), entry.get()) != ARCHIVE_OK) return Failure();
  for (size_t done = 0; done < content.size();) {
    const la_ssize_t count = archive_write_data(archive_.get(), content.data() + done, content.size() - done);
    if (count <= 0) return Failure();
    done += static_cast<size_t>(count);
  }
  return {};
}

Status ZipWriter::Finish() {
  if (archive_write_close(archive_.get()) != ARCHIVE_OK) return Failure();
  const FileDescriptor written(open(temporary_.c_str(), O_RDONLY | O_CLOEXEC));
  if (!written.valid() || fsync(written.get()) != 0) return FailErrno("sync", file_.string(), errno);
  if (rename(temporary_.c_str(), file_.c_str()) != 0) return FailErrno("rename", file_.string(), errno);
  return SyncFolder(file_.has_parent_path() ? file_.parent_path() : ".");
}

std::unexpected<Error> ZipWriter::Failure() const {
  return FailErrno("write", file_.string(), archive_errno(archive_.get()));
}

}  // namespace easel::dataset
