#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/file.h"
#include "base/progress.h"
#include "base/random.h"
#include "dataset/boxes/number.h"
#include "dataset/import/import.h"
#include "dataset/types.h"
#include "media/decode/decoder.h"
#include "media/encode/wav.h"
#include "store/blobs.h"
#include "store/catalog.h"

/// What the room's tests share: pictures, archives and an installation in a folder that goes away. Tests
/// only.
namespace easel::dataset::testing {

/// A 24-bit BMP of random grey blocks: pictures of different seeds have unrelated fingerprints. `speck` ≠ 0
/// changes one pixel a little: a near-duplicate.
inline std::string Picture(uint64_t seed, int speck = 0, uint32_t side = 36) {
  const uint32_t stride = (side * 3 + 3) / 4 * 4;
  const uint32_t size = 54 + stride * side;
  std::string out(size, '\0');
  const auto put = [&out](size_t at, uint32_t value) { std::memcpy(out.data() + at, &value, sizeof value); };
  out[0] = 'B';
  out[1] = 'M';
  put(2, size);
  put(10, 54);
  put(14, 40);
  put(18, side);
  put(22, side);
  put(26, 1 | 24 << 16);
  Random random(seed);
  const uint32_t block = side / 9;
  std::vector<char> greys(10 * 10);
  for (char& grey : greys) grey = static_cast<char>(random.Below(256));
  for (uint32_t y = 0; y < side; ++y) {
    for (uint32_t x = 0; x < side; ++x) {
      std::memset(out.data() + 54 + y * stride + x * 3, greys[y / block * 10 + x / block], 3);
    }
  }
  out[54] = static_cast<char>(out[54] ^ speck);
  return out;
}

/// A WAV file of noise: recordings of different seeds have nothing in common.
inline std::string Recording(uint64_t seed, double seconds = 0.25, int rate = 8000, float loudness = 0.5F) {
  Random random(seed);
  media::Sound sound{.rate = rate, .samples = std::vector<float>(static_cast<size_t>(seconds * rate))};
  for (float& sample : sound.samples) sample = loudness * static_cast<float>(random.Uniform() * 2 - 1);
  const Bytes bytes = media::EncodeWav(sound);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Bytes that do not compress.
inline std::string Noise(size_t size) {
  Random random(size);
  std::string out(size, '\0');
  for (char& c : out) c = static_cast<char>(random.Next());
  return out;
}

/// In memory where the system has a place for that: waiting for the disk is what the store's tests are for.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    const std::filesystem::path memory = "/dev/shm";
    const std::filesystem::path base =
        std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    path_ = base / ("easel-dataset-" + RandomHex(8));
    std::filesystem::create_directories(path_);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path Write(const std::filesystem::path& name, std::string_view content) const {
    std::filesystem::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << content;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

struct ArchiveEntry {
  std::string path;
  std::string content;
  mode_t type = AE_IFREG;
  std::string link;       ///< target of a symbolic link
  std::string hard_link;  ///< target of a hard link
};

/// Writes an archive by the names of libarchive's formats and filters ("zip", "gnutar"; "none", "gzip", "xz",
/// "zstd").
inline void WriteArchive(const std::filesystem::path& file, const std::vector<ArchiveEntry>& entries,
                         const char* format = "zip", const char* filter = "none",
                         const char* options = nullptr) {
  const std::unique_ptr<archive, int (*)(archive*)> a(archive_write_new(), &archive_write_free);
  ASSERT_EQ(archive_write_set_format_by_name(a.get(), format), ARCHIVE_OK);
  if (std::string_view(filter) != "none") {
    ASSERT_EQ(archive_write_add_filter_by_name(a.get(), filter), ARCHIVE_OK);
  }
  if (options != nullptr) {
    ASSERT_EQ(archive_write_set_options(a.get(), options), ARCHIVE_OK) << archive_error_string(a.get());
    ASSERT_EQ(archive_write_set_passphrase(a.get(), "secret"), ARCHIVE_OK);
  }
  ASSERT_EQ(archive_write_open_filename(a.get(), file.c_str()), ARCHIVE_OK);
  for (const ArchiveEntry& entry : entries) {
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> header(archive_entry_new(),
                                                                          &archive_entry_free);
    archive_entry_set_pathname(header.get(), entry.path.c_str());
    archive_entry_set_filetype(header.get(), entry.type);
    archive_entry_set_perm(header.get(), 0644);
    archive_entry_set_size(header.get(), static_cast<la_int64_t>(entry.content.size()));
    if (!entry.link.empty()) archive_entry_set_symlink(header.get(), entry.link.c_str());
    if (!entry.hard_link.empty()) archive_entry_set_hardlink(header.get(), entry.hard_link.c_str());
    ASSERT_GE(archive_write_header(a.get(), header.get()), ARCHIVE_WARN) << archive_error_string(a.get());
    if (!entry.content.empty()) archive_write_data(a.get(), entry.content.data(), entry.content.size());
  }
  ASSERT_EQ(archive_write_close(a.get()), ARCHIVE_OK);
}

inline std::unique_ptr<media::Decoder> RealDecoder() {
  return media::MakeSandboxedDecoder(std::filesystem::path(EASEL_BIN_DIR) / "easel-decoder", 2);
}

/// An installation with one project.
class Installation {
 public:
  explicit Installation(const std::filesystem::path& home, std::string_view task = store::kClassification)
      : catalog(store::Catalog::Open(home, clock).value()),
        blobs(store::Blobs::Open(home).value()),
        decoder(RealDecoder()) {
    const Result<store::Project> known = catalog->projects().Find("p");
    project = known ? known->id : catalog->projects().Create("p", task).value().id;
  }

  Result<ImportReport> Import(const std::filesystem::path& path, const json::object& options = {},
                              const std::string& key = RandomHex(8), const ImportLimits& limits = {}) {
    NoProgress progress;
    return dataset::Import(*catalog, blobs, *decoder, project, path,
                           OptionValues::Parse(ImportOptions(), options).value(), key, progress, limits);
  }

  /// "name class split" of every item, in the order of import; "-" for no class.
  std::vector<std::string> Items() {
    std::vector<std::string> out;
    std::map<store::ClassId, std::string> names;
    const std::vector<store::Class> classes = catalog->projects().Classes(project).value();
    for (const store::Class& c : classes) names[c.id] = c.name;
    EXPECT_TRUE(catalog->items().ForEach(project, [&](const store::Item& item) -> Status {
      out.push_back(item.name + " " + (item.class_id ? names.at(*item.class_id) : "-") + " " +
                    std::string(SplitName(item.split)));
      return {};
    }));
    return out;
  }

  /// "name split" and " class left,top,width,height" for each box of every item, in the order of import; "-"
  /// for one that is not labelled.
  std::vector<std::string> Boxes() {
    std::vector<std::string> out;
    EXPECT_TRUE(catalog->items().ForEach(project, [&](const store::Item& item) -> Status {
      std::string& line = out.emplace_back(item.name + " " + std::string(SplitName(item.split)));
      const store::ItemBoxes boxes = catalog->boxes().Get(project, item.id).value();
      if (!boxes.labelled) line += " -";
      for (const store::ItemBox& box : boxes.boxes) {
        line += " " + box.class_name + " " + FormatNumber(box.left) + "," + FormatNumber(box.top) + "," +
                FormatNumber(box.width) + "," + FormatNumber(box.height);
      }
      return {};
    }));
    return out;
  }

  /// "name class split group" and " class begin+seconds" for each segment of every item, in the order of
  /// import; "-" for what there is none of, and "labelled" for an item that is labelled with no segment.
  std::vector<std::string> Sounds() {
    std::vector<std::string> out;
    std::map<store::ClassId, std::string> names;
    const std::vector<store::Class> classes = catalog->projects().Classes(project).value();
    for (const store::Class& c : classes) names[c.id] = c.name;
    EXPECT_TRUE(catalog->items().ForEach(project, [&](const store::Item& item) -> Status {
      std::string& line = out.emplace_back(
          item.name + " " + (item.class_id ? names.at(*item.class_id) : "-") + " " +
          std::string(SplitName(item.split)) + " " + (item.source.empty() ? "-" : item.source));
      const store::ItemBoxes boxes = catalog->boxes().Get(project, item.id).value();
      if (boxes.labelled && boxes.boxes.empty()) line += " labelled";
      for (const store::ItemBox& box : boxes.boxes) {
        line += " " + box.class_name + " " + FormatNumber(box.left) + "+" + FormatNumber(box.width);
      }
      return {};
    }));
    return out;
  }

  SystemClock clock;
  std::unique_ptr<store::Catalog> catalog;
  store::Blobs blobs;
  std::unique_ptr<media::Decoder> decoder;
  store::ProjectId project = 0;
};

}  // namespace easel::dataset::testing
