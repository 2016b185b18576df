/// Imports of recordings: from folders, tables, names and Label Studio's files.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <set>

#include "dataset/testing.h"
#include "dataset/version.h"
#include "dataset/version_manifest.h"

namespace easel::dataset {
namespace {

using testing::Installation;
using testing::Recording;
using testing::TemporaryFolder;
using testing::WriteArchive;
using Lines = std::vector<std::string>;

Lines Issues(const ImportReport& report) {
  Lines out;
  for (const ImportIssue& issue : report.issues) {
    out.push_back(issue.code + " " + issue.entry);
    EXPECT_EQ((issue.message.en + issue.hint.en).find("picture"), std::string::npos) << issue.code;
    EXPECT_EQ((issue.message.zh + issue.hint.zh).find("图片"), std::string::npos) << issue.code;
  }
  return out;
}

class SoundImportTest : public ::testing::Test {
 protected:
  ImportReport Import(const std::filesystem::path& path, const json::object& options = {}) {
    auto report = at_.Import(path, options);
    EXPECT_TRUE(report) << report.error().code << ": " << report.error().message.en;
    return report.value_or(ImportReport());
  }

  const TemporaryFolder home_;
  const TemporaryFolder data_;
  Installation at_{home_.path(), store::kSound};
};

TEST_F(SoundImportTest, TakesAFolderPerClassAndKnowsWhatItHeard) {
  const std::filesystem::path zip = data_.path() / "a.zip";
  WriteArchive(zip, {{"good/1.wav", Recording(1, 0.5, 16000, 0.25F)},
                     {"good/readme.txt", "no sound"},
                     {"bad/2.wav", Recording(2)},
                     {"bad/copy.wav", Recording(2)},
                     {"train/bad/3.wav", Recording(3)}});
  const ImportReport report = Import(zip);
  EXPECT_EQ(report.added, 3);
  EXPECT_EQ(report.duplicates, 1);
  EXPECT_EQ(Issues(report), (Lines{"not-a-sound good/readme.txt"}));
  EXPECT_EQ(at_.Sounds(), (Lines{"1.wav good auto -", "2.wav bad auto -", "3.wav bad train -"}));
  const store::Item first = at_.catalog->items().List(at_.project, {}, 0, 1).value().front();
  ASSERT_TRUE(first.sound);
  EXPECT_EQ(first.sound->seconds, 0.5);
  EXPECT_EQ(first.sound->rate, 16000);
  EXPECT_EQ(first.sound->channels, 1);
  EXPECT_NEAR(first.sound->peak, 0.25, 0.01);
  EXPECT_EQ(first.sound->clipped, 0);
  EXPECT_EQ(first.sound->quiet, 0);
  EXPECT_EQ(first.width, 0);
}

TEST_F(SoundImportTest, ReadsTheTableOfEsc50BesideItsFolder) {
  const std::filesystem::path zip = data_.path() / "esc.zip";
  WriteArchive(
      zip, {{"ESC-50/audio/1-100-A-0.wav", Recording(1)},
            {"ESC-50/audio/1-100-B-0.wav", Recording(2)},
            {"ESC-50/audio/5-9-A-1.wav", Recording(3)},
            {"ESC-50/meta/esc50.csv",
             "filename,fold,target,category,esc10,src_file,take\n1-100-A-0.wav,1,0,dog,True,100,A\n"
             "1-100-B-0.wav,1,0,dog,True,100,B\n5-9-A-1.wav,5,1,rooster,False,9,A\n5-8-A-1.wav,5,1,rooster,"
             "False,8,A\n"},
            {"ESC-50/pytest.ini", "x"}});
  const ImportReport report = Import(zip);
  EXPECT_EQ(at_.Sounds(), (Lines{"1-100-A-0.wav dog auto 100", "1-100-B-0.wav dog auto 100",
                                 "5-9-A-1.wav rooster auto 9"}));
  EXPECT_EQ(Issues(report), (Lines{"not-a-sound ESC-50/pytest.ini", "file-missing ESC-50/meta/5-8-A-1.wav"}));
}

TEST_F(SoundImportTest, ReadsGroupsOutOfNamesAndFolders) {
  data_.Write("d/8_jackson_0.wav", Recording(1));
  data_.Write("d/9_theo_0.wav", Recording(2));
  data_.Write("d/other.wav", Recording(3));
  Import(data_.path() / "d", {{"names", "{class}_{group}_{number}"}});
  EXPECT_EQ(at_.Sounds(),
            (Lines{"8_jackson_0.wav 8 auto jackson", "9_theo_0.wav 9 auto theo", "other.wav - auto -"}));
  data_.Write("m/machine 7/bad/1.wav", Recording(4));
  data_.Write("m/machine 7/bad/8_jackson_0 again.wav", Recording(1));
  const ImportReport report = Import(data_.path() / "m", {{"names", "{group}/{class}/{file}"}});
  EXPECT_EQ(at_.Sounds().back(), "1.wav bad auto machine 7");
  EXPECT_EQ(Issues(report), (Lines{"label-conflict machine 7/bad/8_jackson_0 again.wav"}));
  EXPECT_EQ(at_.Sounds().front(), "8_jackson_0.wav 8 auto jackson") << "what was there is kept";
}

TEST_F(SoundImportTest, FillsInGroupsThatWereMissing) {
  data_.Write("d/8/8_jackson_0.wav", Recording(1));
  Import(data_.path() / "d");
  const ImportReport report = Import(data_.path() / "d", {{"names", "{class}_{group}_{number}"}});
  EXPECT_EQ(report.duplicates, 1);
  EXPECT_EQ(at_.Sounds(), (Lines{"8_jackson_0.wav 8 auto jackson"}));
  // A table alone does as well.
  data_.Write("d/8/8_x_1.wav", Recording(2));
  Import(data_.path() / "d");
  data_.Write("alone/labels.csv",
              "path,label,speaker\n8_x_1.wav,8,x\nnobody.wav,8,y\n" + std::string("8_jackson_0.wav,9,\n"));
  EXPECT_EQ(Issues(Import(data_.path() / "alone" / "labels.csv")),
            (Lines{"file-missing nobody.wav", "label-conflict 8_jackson_0.wav"}));
  EXPECT_EQ(at_.Sounds(), (Lines{"8_jackson_0.wav 8 auto jackson", "8_x_1.wav 8 auto x"}));
}

TEST_F(SoundImportTest, ATableAloneTellsGroupsAndSplits) {
  data_.Write("d/1.wav", Recording(1));
  data_.Write("d/2.wav", Recording(2));
  Import(data_.path() / "d", {{"format", "files"}});
  data_.Write("alone/labels.csv", "path,label,speaker,split\n1.wav,dog,x,test\n2.wav,cat,y,\n");
  Import(data_.path() / "alone" / "labels.csv");
  EXPECT_EQ(at_.Sounds(), (Lines{"1.wav dog test x", "2.wav cat auto y"}));
  data_.Write("again/labels.csv", "path,label,split\n1.wav,dog,train\n2.wav,cat,validation\n");
  Import(data_.path() / "again" / "labels.csv");
  EXPECT_EQ(at_.Sounds(), (Lines{"1.wav dog test x", "2.wav cat validation y"})) << "what was there is kept";
}

TEST_F(SoundImportTest, LabelsOfSeveralRecordingsGoToNone) {
  data_.Write("d/1.wav", Recording(1));
  data_.Write("d/hall.wav", Recording(2));
  data_.Write("d/other.wav", Recording(3));
  Import(data_.path() / "d", {{"format", "files"}});
  data_.Write("alone/labels.csv",
              "path,label\na/1.wav,dog\nb/1.wav,cat\na/2.wav,dog\nb/2.wav,cat\na/other.wav,cow\n");
  const ImportReport table = Import(data_.path() / "alone" / "labels.csv");
  EXPECT_EQ(Issues(table), (Lines{"sound-ambiguous a/1.wav", "sound-ambiguous b/1.wav",
                                  "file-missing a/2.wav", "file-missing b/2.wav"}));
  EXPECT_EQ(table.failed, 4);
  data_.Write("x/export.json", R"([
    {"data":{"audio":"0a1b2c3d-hall.wav"},"annotations":[{"result":[{"value":{"choices":["x"]}}]}]},
    {"data":{"audio":"1a2b3c4d-hall.wav"},"annotations":[{"result":[{"value":{"choices":["y"]}}]}]},
    {"data":{"audio":"other.wav"},"annotations":[{"result":[{"value":{"choices":["cow"]}}]}]}])");
  EXPECT_EQ(Issues(Import(data_.path() / "x" / "export.json")),
            (Lines{"sound-ambiguous 0a1b2c3d-hall.wav", "sound-ambiguous 1a2b3c4d-hall.wav"}));
  EXPECT_EQ(at_.Sounds(), (Lines{"1.wav - auto -", "hall.wav - auto -", "other.wav cow auto -"}));
  data_.Write("e/meta/labels.csv", "path,label\na/new.wav,dog\nb/new.wav,cat\n");
  data_.Write("e/sounds/new.wav", Recording(4));
  EXPECT_EQ(Issues(Import(data_.path() / "e")),
            (Lines{"label-missing sounds/new.wav", "sound-ambiguous meta/a/new.wav",
                   "sound-ambiguous meta/b/new.wav"}));
  EXPECT_EQ(at_.Sounds().back(), "new.wav - auto -");
}

TEST_F(SoundImportTest, TheLabelOfAMissingRecordingDoesNotGoToItsNamesake) {
  data_.Write("d/labels.csv", "path,label,speaker,split\na/1.wav,dog,,\nb/1.wav,dog,y,test\n");
  data_.Write("d/a/1.wav", Recording(1));
  EXPECT_EQ(Issues(Import(data_.path() / "d")), (Lines{"file-missing b/1.wav"}));
  EXPECT_EQ(at_.Sounds(), (Lines{"1.wav dog auto -"}));
}

TEST_F(SoundImportTest, ATableIsNoLargerThanOtherLabelFiles) {
  data_.Write("d/labels.csv", "path,label\n1.wav,dog\n" + std::string(size_t{65} << 20, '\n'));
  data_.Write("d/1.wav", Recording(1));
  EXPECT_EQ(Issues(Import(data_.path() / "d")), (Lines{"entry-too-large labels.csv"}));
  EXPECT_EQ(at_.Sounds(), (Lines{"1.wav - auto -"}));
}

TEST_F(SoundImportTest, LeavesOutGroupsThatAreNoNames) {
  data_.Write("d/" + std::string(101, 'x') + "_a.wav", Recording(1));
  const ImportReport report = Import(data_.path() / "d", {{"names", "{group}_{class}"}});
  EXPECT_EQ(report.added, 1);
  EXPECT_EQ(report.issue_counts.at("group-name-invalid"), 1);
}

TEST_F(SoundImportTest, ReadsSegmentsOutOfTables) {
  data_.Write(
      "d/labels.csv",
      "path,label,begin,end\nlong.wav,dog,0.5,1\nlong.wav,cat,0,0.25\nlong.wav,cat,1.9,9\nlong.wav,cat,7,9\n"
      "long.wav,cat,a,9\nshort.wav,cow,,\nbroken.wav,cow,5,6\n");
  data_.Write("d/long.wav", Recording(1, 2));
  data_.Write("d/short.wav", Recording(2));
  data_.Write("d/broken.wav", Recording(3));
  const ImportReport report = Import(data_.path() / "d");
  EXPECT_EQ(report.boxes, 3);
  EXPECT_EQ(at_.Sounds()[0], "broken.wav - auto -") << "not labelled as having nothing in it";
  EXPECT_EQ(at_.Sounds()[1].substr(0, 46), "long.wav - auto - cat 0+0.25 dog 0.5+0.5 cat 1");
  EXPECT_EQ(at_.Sounds()[2], "short.wav cow auto -");
  EXPECT_EQ(Issues(report), (Lines{"segment-outside broken.wav #1", "segment-clipped long.wav #3",
                                   "segment-outside long.wav #4", "segment-not-a-number long.wav #5"}));
}

TEST_F(SoundImportTest, ReadsLabelStudioWithItsRecordings) {
  data_.Write("d/export.json", R"([
    {"data":{"audio":"/data/upload/1/0a1b2c3d-hall.wav"},"annotations":[{"result":[
      {"type":"labels","value":{"start":0.5,"end":0.75,"labels":["door"]}}]}]},
    {"data":{"audio":"/data/upload/1/yard.wav","group":"north"},"annotations":[{"result":[
      {"type":"choices","value":{"choices":["wind"]}}]}]},
    {"data":{"audio":"gone.wav"},"annotations":[{"result":[{"type":"choices","value":{"choices":["wind"]}}]}]}])");
  data_.Write("d/audio/hall.wav", Recording(1, 1));
  data_.Write("d/audio/yard.wav", Recording(2));
  data_.Write("d/audio/not labelled.wav", Recording(3));
  const ImportReport report = Import(data_.path() / "d");
  EXPECT_EQ(at_.Sounds(), (Lines{"hall.wav - auto - door 0.5+0.25", "not labelled.wav - auto -",
                                 "yard.wav wind auto north"}));
  EXPECT_EQ(Issues(report), (Lines{"label-missing audio/not labelled.wav", "file-missing gone.wav"}));
}

