#include "dataset/import/manifest.h"

#include <gtest/gtest.h>

namespace easel::dataset {
namespace {

std::vector<std::string> Rows(const Manifest& manifest) {
  std::vector<std::string> out;
  for (const ManifestRow& row : manifest.rows) {
    out.push_back(row.path + "|" + row.class_name + "|" + std::to_string(static_cast<int>(row.split)));
  }
  return out;
}

std::vector<std::string> Codes(const Manifest& manifest) {
  std::vector<std::string> out;
  for (const Error& issue : manifest.issues) out.push_back(issue.code);
  return out;
}

TEST(Manifest, FindsItsColumns) {
  EXPECT_EQ(Rows(ParseManifest("\xEF\xBB\xBFlabel, File ,split\r\ncat,a.jpg,train\r\ndog,b.jpg,VAL\r\n", "")
                     .value()),
            (std::vector<std::string>{"a.jpg|cat|1", "b.jpg|dog|2"}));
  EXPECT_EQ(Rows(ParseManifest("image;category\na.jpg;\"x;y\"\n", "top/in").value()),
            (std::vector<std::string>{"top/in/a.jpg|x;y|0"}));
  EXPECT_EQ(Rows(ParseManifest("图片\t标签\n猫.jpg\t猫\n", "").value()),
            (std::vector<std::string>{"猫.jpg|猫|0"}));
  EXPECT_EQ(Rows(ParseManifest("filename\na.jpg\n", "").value()), (std::vector<std::string>{"a.jpg||0"}));
}

TEST(Manifest, WorksWithoutAHeader) {
  EXPECT_EQ(Rows(ParseManifest("a.jpg,cat\nb.jpg\n", "").value()),
            (std::vector<std::string>{"a.jpg|cat|0", "b.jpg||0"}));
}

TEST(Manifest, ReadsGb18030) {
  EXPECT_EQ(Rows(ParseManifest("path,label\na.jpg,\xB9\xB7\n", "").value()),
            (std::vector<std::string>{"a.jpg|狗|0"}));
}

TEST(Manifest, TellsRowsThatCannotBeUsed) {
  const Manifest manifest =
      ParseManifest("path,label\n../a.jpg,x\n,x\na.jpg,x\na.jpg,y\na.jpg,x\n/etc/passwd,x\n", "").value();
  EXPECT_EQ(Rows(manifest), (std::vector<std::string>{"a.jpg|x|0"}));
  EXPECT_EQ(Codes(manifest),
            (std::vector<std::string>{"unsafe-path", "row-incomplete", "row-conflict", "unsafe-path"}));
}

TEST(Manifest, RefusesOtherTables) {
  EXPECT_EQ(ParseManifest("", "").error().code, "manifest-invalid");
  EXPECT_EQ(ParseManifest("id,price\n1,2\n", "").error().code, "manifest-invalid");
  EXPECT_EQ(ParseManifest("\xFF\xFE\x61", "").error().code, "manifest-invalid");
  EXPECT_EQ(ParseManifest("path,label\n\"a.jpg,x\n", "").error().code, "csv-quote-open");
}

TEST(Manifest, IsKnownByItsName) {
  EXPECT_TRUE(IsManifestName("a/Labels.CSV"));
  EXPECT_TRUE(IsManifestName("manifest.tsv"));
  EXPECT_FALSE(IsManifestName("prices.csv"));
}

}  // namespace
}  // namespace easel::dataset
