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
  for (const Error& issue : manifest.issues.first()) out.push_back(issue.code);
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

TEST(Manifest, FindsGroups) {
  const auto groups = [](std::string_view text) {
    std::vector<std::string> out;
    const Manifest manifest = ParseManifest(text, "").value();
    for (const ManifestRow& row : manifest.rows) out.push_back(row.class_name + "|" + row.group);
    return out;
  };
  EXPECT_EQ(
      groups("filename,fold,target,category,esc10,src_file,take\n1-100032-A-0.wav,1,0,dog,True,100032,A\n"),
      (std::vector<std::string>{"dog|100032"}));
  EXPECT_EQ(groups("filename,fold,category\na.wav,3,dog\n"), (std::vector<std::string>{"dog|3"}));
  for (const char* column : {"group", "Speaker", "source", "machine", "说话人"}) {
    EXPECT_EQ(groups("path,label," + std::string(column) + ",fold\na.wav,x, y ,1\n"),
              (std::vector<std::string>{"x|y"}))
        << column;
  }
}

TEST(Manifest, TakesLinesForSegments) {
  const std::string_view text =
      "path,label,begin,end,group\nlong.wav,dog,1.5,2,g\nlong.wav,cat,0,0.25,\nshort.wav,cow,,,\nlong.wav,"
      "calm,,,\n"
      "none.wav,,0,0,\nbad.wav,x,one,2,\n";
  const Manifest manifest = ParseManifest(text, "", true).value();
  EXPECT_EQ(manifest.issues.count(), 0);
  ASSERT_EQ(manifest.rows.size(), 4u);
  EXPECT_EQ(manifest.rows[0].segments, (std::vector<Segment>{{1.5, 0.5, "dog"}, {0, 0.25, "cat"}}));
  EXPECT_EQ(manifest.rows[0].class_name, "calm");
  EXPECT_EQ(manifest.rows[0].group, "g");
  EXPECT_EQ(manifest.rows[1].class_name, "cow");
  EXPECT_FALSE(manifest.rows[1].segments);
  EXPECT_EQ(manifest.rows[2].segments, std::vector<Segment>()) << "nothing is to be heard";
  EXPECT_NE(manifest.rows[3].segments->front().begin, manifest.rows[3].segments->front().begin)
      << "not a number";
  for (const char* header : {"file;onset;offset;class", "file;start;duration;class"}) {
    const Manifest other = ParseManifest(std::string(header) + "\na.wav;1;4;x\n", "", true).value();
    EXPECT_EQ(other.rows[0].segments->front().begin, 1) << header;
  }
  // Elsewhere such columns say something else.
  EXPECT_FALSE(ParseManifest(text, "")->rows[0].segments);
  EXPECT_EQ(ParseManifest(text, "")->rows[0].class_name, "dog");
  EXPECT_FALSE(ParseManifest("slice_file_name,fsID,start,end,fold,class\n1.wav,7,58,62,2,bark\n", "", true)
                   ->rows[0]
                   .segments);
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

TEST(Manifest, RefusesMoreLinesThanTheLimit) {
  const std::string_view text = "path,label\na.wav,x\nb.wav,x\n";
  EXPECT_EQ(ParseManifest(text, "", false, 2)->rows.size(), 2u);
  EXPECT_EQ(ParseManifest(text, "", false, 1).error().code, "too-many-entries");
}

TEST(Manifest, CountsAllLinesThatCannotBeUsedAndKeepsTheFirst) {
  std::string text = "path,label\n";
  for (int i = 0; i < 1100; ++i) text += ",x\n";
  const Manifest manifest = ParseManifest(text, "").value();
  EXPECT_EQ(manifest.issues.count(), 1100);
  EXPECT_EQ(manifest.issues.first().size(), 1000u);
}

TEST(Manifest, IsKnownByItsName) {
  EXPECT_TRUE(IsManifestName("a/Labels.CSV"));
  EXPECT_TRUE(IsManifestName("manifest.tsv"));
  EXPECT_FALSE(IsManifestName("prices.csv"));
}

}  // namespace
}  // namespace easel::dataset
