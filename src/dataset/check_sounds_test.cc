#include "dataset/check_sounds.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "dataset/testing.h"

namespace easel::dataset {
namespace {

using Lines = std::vector<std::string>;

CheckedSound Sound(const std::string& name, const std::string& class_name, const std::string& group = "",
                   const store::SoundFacts& facts = {}) {
  CheckedSound sound{.name = name, .group = group, .facts = facts};
  if (!class_name.empty()) sound.classes.push_back(class_name);
  return sound;
}

store::SoundFacts Good() { return {.seconds = 1, .rate = 16000, .channels = 1, .peak = 0.5}; }

/// "code item item …" of each finding.
Lines Describe(const std::vector<Finding>& findings) {
  Lines out;
  for (const Finding& finding : findings) {
    std::string& line = out.emplace_back(finding.code);
    for (const std::string& item : finding.items) line += " " + item;
    EXPECT_FALSE(finding.message.zh.empty() || finding.hint.zh.empty()) << finding.code;
    EXPECT_EQ(finding.message.en.find('#'), std::string::npos);
    EXPECT_EQ(finding.message.zh.find('#'), std::string::npos);
  }
  std::ranges::sort(out);
  return out;
}

Lines SoundProblems(const std::vector<CheckedSound>& sounds) {
  std::vector<Finding> findings;
  FindSoundProblems(sounds, findings);
  return Describe(findings);
}

Lines GroupProblems(const std::vector<CheckedSound>& sounds) {
  std::vector<Finding> findings;
  FindGroupProblems(sounds, findings);
  return Describe(findings);
}

TEST(FindSoundProblems, NamesTheRecordings) {
  std::vector<CheckedSound> sounds(6, Sound("fine", "a", "", Good()));
  EXPECT_EQ(SoundProblems(sounds), Lines());
  sounds[0].name = "silent";
  sounds[0].facts.peak = 0.0009;
  sounds[0].facts.quiet = 1;
  sounds[1].name = "rare";
  sounds[1].facts.quiet = 0.95;
  sounds[2].name = "loud";
  sounds[2].facts.clipped = 0.02;
  sounds[3].name = "click";
  sounds[3].facts.seconds = 0.05;
  sounds[4].name = "long";
  sounds[4].facts.seconds = 61;
  sounds[5] = sounds[4];
  sounds[5].name = "long, with segments";
  sounds[5].has_segments = true;
  EXPECT_EQ(SoundProblems(sounds), (Lines{"sound-clipped loud", "sound-long long", "sound-mostly-silent rare",
                                          "sound-silent silent", "sound-too-short click"}));
}

TEST(FindSoundProblems, SaysWhenTheRateTellsTheClass) {
  std::vector<CheckedSound> sounds;
  for (int i = 0; i < 3; ++i) {
    sounds.push_back(Sound("1", "a", "", Good()));
    sounds.push_back(Sound("2", "b", "", Good()));
    sounds.push_back(Sound("3", "phone", "", Good()));
    sounds.back().facts.rate = 8000;
  }
  EXPECT_EQ(SoundProblems(sounds), (Lines{"rate-tells-class phone"}));
  sounds[0].facts.rate = 8000;
  EXPECT_EQ(SoundProblems(sounds), (Lines{"rates-mixed"}));
  sounds[1].facts.channels = sounds[4].facts.channels = sounds[7].facts.channels = 2;
  EXPECT_EQ(SoundProblems(sounds), (Lines{"channels-tell-class b", "rates-mixed"}));
  sounds[7].facts.channels = 1;
  EXPECT_EQ(SoundProblems(sounds), (Lines{"channels-mixed", "rates-mixed"}));
}

TEST(FindGroupProblems, SaysWhatKeepsASplitFromBeingClean) {
  std::vector<CheckedSound> sounds;
  for (const char* group : {"anna", "ben", "carl"}) {
    for (int i = 0; i < 2; ++i) {
      sounds.push_back(Sound("x", "yes", group));
      sounds.push_back(Sound("x", "no", group));
    }
  }
  EXPECT_EQ(GroupProblems(sounds), Lines());
  sounds.push_back(Sound("x", "maybe", "ben"));
  EXPECT_EQ(GroupProblems(sounds), (Lines{"class-in-one-group maybe: ben"}));
  sounds.push_back(Sound("x", "yes", "dora"));
  sounds.push_back(Sound("x", "yes", "dora"));
  sounds.push_back(Sound("alone", "maybe"));
  sounds.push_back(Sound("not labelled", ""));
  EXPECT_EQ(GroupProblems(sounds), (Lines{"group-of-one-class dora: yes", "groups-missing alone"}));
  EXPECT_EQ(GroupProblems({Sound("x", "yes", "anna"), Sound("y", "no", "anna")}),
            (Lines{"one-group-only anna"}));
  // Clips that were cut out of recordings: that each has one class is no fault.
  std::vector<CheckedSound> clips;
  for (int i = 0; i < 12; ++i) clips.push_back(Sound("x", i % 4 < 2 ? "dog" : "cat", std::to_string(i / 2)));
  EXPECT_EQ(GroupProblems(clips), Lines());
}

TEST(FindGroupProblems, SaysWhenMarksTearAGroup) {
  std::vector<CheckedSound> sounds;
  for (const char* group : {"anna", "ben", "carl"}) {
    for (int i = 0; i < 2; ++i) {
      sounds.push_back(Sound("x", "yes", group));
      sounds.push_back(Sound("x", "no", group));
    }
  }
  for (size_t i = 0; i < 4; ++i)
    sounds[i].split = i % 2 == 0 ? store::Split::kTest : store::Split::kValidation;
  sounds[5].split = store::Split::kTrain;
  EXPECT_EQ(GroupProblems(sounds), Lines()) << "all of anna judges";
  sounds[3].split = store::Split::kTrain;
  sounds[8].split = store::Split::kTest;
  EXPECT_EQ(GroupProblems(sounds), (Lines{"group-torn-by-marks anna carl"}));
  sounds.push_back(Sound("not labelled", "", "ben"));
  sounds.back().split = store::Split::kTest;
  EXPECT_EQ(GroupProblems(sounds), (Lines{"group-torn-by-marks anna carl"}));
}

TEST(FindGroupProblems, ProposesWhatTheNamesTell) {
  std::vector<CheckedSound> sounds;
  for (const char* digit : {"8", "9"}) {
    for (const char* speaker : {"jackson", "theo"}) {
      for (int i = 0; i < 6; ++i)
        sounds.push_back(Sound(std::string(digit) + "_" + speaker + "_" + std::to_string(i) + ".wav", digit));
    }
  }
  std::vector<Finding> findings;
  FindGroupProblems(sounds, findings);
  ASSERT_EQ(Describe(findings), (Lines{"names-tell-groups jackson theo"}));
  EXPECT_EQ(findings[0].names, "{class}_{group}_{number}");
  EXPECT_TRUE(findings[0].message.en.ends_with("(2 groups): {class}_{group}_{number}"));
}

class CheckSoundProjectTest : public ::testing::Test {
 protected:
  Lines Check() {
    const CheckReport report = dataset::Check(*at_.catalog, at_.project).value();
    Lines out;
    for (const Finding& finding : report.findings) {
      out.push_back(finding.code);
      for (const std::string* text : {&finding.message.en, &finding.hint.en}) {
        EXPECT_EQ(text->find("picture"), std::string::npos) << *text;
      }
      EXPECT_EQ((finding.message.zh + finding.hint.zh).find("图片"), std::string::npos) << finding.message.zh;
    }
    return out;
  }