TEST_F(SoundImportTest, MergesLabelStudioOntoWhatIsThere) {
  data_.Write("d/hall.wav", Recording(1, 1));
  data_.Write("d/yard.wav", Recording(2, 1));
  Import(data_.path() / "d", {{"format", "files"}});
  const std::string one = R"({"data":{"audio":"0a1b2c3d-hall.wav"},"annotations":[{"result":[
      {"type":"labels","value":{"start":0.5,"end":0.75,"labels":["door"]}}]}]})";
  data_.Write("x/export.json",
              "[" + one + R"(,{"data":{"audio":"nobody.wav"},"annotations":[{"result":[]}]}])");
  const ImportReport report = Import(data_.path() / "x" / "export.json");
  EXPECT_EQ(report.added, 0);
  EXPECT_EQ(report.duplicates, 1);
  EXPECT_EQ(Issues(report), (Lines{"file-missing nobody.wav"}));
  const Lines merged = {"hall.wav - auto - door 0.5+0.25", "yard.wav - auto -"};
  EXPECT_EQ(at_.Sounds(), merged);
  EXPECT_TRUE(Issues(Import(data_.path() / "x" / "export.json")).size() == 1) << "twice is as good as once";
  data_.Write("x/other.json", R"([{"data":{"audio":"hall.wav"},"annotations":[{"result":[
      {"type":"labels","value":{"start":0.51,"end":0.75,"labels":["door"]}}]}]}])");
  EXPECT_EQ(Issues(Import(data_.path() / "x" / "other.json")), (Lines{"label-conflict hall.wav"}));
  EXPECT_EQ(at_.Sounds(), merged) << "what was there is kept";
  data_.Write("x/none.json", R"([{"data":{"audio":"z.wav"},"annotations":[{"result":[]}]}])");
  EXPECT_EQ(at_.Import(data_.path() / "x" / "none.json").error().code, "no-sounds");
}

