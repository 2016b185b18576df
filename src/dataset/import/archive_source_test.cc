#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "dataset/import/source.h"
#include "dataset/testing.h"

namespace easel::dataset {
namespace {

using testing::ArchiveEntry;
using testing::TemporaryFolder;
using testing::WriteArchive;

/// "path=content", "path!code" for a refusal or an unreadable entry, and the code of the error that ended it,
/// if any.
std::vector<std::string> ReadAll(const std::filesystem::path& file, const SourceLimits& limits = {}) {
  std::vector<std::string> out;
  Result<std::unique_ptr<Source>> source = OpenArchive(file, limits);
  if (!source) return {source.error().code};
  while (true) {
    Result<std::optional<Entry>> entry = (*source)->Next();
    if (!entry) return out.push_back(entry.error().code), out;
    if (!*entry) return out;
    const std::string& path = (*entry)->path;
    if ((*entry)->refusal) {
      out.push_back(path + "!" + (*entry)->refusal->code);
      continue;
    }
    Result<Result<Bytes>> content = (*source)->Read();
    if (!content) return out.push_back(content.error().code), out;
    if (!*content) {
      out.push_back(path + "!" + content->error().code);
    } else {
      const std::string text(reinterpret_cast<const char*>((*content)->data()), (*content)->size());
      out.push_back(path + "=" + (text.size() > 20 ? std::to_string(text.size()) : text));
    }
  }
}

class ArchiveSourceTest : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  const std::filesystem::path file_ = folder_.path() / "archive";
  using Lines = std::vector<std::string>;
};

TEST_F(ArchiveSourceTest, ReadsEveryKind) {
  const std::vector<ArchiveEntry> entries = {
      {"a/", "", AE_IFDIR}, {"a/1.jpg", "one"}, {"猫/2.jpg", "two"}, {"./b//3.jpg", ""}};
  const Lines expected = {"a/1.jpg=one", "猫/2.jpg=two", "b/3.jpg="};
  for (const auto& [format, filter] :
       {std::pair("zip", "none"), std::pair("gnutar", "none"), std::pair("ustar", "gzip"),
        std::pair("gnutar", "xz"), std::pair("gnutar", "zstd"), std::pair("ustar", "bzip2")}) {
    WriteArchive(file_, entries, format, filter);
    EXPECT_EQ(ReadAll(file_), expected) << format << " " << filter;
    EXPECT_TRUE(IsArchive(file_).value()) << format << " " << filter;
  }
}

TEST_F(ArchiveSourceTest, IsToldFromOtherFiles) {
  EXPECT_FALSE(IsArchive(folder_.Write("x.zip", "PK but not a zip")).value());
  EXPECT_FALSE(IsArchive(folder_.Write("empty", "")).value());
  EXPECT_FALSE(IsArchive(folder_.path() / "missing"));
}

TEST_F(ArchiveSourceTest, ReadsAnEmptyZip) {
  WriteArchive(file_, {});
  EXPECT_TRUE(IsArchive(file_).value());
  EXPECT_EQ(ReadAll(file_), Lines{});
}

TEST_F(ArchiveSourceTest, ConvertsChineseWindowsNames) {
  WriteArchive(file_, {{"\xC3\xA8/1.jpg", "x"}, {"\xB9\xB7/2.jpg", "x"}, {"鱼/3.jpg", "x"}});
  EXPECT_EQ(ReadAll(file_), (Lines{"猫/1.jpg=x", "狗/2.jpg=x", "鱼/3.jpg=x"}))
      << "one name tells how the others are meant";
  WriteArchive(file_, {{"\xC3\xA8/1.jpg", "x"}});
  EXPECT_EQ(ReadAll(file_), Lines{"è/1.jpg=x"});
}

TEST_F(ArchiveSourceTest, TouchesNothingOutside) {
  const std::vector<ArchiveEntry> entries = {
      {"../evil.jpg", "x"},
      {"/etc/evil.jpg", "x"},
      {"a/../../evil.jpg", "x"},
      {"link.jpg", "", AE_IFLNK, "/etc/passwd"},
      {"hard.jpg", "", AE_IFREG, "", "/etc/passwd"},
      {"pipe.jpg", "", AE_IFIFO},
      {"good.jpg", "x"},
  };
  WriteArchive(file_, entries, "gnutar");
  EXPECT_EQ(ReadAll(file_),
            (Lines{"../evil.jpg!unsafe-path", "/etc/evil.jpg!unsafe-path", "a/../../evil.jpg!unsafe-path",
                   "link.jpg!unsafe-path", "hard.jpg!unsafe-path", "pipe.jpg!unsafe-path", "good.jpg=x"}));
}

TEST_F(ArchiveSourceTest, SaysThatItIsEncrypted) {
  WriteArchive(file_, {{"a.jpg", "secret"}}, "zip", "none", "zip:encryption=zipcrypt");
  EXPECT_EQ(ReadAll(file_), Lines{"archive-encrypted"});
}

TEST_F(ArchiveSourceTest, StopsAtABomb) {
  const std::string zeros(200'000'000, '\0');
  WriteArchive(file_, {{"a.jpg", "x"}, {"bomb.jpg", zeros}});
  ASSERT_LT(std::filesystem::file_size(file_), 1'000'000u);
  EXPECT_EQ(ReadAll(file_), (Lines{"a.jpg=x", "archive-bomb"}));
  WriteArchive(file_, {{"bomb.jpg", zeros}}, "gnutar", "xz");
  EXPECT_EQ(ReadAll(file_), Lines{"archive-bomb"});
}

TEST_F(ArchiveSourceTest, StopsAtABombThatNobodyReads) {
  WriteArchive(file_, {{"bomb.bin", std::string(200'000'000, '\0')}, {"a.jpg", "x"}}, "gnutar", "gzip");
  const auto source = OpenArchive(file_, {}).value();
  ASSERT_TRUE(source->Next().value());
  const auto next = source->Next();
  ASSERT_FALSE(next) << "a packed stream must not be unpacked without limits to get past an entry";
  EXPECT_EQ(next.error().code, "archive-bomb");
}

TEST_F(ArchiveSourceTest, LimitsTheTotal) {
  const std::string noise = testing::Noise(20'000);
  WriteArchive(file_, {{"a", noise}, {"b", noise}, {"c", noise}}, "zip", "none");
  SourceLimits limits;
  limits.max_total_bytes = 0;  // then it is twenty times the archive
  EXPECT_EQ(ReadAll(file_, limits).size(), 3u);
  const std::string blank(30'000, 'x');
  WriteArchive(file_, {{"a", blank}, {"b", blank}, {"c", blank}});
  EXPECT_EQ(ReadAll(file_, limits).back(), "archive-bomb");
}

TEST_F(ArchiveSourceTest, RefusesEntriesThatAreTooLarge) {
  SourceLimits limits;
  limits.max_entry_bytes = 100;
  for (const auto& [format, filter] : {std::pair("zip", "none"), std::pair("gnutar", "gzip")}) {
    WriteArchive(file_, {{"a", std::string(101, 'x')}, {"b", std::string(100, 'x')}}, format, filter);
    EXPECT_EQ(ReadAll(file_, limits), (Lines{"a!entry-too-large", "b=100"})) << format;
  }
}

std::string Slurp(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST_F(ArchiveSourceTest, ADamagedZipEntryCostsThatEntry) {
  const std::string noise = testing::Noise(4000);
  for (const char* compression : {"zip:compression=deflate", "zip:compression=store"}) {
    WriteArchive(file_, {{"a", noise}, {"b", noise}, {"c", noise}}, "zip", "none", compression);
    std::string bytes = Slurp(file_);
    const size_t second = bytes.find("PK\3\4", 10);
    for (size_t i = 60; i < 90; ++i) bytes[second + i] = static_cast<char>(~bytes[second + i]);
    folder_.Write("archive", bytes);
    const std::string size = std::to_string(noise.size());
    EXPECT_EQ(ReadAll(file_), (Lines{"a=" + size, "b!entry-broken", "c=" + size})) << compression;
  }
}

TEST_F(ArchiveSourceTest, ManyDamagedEntriesEndIt) {
  std::vector<ArchiveEntry> entries;
  for (int i = 0; i < 300; ++i) entries.push_back({std::to_string(i), std::string(2000, 'x')});
  WriteArchive(file_, entries, "zip", "none", "zip:compression=deflate");
  std::string bytes = Slurp(file_);
  for (size_t at = bytes.find("PK\3\4"); at != std::string::npos; at = bytes.find("PK\3\4", at + 4))
    bytes[at + 38] = '\xFF', bytes[at + 39] = '\xFF', bytes[at + 37] = '\xFF';
  folder_.Write("archive", bytes);
  const Lines lines = ReadAll(file_);
  EXPECT_LE(lines.size(), 301u);
  EXPECT_TRUE(std::ranges::none_of(lines, [](const std::string& line) { return line.ends_with("=2000"); }));
}

TEST_F(ArchiveSourceTest, SaysThatATarIsCut) {
  WriteArchive(file_, {{"a", "x"}, {"b", testing::Noise(500'000)}}, "gnutar", "gzip");
  std::filesystem::resize_file(file_, std::filesystem::file_size(file_) - 700);
  const Lines lines = ReadAll(file_);
  EXPECT_EQ(lines.front(), "a=x");
  EXPECT_EQ(lines.back(), "archive-broken");
}

TEST_F(ArchiveSourceTest, SurvivesCuttingAnywhere) {
  WriteArchive(file_, {{"a/1", "hello"}, {"b/2", "world"}});
  const std::string whole = Slurp(file_);
  for (size_t length = 0; length < whole.size(); ++length) {
    folder_.Write("cut", whole.substr(0, length));
    for (const std::string& line : ReadAll(folder_.path() / "cut")) {
      EXPECT_TRUE(line == "a/1=hello" || line == "b/2=world" || line.starts_with("archive-") ||
                  line.ends_with("!entry-broken"))
          << length << ": " << line;
    }
  }
}

/// The current entry's content, read in pieces; "!code" for an error.
std::string Streamed(Source& source) {
  std::string out;
  const Pieces pieces = source.Stream();
  while (true) {
    const Result<std::string_view> piece = pieces();
    if (!piece) return "!" + piece.error().code;
    if (piece->empty()) return out;
    out += *piece;
  }
}

TEST_F(ArchiveSourceTest, StreamsLabelFilesThatAreTooLargeForPictures) {
  SourceLimits limits;
  limits.max_entry_bytes = 1000;
  limits.max_label_bytes = 1'000'000;
  const std::string large = testing::Noise(600'000);
  const std::vector<ArchiveEntry> entries = {
      {"a.json", large}, {"b.json", testing::Noise(1'100'000)}, {"c.json", ""}, {"d.jpg", "d"}};
  for (const auto& [format, filter] :
       {std::pair("zip", "none"), std::pair("gnutar", "none"), std::pair("ustar", "gzip")}) {
    WriteArchive(file_, entries, format, filter);
    const auto source = OpenArchive(file_, limits).value();
    ASSERT_TRUE(source->Next().value());
    EXPECT_EQ(Streamed(*source), large) << format;
    ASSERT_TRUE(source->Next().value());
    EXPECT_EQ(Streamed(*source), "!entry-too-large") << format;
    ASSERT_TRUE(source->Next().value());
    EXPECT_EQ(Streamed(*source), "") << format;
    ASSERT_TRUE(source->Next().value());
    EXPECT_EQ(source->Read().value().value().size(), 1u) << format;
    EXPECT_FALSE(source->Next().value()) << format;
  }
}

TEST_F(ArchiveSourceTest, AStreamNeedNotBeReadToItsEnd) {
  const std::vector<ArchiveEntry> entries = {{"a.json", testing::Noise(3'000'000)}, {"b.json", "b"}};
  for (const auto& [format, filter] :
       {std::pair("zip", "none"), std::pair("gnutar", "none"), std::pair("ustar", "gzip")}) {
    WriteArchive(file_, entries, format, filter);
    const auto source = OpenArchive(file_, SourceLimits()).value();
    ASSERT_TRUE(source->Next().value());
    EXPECT_FALSE(source->Stream()().value().empty());
    EXPECT_EQ(source->Next().value()->path, "b.json") << format;
    EXPECT_EQ(Streamed(*source), "b") << format;
  }
}

TEST_F(ArchiveSourceTest, ABombInAStreamEndsTheSource) {
  SourceLimits limits;
  limits.bomb_bytes = 100'000;
  limits.bomb_ratio = 100;
  WriteArchive(file_, {{"a.json", std::string(3'000'000, ' ')}, {"b.json", "b"}});
  const auto source = OpenArchive(file_, limits).value();
  ASSERT_TRUE(source->Next().value());
  EXPECT_EQ(Streamed(*source), "!archive-bomb");
  EXPECT_EQ(source->Next().error().code, "archive-bomb");
}

}  // namespace
}  // namespace easel::dataset
