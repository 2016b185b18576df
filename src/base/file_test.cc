#include "base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace easel {
namespace {

TEST(File, DurableWriteReplacesTheWholeFile) {
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "durable";
  ASSERT_TRUE(WriteFileDurably(path, "first, longer"));
  ASSERT_TRUE(WriteFileDurably(path, "second", 0600));
  EXPECT_EQ(ReadTextFile(path).value(), "second");
  struct stat info {};
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST(File, AnImpossiblePathIsAnError) {
  EXPECT_EQ(WriteFileDurably("/dev/full/x", "a").error().kind, ErrorKind::kInternal);
  EXPECT_EQ(ReadFile("/nonexistent/x").error().kind, ErrorKind::kNotFound);
}

TEST(File, ALimitIsHonoured) {
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "limited";
  ASSERT_TRUE(WriteFileDurably(path, "12345"));
  EXPECT_EQ(ReadFile(path, 4).error().code, "file-too-large");
  EXPECT_EQ(MappedFile::Open(path)->bytes().size(), 5u);
}

}  // namespace
}  // namespace easel