TEST_F(SoundImportTest, NamesEachFileThatCannotBeUsed) {
  std::string nan;
  // 32-bit floats, the third of which is none.
  const std::vector<float> samples = {0.5F, -0.5F, std::numeric_limits<float>::quiet_NaN(), 0.25F};
  const auto header = [](uint32_t rate, uint16_t format, uint16_t channels, uint16_t bits, uint32_t bytes) {
    std::string out = "RIFF....WAVEfmt ";
    const auto put = [&out](auto value) { out.append(reinterpret_cast<const char*>(&value), sizeof value); };
    put(uint32_t{16});
    put(format);
    put(channels);
    put(rate);
    put(static_cast<uint32_t>(rate * channels * bits / 8));
    put(static_cast<uint16_t>(channels * bits / 8));
    put(bits);
    out += "data";
    put(bytes);
    const uint32_t size = static_cast<uint32_t>(out.size()) - 8 + bytes;
    std::memcpy(out.data() + 4, &size, 4);
    return out;
  };
  nan = header(8000, 3, 1, 32, 16);
  nan.append(reinterpret_cast<const char*>(samples.data()), 16);
  data_.Write("d/a/empty.wav", header(8000, 1, 1, 16, 0));
  data_.Write("d/a/no bytes.wav", "");
  data_.Write("d/a/nan.wav", nan);
  data_.Write("d/a/silent.wav", Recording(1, 1, 8000, 0));
  data_.Write("d/a/text.mp3", "this is a text, not a recording");
  data_.Write("d/a/ten hours.wav", header(48000, 1, 1, 16, 48000u * 2 * 36000) + std::string(9600, '\0'));
  data_.Write("d/a/wide.wav", header(192000, 1, 8, 16, 192000 * 16 / 10) + testing::Noise(192000 * 16 / 10));
  data_.Write("d/a/picture.png", testing::Picture(1));
  const ImportReport report = Import(data_.path() / "d");
  std::map<std::string, std::string> told;
  for (const ImportIssue& issue : report.issues) told[issue.entry] = issue.code;
  EXPECT_EQ(told["a/empty.wav"], "sound-empty");
  EXPECT_EQ(told["a/no bytes.wav"], "sound-empty");
  EXPECT_EQ(told["a/nan.wav"], "sound-not-numbers");
  EXPECT_EQ(told["a/text.mp3"], "sound-unknown-format");
  EXPECT_TRUE(told["a/ten hours.wav"] == "sound-too-long" || told["a/ten hours.wav"] == "sound-truncated")
      << told["a/ten hours.wav"];
  EXPECT_EQ(told["a/picture.png"], "not-a-sound");
  EXPECT_FALSE(told.contains("a/wide.wav"));
  std::map<std::string, store::SoundFacts> facts;
  ASSERT_TRUE(at_.catalog->items().ForEach(at_.project, [&](const store::Item& item) -> Status {
    facts[item.name] = item.sound.value();
    return {};
  }));
  EXPECT_EQ(facts.at("wide.wav").channels, 8);
  EXPECT_EQ(facts.at("wide.wav").rate, 192000);
  EXPECT_EQ(facts.at("silent.wav").quiet, 1);
  EXPECT_EQ(facts.at("silent.wav").peak, 0);
}

