#include "dataset/import/entry_path.h"

#include <gtest/gtest.h>

namespace easel::dataset {
namespace {

TEST(EntryPath, KnowsUtf8) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("plain 猫 \xF0\x9F\x90\xB1"));
  EXPECT_FALSE(IsUtf8("\xC0\xAF")) << "overlong";
  EXPECT_FALSE(IsUtf8("\xE0\x80\x80")) << "overlong";
  EXPECT_FALSE(IsUtf8("\xED\xA0\x80")) << "surrogate";
  EXPECT_FALSE(IsUtf8("\xF4\x90\x80\x80")) << "above U+10FFFF";
  EXPECT_FALSE(IsUtf8("\xE7\x8C")) << "cut";
  EXPECT_FALSE(IsUtf8("\xFF"));
}

TEST(EntryPath, ConvertsGb18030) {
  EXPECT_EQ(ToUtf8("\xC3\xA8/\xB9\xB7.jpg"), "猫/狗.jpg");
  EXPECT_EQ(ToUtf8("猫"), "猫");
  EXPECT_EQ(FromGb18030("\xC3\xA8"), "猫");
  EXPECT_TRUE(IsAmbiguous("\xC3\xA8.jpg"));
  EXPECT_FALSE(IsAmbiguous("猫"));
  EXPECT_FALSE(IsAmbiguous("cat"));
  EXPECT_EQ(ToUtf8("\xEF\xBB\xBFpath"), "path");
  EXPECT_EQ(ToUtf8("\xFF\xFF"), std::nullopt);
}

TEST(EntryPath, CleansWhatStaysInside) {
  EXPECT_EQ(CleanPath("a/b.jpg"), "a/b.jpg");
  EXPECT_EQ(CleanPath("./a//b/./c.jpg"), "a/b/c.jpg");
  EXPECT_EQ(CleanPath("a\\b.jpg"), "a/b.jpg");
  EXPECT_EQ(CleanPath("a..b/..c"), "a..b/..c");
  for (const char* unsafe :
       {"", "/etc/passwd", "\\x", "C:\\x", "c:x", "./c:x", "../x", "a/../x", "a\\..\\x", "a/..", "."}) {
    EXPECT_EQ(CleanPath(unsafe), std::nullopt) << unsafe;
  }
  EXPECT_EQ(CleanPath(std::string(5000, 'a')), std::nullopt);
  EXPECT_EQ(CleanPath(std::string_view("a\0b", 3)), std::nullopt);
}

TEST(EntryPath, KnowsHiddenFiles) {
  for (const char* hidden : {".DS_Store", "a/.DS_Store", "__MACOSX/a/._b.jpg", "x/__MACOSX/b.jpg",
                             ".git/b.jpg", "a/Thumbs.db", "Desktop.ini"}) {
    EXPECT_TRUE(IsHidden(hidden)) << hidden;
  }
  for (const char* plain : {"a.jpg", "a.b/c.d.jpg", "a/b..jpg", "thumbs.db.jpg"})
    EXPECT_FALSE(IsHidden(plain)) << plain;
}

TEST(EntryPath, TakesApart) {
  EXPECT_EQ(FileName("a/b/c.JPG"), "c.JPG");
  EXPECT_EQ(FolderOf("a/b/c.JPG"), "a/b");
  EXPECT_EQ(FolderOf("c"), "");
  EXPECT_EQ(StemOf("a.x/c.tar.gz"), "a.x/c.tar");
  EXPECT_EQ(StemOf("a.x/c"), "a.x/c");
  EXPECT_EQ(ExtensionOf("a.x/c.JPG"), "jpg");
  EXPECT_EQ(ExtensionOf("a.x/c"), "");
  EXPECT_TRUE(HasPictureExtension("a/b.JPeG"));
  EXPECT_TRUE(HasPictureExtension("a/b.heic"));
  EXPECT_FALSE(HasPictureExtension("a.jpg/b.txt"));
  EXPECT_EQ(TrimBlanks(" \ta b\t "), "a b");
  EXPECT_EQ(TrimBlanks("  "), "");
}

}  // namespace
}  // namespace easel::dataset
