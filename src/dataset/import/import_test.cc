#include "dataset/import/import.h"

#include <gtest/gtest.h>

#include "dataset/testing.h"

namespace easel::dataset {
namespace {

using testing::ArchiveEntry;
using testing::Installation;
using testing::Picture;
using testing::TemporaryFolder;
using testing::WriteArchive;
using Lines = std::vector<std::string>;

class ImportTest : public ::testing::Test {
 protected:
  std::filesystem::path Zip(const std::vector<ArchiveEntry>& entries) {
    WriteArchive(data_.path() / "data.zip", entries);
    return data_.path() / "data.zip";
  }
  /// The code of the issue of an entry; "" for none.
  static std::string IssueOf(const ImportReport& report, std::string_view entry) {
    for (const ImportIssue& issue : report.issues) {
      if (issue.entry == entry) return issue.code;
    }
    return {};
  }

  const TemporaryFolder home_;
  const TemporaryFolder data_;
  Installation at_{home_.path()};
};

TEST_F(ImportTest, TakesClassesFromFolders) {
  const auto zip =
      Zip({{"photos/cat/1.bmp", Picture(1)}, {"photos/猫 和 狗/2.bmp", Picture(2)}, {"3.bmp", Picture(3)}});
  const ImportReport report = at_.Import(zip).value();
  EXPECT_EQ(at_.Items(), (Lines{"1.bmp cat auto", "2.bmp 猫 和 狗 auto", "3.bmp - auto"}));
  EXPECT_EQ(report.entries, 3);
  EXPECT_EQ(report.added, 3);
  EXPECT_EQ(report.classes, (std::vector<std::pair<std::string, int64_t>>{{"cat", 1}, {"猫 和 狗", 1}}));
  EXPECT_TRUE(report.issues.empty());
  const store::Item item = at_.catalog->items().List(at_.project, {}, 0, 1).value().front();
  EXPECT_EQ(item.width, 36);
  EXPECT_EQ(item.bytes, static_cast<int64_t>(Picture(1).size()));
  EXPECT_EQ(at_.blobs.Get(item.hash).value().size(), Picture(1).size());
}

TEST_F(ImportTest, TakesSplitsFromFolders) {
  data_.Write("d/train/cat/1.bmp", Picture(1));
  data_.Write("d/Val/cat/2.bmp", Picture(2));
  data_.Write("d/test/test/3.bmp", Picture(3));
  data_.Write("d/validation/dog/sub/4.bmp", Picture(4));
  ASSERT_TRUE(at_.Import(data_.path() / "d"));
  EXPECT_EQ(at_.Items(),
            (Lines{"2.bmp cat validation", "3.bmp test test", "1.bmp cat train", "4.bmp sub validation"}));
}

TEST_F(ImportTest, TheUsersSplitWins) {
  data_.Write("d/train/cat/1.bmp", Picture(1));
  ASSERT_TRUE(at_.Import(data_.path() / "d", {{"split", "test"}}));
  EXPECT_EQ(at_.Items(), Lines{"1.bmp cat test"});
}

TEST_F(ImportTest, TellsWhatIsNotAPicture) {
  std::string cut = Picture(2);
  cut.resize(cut.size() / 2);
  const ImportReport report = at_.Import(Zip({{"a/1.bmp", Picture(1)},
                                              {"a/cut.bmp", cut},
                                              {"a/text.jpg", "this is no picture"},
                                              {"a/empty.png", ""},
                                              {"a/notes.txt", "x"},
                                              {"a/.DS_Store", "x"},
                                              {"__MACOSX/a/._1.bmp", "x"},
                                              {"../up.bmp", Picture(3)},
                                              {"b/inner.zip", "PK"}}))
                                  .value();
  EXPECT_EQ(report.entries, 9);
  EXPECT_EQ(report.added, 1);
  EXPECT_EQ(report.skipped, 4);
  EXPECT_EQ(report.failed, 4);
  EXPECT_EQ(IssueOf(report, "a/cut.bmp"), "image-broken");
  EXPECT_EQ(IssueOf(report, "a/text.jpg"), "image-unknown-format");
  EXPECT_EQ(IssueOf(report, "a/empty.png"), "image-empty");
  EXPECT_EQ(IssueOf(report, "a/notes.txt"), "not-a-picture");
  EXPECT_EQ(IssueOf(report, "a/.DS_Store"), "hidden-skipped");
  EXPECT_EQ(IssueOf(report, "../up.bmp"), "unsafe-path");
  EXPECT_EQ(report.issue_counts.at("not-a-picture"), 2);
}

TEST_F(ImportTest, CountsCopies) {
  const ImportReport first = at_.Import(Zip({{"a/1.bmp", Picture(1)},
                                             {"a/copy.bmp", Picture(1)},
                                             {"b/conflict.bmp", Picture(1)},
                                             {"a/near.bmp", Picture(1, 1)},
                                             {"b/2.bmp", Picture(2)}}))
                                 .value();
  EXPECT_EQ(first.added, 3);
  EXPECT_EQ(first.duplicates, 2);
  EXPECT_EQ(first.near_duplicates, 1);
  EXPECT_EQ(IssueOf(first, "b/conflict.bmp"), "label-conflict");
  const ImportReport again =
      at_.Import(Zip({{"c/near2.bmp", Picture(2, 1)}, {"b/2.bmp", Picture(2)}})).value();
  EXPECT_EQ(again.added, 1);
  EXPECT_EQ(again.duplicates, 1);
  EXPECT_EQ(again.near_duplicates, 1) << "near one of an earlier import";
}

TEST_F(ImportTest, ReadsATableInsideAnArchive) {
  const auto zip =
      Zip({{"d/img/1.bmp", Picture(1)},
           {"d/img/2.bmp", Picture(2)},
           {"d/labels.csv", "path,label,split\r\nimg/1.bmp,\"big, red\",test\r\nimg/9.bmp,x,\r\nscan,y,\r\n"},
           {"d/scan", Picture(3)}});
  const ImportReport report = at_.Import(zip).value();
  EXPECT_EQ(at_.Items(), (Lines{"1.bmp big, red test", "2.bmp - auto", "scan y auto"}));
  EXPECT_EQ(IssueOf(report, "d/img/9.bmp"), "file-missing");
  EXPECT_EQ(IssueOf(report, "d/img/2.bmp"), "label-missing");
  EXPECT_EQ(report.failed, 1);
  EXPECT_EQ(report.skipped, 0);
}

TEST_F(ImportTest, ReadsATableBesideItsPictures) {
  data_.Write("img/1.bmp", Picture(1));
  data_.Write("img/2.bmp", Picture(2));
  data_.Write("img/unlisted.bmp", Picture(3));
  const auto table =
      data_.Write("table.csv", "image;class\n img/1.bmp ;cat\nimg/2.bmp;dog\nimg/3.bmp;dog\n../4.bmp;dog\n");
  const ImportReport report = at_.Import(table).value();
  EXPECT_EQ(at_.Items(), (Lines{"1.bmp cat auto", "2.bmp dog auto"}));
  EXPECT_EQ(IssueOf(report, "img/3.bmp"), "file-missing");
  EXPECT_EQ(IssueOf(report, "../4.bmp"), "unsafe-path");
  EXPECT_EQ(report.failed, 2);
}

TEST_F(ImportTest, ReadsEasydl) {
  const auto zip = Zip({{"1.jpeg", Picture(1)},
                        {"1.json", R"({"labels":[{"name":"猫"}]})"},
                        {"2.json", R"({"labels":[{"name":7}]})"},
                        {"2.jpeg", Picture(2)},
                        {"3.jpeg", Picture(3)},
                        {"4.json", R"({"labels":[{"name":"dog"},{"name":"cat"}]})"},
                        {"4.jpeg", Picture(4)}});
  const ImportReport report = at_.Import(zip).value();
  EXPECT_EQ(at_.Items(), (Lines{"1.jpeg 猫 auto", "2.jpeg - auto", "3.jpeg - auto", "4.jpeg dog auto"}));
  EXPECT_EQ(IssueOf(report, "2.json"), "label-file-invalid");
  EXPECT_EQ(IssueOf(report, "3.jpeg"), "label-missing");
  EXPECT_EQ(report.skipped, 0);
  EXPECT_EQ(report.failed, 0);
}

TEST_F(ImportTest, AnEasydlFileIsNoLargerThanThatOfAPicture) {
  data_.Write("d/1.json", R"({"labels":[{"name":"cat"}],"x":")" + std::string(size_t{17} << 20, 'x') + "\"}");
  data_.Write("d/1.bmp", Picture(1));
  const ImportReport report = at_.Import(data_.path() / "d", {{"format", "easydl"}}).value();
  EXPECT_EQ(IssueOf(report, "1.json"), "entry-too-large");
  EXPECT_EQ(at_.Items(), (Lines{"1.bmp - auto"}));
}

TEST_F(ImportTest, ImportsASinglePicture) {
  ASSERT_TRUE(at_.Import(data_.Write("one.bmp", Picture(1)), {{"label", "cat"}}));
  ASSERT_TRUE(at_.Import(data_.Write("noname", Picture(2)), {{"format", "files"}}));
  EXPECT_EQ(at_.Items(), (Lines{"one.bmp cat auto", "noname - auto"}));
}

TEST_F(ImportTest, AnImpossibleClassCostsItsPicturesAndIsToldOnce) {
  const std::string name(300, 'x');
  data_.Write("table.csv", "path,label\n1.bmp," + name + "\n2.bmp," + name + "\n3.bmp,ok\n");
  for (int i = 1; i <= 3; ++i) data_.Write(std::to_string(i) + ".bmp", Picture(static_cast<uint64_t>(i)));
  const ImportReport report = at_.Import(data_.path() / "table.csv").value();
  EXPECT_EQ(at_.Items(), Lines{"3.bmp ok auto"});
  EXPECT_EQ(report.failed, 2);
  EXPECT_EQ(report.issue_counts.at("class-name-invalid"), 2);
  EXPECT_EQ(report.issues.size(), 1u);
}

TEST_F(ImportTest, AClassOf300CharactersAlone) {
  std::string name;
  for (int i = 0; i < 300; ++i) name += "猫";
  const auto report = at_.Import(Zip({{name + "/1.bmp", Picture(1)}}));
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, "no-pictures");
  EXPECT_NE(report.error().message.en.find("class"), std::string::npos) << report.error().message.en;
}