  const testing::TemporaryFolder home_;
  const testing::TemporaryFolder data_;
  testing::Installation at_{home_.path(), store::kSound};
};

TEST_F(CheckSoundProjectTest, SpeaksOfRecordings) {
  EXPECT_EQ(Check(), (Lines{"no-items"}));
  data_.Write("d/good/1.wav", testing::Recording(1));
  data_.Write("d/bad/2.wav", testing::Recording(2, 0.25, 8000, 0));
  data_.Write("d/bad/3.wav", testing::Recording(3));
  ASSERT_TRUE(at_.Import(data_.path() / "d"));
  // The same samples in another class: 16 bits at another offset in the file would do as well.
  std::string copy = testing::Recording(3);
  copy += std::string("LIST\4\0\0\0abcd", 12);
  data_.Write("e/good/3.wav", copy);
  data_.Write("f/4.wav", testing::Recording(4));
  ASSERT_TRUE(at_.Import(data_.path() / "e"));
  ASSERT_TRUE(at_.Import(data_.path() / "f", {{"format", "files"}}));
  EXPECT_EQ(Check(), (Lines{"few-items", "near-duplicates-across-classes", "sound-silent", "near-duplicates",
                            "unlabelled"}));
}

TEST_F(CheckSoundProjectTest, CountsSegmentsAsExamples) {
  std::string table = "path,label,begin,seconds\n";
  for (int i = 0; i < 30; ++i) {
    table += std::string("long.wav,") + (i % 2 ? "dog" : "cat") + "," + std::to_string(i) + ",0.5\n";
  }
  data_.Write("d/labels.csv", table);
  data_.Write("d/long.wav", testing::Recording(1, 70));
  ASSERT_TRUE(at_.Import(data_.path() / "d"));
  EXPECT_EQ(Check(), (Lines{"few-items"})) << "15 of each, in one recording";
}

}  // namespace
}  // namespace easel::dataset