TEST_F(SoundImportTest, KeepsPicturesAndSoundsApart) {
  data_.Write("pictures/cat/1.bmp", testing::Picture(1));
  const auto none = at_.Import(data_.path() / "pictures");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, "no-sounds");
  EXPECT_EQ(none.error().item, "cat/1.bmp");
  data_.Write("sounds/cat/1.wav", Recording(1));
  const TemporaryFolder other_home;
  Installation pictures(other_home.path());
  const auto refused = pictures.Import(data_.path() / "sounds");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "no-pictures");
  EXPECT_EQ(refused.error().item, "cat/1.wav");
}

TEST_F(SoundImportTest, FreezesTheSameWhateverTheOrder) {
  const auto write = [&](const std::string& folder, const std::vector<int>& order) {
    std::string table = "path,label,speaker,begin,seconds\n";
    for (const int i : order) {
      data_.Write(folder + "/" + std::to_string(i) + ".wav", Recording(static_cast<uint64_t>(i), 1));
      const std::string speaker = i % 3 == 0 ? "" : "s" + std::to_string(i % 3);
      table += std::to_string(i) + ".wav," + (i % 2 ? "odd," : "even,") + speaker +
               (i > 7 ? ",0.25,0.5\n" : ",,\n");
    }
    data_.Write(folder + "/labels.csv", table);
  };
  write("a", {1, 2, 3, 4, 5, 6, 7, 8, 9});
  write("b", {9, 3, 1, 4, 2, 8, 6, 5, 7});
  Import(data_.path() / "a" / "labels.csv");
  const TemporaryFolder other_home;
  Installation other(other_home.path(), store::kSound);
  ASSERT_TRUE(other.Import(data_.path() / "b" / "labels.csv"));
  const FrozenVersion version = Freeze(*at_.catalog, at_.blobs, at_.project).value();
  EXPECT_EQ(Freeze(*other.catalog, other.blobs, other.project)->manifest, version.manifest);
  std::map<std::string, std::set<int>> groups;
  for (const FrozenItem& item : version.items) {
    groups[item.source].insert(item.group);
    EXPECT_EQ(item.seconds, 1);
    EXPECT_EQ(item.boxes.size(), item.name[0] > '7' ? 1u : 0u);
  }
  EXPECT_EQ(groups.at("s1").size(), 1u);
  EXPECT_EQ(groups.at("s2").size(), 1u);
  EXPECT_EQ(groups.at("").size(), 3u);
  const FrozenVersion read = ParseManifest(at_.blobs.Get(version.manifest).value()).value();
  ASSERT_EQ(read.items.size(), version.items.size());
  for (size_t i = 0; i < read.items.size(); ++i) EXPECT_EQ(read.items[i].boxes, version.items[i].boxes);
}

