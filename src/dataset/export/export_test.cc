#include "dataset/export/export.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "dataset/testing.h"

namespace easel::dataset {
namespace {

using testing::Installation;
using testing::Picture;
using testing::TemporaryFolder;

/// "hash class split" of every labelled item, sorted.
std::vector<std::string> Labelled(Installation& at) {
  std::map<store::ClassId, std::string> names;
  const std::vector<store::Class> classes = at.catalog->projects().Classes(at.project).value();
  for (const store::Class& c : classes) names[c.id] = c.name;
  std::vector<std::string> out;
  EXPECT_TRUE(at.catalog->items().ForEach(at.project, [&](const store::Item& item) -> Status {
    if (item.class_id) {
      out.push_back(item.hash.Hex() + " " + names.at(*item.class_id) + " " +
                    std::string(SplitName(item.split)));
    }
    return {};
  }));
  std::ranges::sort(out);
  return out;
}

class ExportTest : public ::testing::Test {
 protected:
  Status Export(Installation& at, const std::filesystem::path& file) {
    NoProgress progress;
    return ExportFolders(*at.catalog, at.blobs, at.project, file, progress);
  }

  const TemporaryFolder home_;
  const TemporaryFolder data_;
  Installation at_{home_.path()};
  const std::filesystem::path zip_ = data_.path() / "out.zip";
};

TEST_F(ExportTest, ComesBackTheSame) {
  data_.Write("table.csv",
              "path,label,split\n1.bmp,猫,train\n2.bmp,a/b,test\n3.bmp,A\\B,\n4,\"x,\"\"y\"\"\",validation\n"
              "sub/1.bmp,猫,\n5.bmp,.hidden,\n6.bmp,__MACOSX,\n7.bmp,,\n8.bmp,..,\n");
  uint64_t seed = 0;
  for (const char* name : {"1.bmp", "2.bmp", "3.bmp", "4", "sub/1.bmp", "5.bmp", "6.bmp", "7.bmp", "8.bmp"}) {
    data_.Write(name, Picture(++seed));
  }
  ASSERT_EQ(at_.Import(data_.path() / "table.csv").value().added, 9);
  ASSERT_TRUE(Export(at_, zip_));

  const TemporaryFolder other_home;
  Installation other(other_home.path());
  const ImportReport report = other.Import(zip_).value();
  EXPECT_TRUE(report.issues.empty()) << (report.issues.empty()
                                             ? ""
                                             : report.issues[0].entry + report.issues[0].code);
  EXPECT_EQ(report.added, 8) << "without the unlabelled one";
  EXPECT_EQ(Labelled(other), Labelled(at_));
}

TEST_F(ExportTest, GivesTheSameBytesEachTime) {
  data_.Write("d/a/1.bmp", Picture(1));
  data_.Write("d/b/2.bmp", Picture(2));
  ASSERT_TRUE(at_.Import(data_.path() / "d"));
  ASSERT_TRUE(Export(at_, zip_));
  const Bytes first = ReadFile(zip_).value();
  ASSERT_TRUE(Export(at_, zip_));
  EXPECT_EQ(ReadFile(zip_).value(), first);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(data_.path()), {}), 2)
      << "nothing is left over";
}

TEST_F(ExportTest, RefusesAnEmptyProjectAndImpossibleFiles) {
  EXPECT_EQ(Export(at_, zip_).error().code, "no-items");
  EXPECT_FALSE(std::filesystem::exists(zip_));
  data_.Write("d/a/1.bmp", Picture(1));
  ASSERT_TRUE(at_.Import(data_.path() / "d"));
  EXPECT_FALSE(Export(at_, data_.path() / "missing" / "out.zip"));
}

}  // namespace
}  // namespace easel::dataset