TEST_F(ImportTest, ExplainsWhatCannotBeImported) {
  const auto code = [&](const std::filesystem::path& path, const json::object& options = {}) {
    const auto report = at_.Import(path, options);
    if (report) return std::string();
    EXPECT_FALSE(report.error().hint.zh.empty()) << report.error().code;
    return report.error().code;
  };
  EXPECT_EQ(code(Zip({})), "archive-empty");
  EXPECT_EQ(code(Zip({{"readme.txt", "x"}})), "no-pictures");
  EXPECT_EQ(code(Zip({{"a/1.jpg", "x"}})), "no-pictures");
  EXPECT_EQ(code(Zip({{"a/1.bmp", Picture(1)}}), {{"format", "csv"}}), "manifest-missing");
  EXPECT_EQ(code(Zip({{"labels.csv", "id,price\n"}, {"a/1.bmp", Picture(1)}})), "manifest-invalid");
  EXPECT_EQ(code(data_.path() / "missing"), "path-unknown");
  EXPECT_EQ(code(data_.Write("x.exe", "MZ")), "format-unknown");
  EXPECT_EQ(code(data_.Write("x.jpg", "no")), "no-pictures");
  std::filesystem::create_directory(data_.path() / "nothing");
  EXPECT_EQ(code(data_.path() / "nothing"), "archive-empty");
  EXPECT_TRUE(at_.Items().empty());
}

