#include "dataset/export/file_names.h"

#include <gtest/gtest.h>

#include "dataset/import/entry_path.h"

namespace easel::dataset {
namespace {

TEST(SafeName, IsSafeEverywhere) {
  EXPECT_EQ(SafeName("cat 猫.jpg"), "cat 猫.jpg");
  EXPECT_EQ(SafeName("a/b\\c:d*e?.jpg"), "a_b_c_d_e_.jpg");
  EXPECT_EQ(SafeName(".hidden"), "_hidden");
  EXPECT_EQ(SafeName(".."), "_");
  EXPECT_EQ(SafeName(""), "_");
  EXPECT_EQ(SafeName("a. "), "a");
  EXPECT_EQ(SafeName("a\nb"), "a_b");
  EXPECT_FALSE(IsHidden(SafeName("__MACOSX")));
}

TEST(SafeName, CutsBetweenCharactersAndKeepsTheExtension) {
  std::string name;
  for (int i = 0; i < 100; ++i) name += "猫";
  const std::string safe = SafeName(name + ".jpeg");
  EXPECT_LE(safe.size(), 120u);
  EXPECT_TRUE(safe.ends_with("猫.jpeg")) << safe;
  EXPECT_TRUE(IsUtf8(safe));
}

TEST(UniqueNames, DifferEvenWithoutCase) {
  UniqueNames names;
  EXPECT_EQ(names.Take("a/x.jpg"), "a/x.jpg");
  EXPECT_EQ(names.Take("a/X.jpg"), "a/X-2.jpg");
  EXPECT_EQ(names.Take("a/x.jpg"), "a/x-3.jpg");
  EXPECT_EQ(names.Take("a/x-2.jpg"), "a/x-2-2.jpg");
  EXPECT_EQ(names.Take("b/x.jpg"), "b/x.jpg");
}

}  // namespace
}  // namespace easel::dataset
