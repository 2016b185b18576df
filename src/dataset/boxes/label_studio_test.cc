#include "dataset/boxes/label_studio.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace easel::dataset {
namespace {

using ::testing::ElementsAre;

struct Outcome {
  Result<BoxSet> set;
  std::vector<std::string> faults;
};

Outcome Read(std::string_view text, const SizeOf& size_of = {}) {
  BoxFaults faults;
  Outcome out{ReadLabelStudio(OnePiece(text), "ls.json", size_of, faults), {}};
  for (const Error& fault : faults.first()) out.faults.push_back(fault.code + " @ " + fault.item);
  return out;
}

std::string Task(const std::string& results, const std::string& address = "/data/upload/1/ab-1.jpg") {
  return R"([{"id":1,"data":{"image":")" + address + R"("},"annotations":[{"result":[)" + results + "]}]}]";
}

constexpr const char* kSides = R"("original_width":200,"original_height":100,)";
constexpr const char* kBox =
    R"("type":"rectanglelabels","value":{"x":10,"y":20,"width":25,"height":50,"rotation":0,
                               "rectanglelabels":["cat"]}})";

TEST(ReadLabelStudio, ReadsPerCents) {
  const Outcome out = Read(Task("{" + std::string(kSides) + kBox));
  ASSERT_TRUE(out.set) << out.set.error().message.en;
  EXPECT_THAT(out.set->pictures,
              ElementsAre(BoxedPicture{"ab-1.jpg", {200, 100}, {{{20, 20, 50, 50}, "cat", false, false}}}));
  EXPECT_THAT(out.set->classes, ElementsAre("cat"));
}

TEST(ReadLabelStudio, AsksForASizeThatIsNotTold) {
  const std::string text = Task("{" + std::string(kBox));
  const Outcome known = Read(text, [](std::string_view name) -> std::optional<PictureSize> {
    return name == "ab-1.jpg" ? std::optional<PictureSize>({400, 100}) : std::nullopt;
  });
  EXPECT_EQ(known.set->pictures[0].boxes[0].box, (Box{40, 20, 100, 50}));
  const Outcome unknown = Read(text);
  ASSERT_TRUE(unknown.set);
  EXPECT_THAT(unknown.faults, ElementsAre("picture-size-unknown @ ab-1.jpg"));
  EXPECT_TRUE(unknown.set->pictures.empty());
}

TEST(ReadLabelStudio, TakesTheLastAnnotationThatWasNotCancelled) {
  const std::string result = "{" + std::string(kSides) + kBox;
  const Outcome out =
      Read(R"([{"data":{"image":"1.jpg"},"annotations":[{"result":[]},{"result":[)" + result + "," + result +
           R"(]},{"was_cancelled":true,"result":[]}]},{"data":{"pic":"2.jpg"}}])");
  ASSERT_TRUE(out.set);
  ASSERT_EQ(out.set->pictures.size(), 1u) << "nobody annotated the second one";
  EXPECT_EQ(out.set->pictures[0].boxes.size(), 2u);
}

TEST(ReadLabelStudio, TurnsAboutTheTopLeftCorner) {
  const Outcome out = Read(Task("{" + std::string(kSides) + R"("value":{"x":50,"y":20,"width":10,"height":10,
                                "rotation":90,"rectanglelabels":["a","b"]}})"));
  ASSERT_TRUE(out.set);
  ASSERT_EQ(out.set->pictures[0].boxes.size(), 2u);
  const Box& box = out.set->pictures[0].boxes[1].box;
  EXPECT_NEAR(box.left, 90, 1e-9);
  EXPECT_NEAR(box.top, 20, 1e-9);
  EXPECT_NEAR(box.width, 10, 1e-9);
  EXPECT_NEAR(box.height, 20, 1e-9);
}

TEST(ReadLabelStudio, FindsTheNameInTheAddress) {
  const auto name = [](const std::string& address) { return Read(Task("", address)).set->pictures[0].name; };
  EXPECT_EQ(name("https://host/a/b%20c.jpg?token=x/y"), "b c.jpg");
  EXPECT_EQ(name("/data/local-files/?d=cats/%E7%8C%AB.jpg"), "cats/猫.jpg");
  EXPECT_EQ(name("s3://bucket/50%.jpg"), "50%.jpg");
  EXPECT_EQ(name("a%FF.jpg"), "a%FF.jpg");
}

TEST(ReadLabelStudio, NamesShapesAndBoxesThatCannotBeUsed) {
  const Outcome out = Read(Task(R"({"type":"choices","value":{"choices":["x"]}},
      {"type":"polygonlabels","value":{"points":[[1,2]],"polygonlabels":["a"]}},{)" +
                                std::string(kSides) +
                                R"("value":{"x":10,"y":20,"width":0,"height":5,"rectanglelabels":["a"]}},
      {"value":{"x":10,"y":20,"width":5,"height":5,"rectanglelabels":[]}},
      {"value":{"x":NaN,"y":20,"width":5,"height":5,"rectanglelabels":["a"]}})"));
  ASSERT_TRUE(out.set) << out.set.error().message.en;
  EXPECT_THAT(out.faults, ElementsAre("shape-not-a-box @ ab-1.jpg #2", "box-no-area @ ab-1.jpg #1",
                                      "box-no-label @ ab-1.jpg #2", "box-not-a-number @ ab-1.jpg #3"));
  EXPECT_EQ(out.set->pictures[0].dropped, 4u) << "the shape is an object, too";
}

TEST(ReadLabelStudio, RefusesWhatIsNotTheFormat) {
  for (const std::string_view text :
       {"", "[1]", "[{}]", R"({"images":[{"data":{}}]})", R"([{"data":{"image":"1.jpg"})"}) {
    const Outcome out = Read(text);
    ASSERT_FALSE(out.set) << text;
    EXPECT_EQ(out.set.error().code, "label-file-invalid");
    EXPECT_EQ(out.set.error().item, "ls.json");
  }
}

}  // namespace
}  // namespace easel::dataset