TEST_F(ImportTest, RefusesMoreFilesThanTheLimit) {
  ImportLimits limits;
  limits.source.max_entries = 2;
  const auto report = at_.Import(Zip({{"a/1", "x"}, {"a/2", "x"}, {"a/3", "x"}}), {}, "k", limits);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, "too-many-entries");
}

TEST_F(ImportTest, KeepsWhatCameBeforeTheDamage) {
  std::vector<ArchiveEntry> entries;
  for (uint64_t i = 0; i < 10; ++i) entries.push_back({"a/" + std::to_string(i) + ".bmp", Picture(i)});
  const auto tar = data_.path() / "data.tar";
  WriteArchive(tar, entries, "gnutar");
  std::filesystem::resize_file(tar, std::filesystem::file_size(tar) / 2);
  // The survey reads headers only, and meets the damage there already.
  const auto report = at_.Import(tar);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, "archive-broken");
}

TEST_F(ImportTest, TheReportIsKeptInBothLanguages) {
  ImportReport report = at_.Import(Zip({{"a/1.bmp", Picture(1)}, {"a/2.jpg", "x"}, {"c.txt", "x"}})).value();
  EXPECT_EQ(ImportReport::FromStored(report.Store()).value(), report);
  const json::object zh = report.ToJson(Language::kChinese);
  EXPECT_EQ(zh.at("added"), 1);
  EXPECT_EQ(zh.at("issues").at(1).at("message").as_string(), report.issues[1].message.zh);
  EXPECT_FALSE(report.issues[1].message.zh.empty());
}

}  // namespace
}  // namespace easel::dataset