TEST_F(SoundImportTest, FreezesSegmentsInsteadOfTheClassOfTheWhole) {
  data_.Write(
      "d/labels.csv",
      "path,label,begin,seconds\nlong.wav,noise,,\nlong.wav,dog,0,0.5\nlong.wav,cat,0.5,0.5\nd.wav,dog,,\n"
      "c.wav,cat,,\nnothing.wav,,0,0\nnothing too.wav,cat,,\nnothing too.wav,,0,0\n");
  uint64_t seed = 0;
  for (const char* name : {"long.wav", "d.wav", "c.wav", "nothing.wav", "nothing too.wav"}) {
    data_.Write(std::string("d/") + name, Recording(++seed, 1));
  }
  Import(data_.path() / "d");
  const FrozenVersion version = Freeze(*at_.catalog, at_.blobs, at_.project).value();
  EXPECT_EQ(version.classes, (Lines{"cat", "dog"})) << "nothing teaches \"noise\"";
  Lines items;
  for (const FrozenItem& item : version.items) {
    std::string& line = items.emplace_back(item.name);
    for (const int label : LabelsOf(item)) line += " " + version.classes[static_cast<size_t>(label)];
  }
  std::ranges::sort(items);
  EXPECT_EQ(items, (Lines{"c.wav cat", "d.wav dog", "long.wav dog cat", "nothing too.wav cat"}));
}

}  // namespace
}  // namespace easel::dataset
