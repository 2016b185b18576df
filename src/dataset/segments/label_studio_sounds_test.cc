#include "dataset/segments/label_studio_sounds.h"

#include <gtest/gtest.h>

namespace easel::dataset {
namespace {

std::vector<LabelledSound> Read(std::string_view text, BoxFaults& faults) {
  const auto sounds = ReadLabelStudioSounds(OnePiece(text), "a.json", faults);
  EXPECT_TRUE(sounds) << sounds.error().message.en;
  return sounds.value_or(std::vector<LabelledSound>());
}

TEST(LabelStudioSounds, ReadsRegionsAndChoices) {
  BoxFaults faults;
  const auto sounds = Read(R"([
    {"id":1,"data":{"audio":"/data/upload/3/0a1b2c3d-hall%201.wav?x=1","speaker":"x"},"annotations":[
      {"was_cancelled":true,"result":[{"type":"labels","value":{"start":9,"end":10,"labels":["wrong"]}}]},
      {"result":[
        {"type":"labels","original_length":60.5,"value":{"start":1.5,"end":2.25,"channel":0,"labels":["dog","loud"]}},
        {"type":"textarea","value":{"start":1.5,"end":2.25,"text":["woof"]}},
        {"type":"choices","value":{"start":1.5,"end":2.25,"choices":["near"]}},
        {"type":"labels","value":{"start":"30","end":"31","labels":[]}}]}]},
    {"data":{"audio":"/data/local-files/?d=a/b.flac","group":"machine 7","split":"test"},"annotations":[
      {"result":[{"type":"choices","value":{"choices":["good"," bad"]}}]}]},
    {"data":{"audio":"s3://bucket/c.mp3"},"annotations":[{"result":[]}]},
    {"data":{"url":"http://host/d.wav"},"annotations":[
      {"result":[{"type":"choices","value":{"start":0,"end":1,"choices":["cat"]}}]}]},
    {"data":{"audio":"nobody.wav"},"annotations":[]}
  ])",
                           faults);
  ASSERT_EQ(sounds.size(), 4u);
  EXPECT_EQ(sounds[0].name, "0a1b2c3d-hall 1.wav");
  EXPECT_EQ(sounds[0].seconds, 60.5);
  EXPECT_EQ(sounds[0].segments, (std::vector<Segment>{{1.5, 0.75, "dog"}, {1.5, 0.75, "loud"}, {30, 1, ""}}));
  EXPECT_EQ(
      sounds[1],
      (LabelledSound{
          .name = "a/b.flac", .class_name = "good", .group = "machine 7", .split = store::Split::kTest}));
  EXPECT_EQ(sounds[2].segments, std::vector<Segment>()) << "nothing is to be heard";
  EXPECT_EQ(sounds[3].segments, (std::vector<Segment>{{0, 1, "cat"}}));
  ASSERT_EQ(faults.count(), 1);
  EXPECT_EQ(faults.first()[0].code, "several-classes");
  EXPECT_EQ(faults.first()[0].item, "a/b.flac");
}

TEST(LabelStudioSounds, RefusesOtherFiles) {
  BoxFaults faults;
  for (const char* text :
       {"", "{}x", "[1]", R"([{"annotations":[]}])", R"({"tasks":[{"data":{}}]})", R"([{"data":)"}) {
    const auto sounds = ReadLabelStudioSounds(OnePiece(text), "a.json", faults);
    ASSERT_FALSE(sounds) << text;
    EXPECT_EQ(sounds.error().code, "label-file-invalid") << text;
    EXPECT_EQ(sounds.error().item, "a.json");
  }
}

}  // namespace
}  // namespace easel::dataset
