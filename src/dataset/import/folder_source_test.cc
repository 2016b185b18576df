#include <gtest/gtest.h>
#include <sys/stat.h>

#include "dataset/import/source.h"
#include "dataset/testing.h"

namespace easel::dataset {
namespace {

using testing::TemporaryFolder;
using Lines = std::vector<std::string>;

Lines ReadAll(Source& source) {
  Lines out;
  while (const std::optional<Entry> entry = source.Next().value()) {
    if (entry->refusal) {
      out.push_back(entry->path + "!" + entry->refusal->code);
      continue;
    }
    const Result<Bytes> content = source.Read().value();
    out.push_back(entry->path +
                  (content ? "=" + std::to_string(content->size()) : "!" + content.error().code));
  }
  return out;
}

TEST(FolderSource, WalksInOrderAndFollowsNoLink) {
  const TemporaryFolder folder;
  const TemporaryFolder outside;
  outside.Write("secret.jpg", "secret");
  folder.Write("b/2.jpg", "22");
  folder.Write("b/1.jpg", "1");
  folder.Write("a/deep/er/x.jpg", "");
  folder.Write("c.jpg", "333");
  folder.Write(".git/objects/x.jpg", "x");
  std::filesystem::create_symlink(outside.path() / "secret.jpg", folder.path() / "b/3.jpg");
  std::filesystem::create_directory_symlink(outside.path(), folder.path() / "d");
  ASSERT_EQ(mkfifo((folder.path() / "pipe.jpg").c_str(), 0600), 0);
  const auto source = OpenFolder(folder.path(), {}).value();
  EXPECT_EQ(ReadAll(*source),
            (Lines{".git!hidden-skipped", "a/deep/er/x.jpg=0", "b/1.jpg=1", "b/2.jpg=2",
                   "b/3.jpg!symlink-skipped", "c.jpg=3", "d!symlink-skipped", "pipe.jpg!unsafe-path"}));
}

TEST(FolderSource, RefusesLargeFiles) {
  const TemporaryFolder folder;
  folder.Write("a.jpg", "12345");
  folder.Write("b.jpg", "1234");
  SourceLimits limits;
  limits.max_entry_bytes = 4;
  EXPECT_EQ(ReadAll(*OpenFolder(folder.path(), limits).value()), (Lines{"a.jpg!entry-too-large", "b.jpg=4"}));
}

TEST(FilesSource, StaysInItsFolder) {
  const TemporaryFolder folder;
  const TemporaryFolder outside;
  outside.Write("secret.jpg", "secret");
  folder.Write("a/1.jpg", "1");
  std::filesystem::create_directory_symlink(outside.path(), folder.path() / "link");
  const auto source = OpenFiles(
      folder.path(),
      {"a/1.jpg", "link/secret.jpg", "../x.jpg", "gone.jpg", (outside.path() / "secret.jpg").string()}, {});
  EXPECT_EQ(ReadAll(*source),
            (Lines{"a/1.jpg=1", "link/secret.jpg!unsafe-path", "../x.jpg!unsafe-path",
                   "gone.jpg!file-missing", (outside.path() / "secret.jpg").string() + "!unsafe-path"}));
}

TEST(FolderSource, StreamsFilesWithinTheirLimit) {
  const TemporaryFolder folder;
  const std::string large = testing::Noise(700'000);
  folder.Write("a.json", large);
  folder.Write("b.json", testing::Noise(900'000));
  SourceLimits limits;
  limits.max_entry_bytes = 1000;
  limits.max_label_bytes = 800'000;
  const auto source = OpenFolder(folder.path(), limits).value();
  ASSERT_TRUE(source->Next().value());
  std::string read;
  const Pieces pieces = source->Stream();
  while (true) {
    const std::string_view piece = pieces().value();
    if (piece.empty()) break;
    read += piece;
  }
  EXPECT_EQ(read, large);
  ASSERT_TRUE(source->Next().value());
  const Pieces too_large = source->Stream();
  Result<std::string_view> piece = too_large();
  while (piece && !piece->empty()) piece = too_large();
  ASSERT_FALSE(piece);
  EXPECT_EQ(piece.error().code, "entry-too-large");
}

}  // namespace
}  // namespace easel::dataset
