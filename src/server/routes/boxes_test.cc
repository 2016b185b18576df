/// Object detection over HTTP: labelling, listing, export.
#include <gtest/gtest.h>

#include "api/types.h"
#include "server/testing/studio.h"

namespace easel::server {
namespace {

using testing::ColourPicture;
using testing::Must;
using testing::Reply;
using testing::Studio;

class BoxRoutes : public ::testing::Test {
 protected:
  /// A picture of 32 × 24 without labels; the path of its boxes.
  std::string Add(uint8_t red) {
    const std::string picture = ColourPicture(red, 0, 0);
    const store::NewItem item{.hash = Must(studio_.blobs.Put(std::as_bytes(std::span(picture)))),
                              .name = "p" + std::to_string(red) + ".jpg",
                              .bytes = static_cast<int64_t>(picture.size()),
                              .width = 32,
                              .height = 24,
                              .fingerprint = red};
    Must(studio_.catalog->items().Insert(project_.id, {&item, 1}));
    last_ = Must(studio_.catalog->items().List(project_.id, {.hash = item.hash}, 0, 1)).at(0).id;
    return kItems + ("/" + std::to_string(last_)) + "/boxes";
  }
  api::Boxes Get(const std::string& path) {
    return Must(api::BoxesFromJson(studio_.Call("GET", path).Json()));
  }
  static std::string Body(int64_t revision, const std::vector<api::BoxLabel>& boxes, bool labelled = true) {
    return json::serialize(ToJson(api::Boxes{.revision = revision, .labelled = labelled, .boxes = boxes}));
  }
  static api::BoxLabel Box(const std::string& name, double left, double top, double width, double height) {
    return {.name = name,
            .location = {.left = left, .top = top, .width = width, .height = height},
            .difficult = {},
            .crowd = {}};
  }

  static constexpr const char* kProject = "/api/v1/projects/cells";
  static constexpr const char* kItems = "/api/v1/projects/cells/items";
  Studio studio_;
  const store::Project project_ = Must(studio_.catalog->projects().Create("cells", store::kDetection));
  store::ItemId last_ = 0;
};

TEST_F(BoxRoutes, LabellingAPicture) {
  const std::string path = Add(10);
  EXPECT_FALSE(Get(path).labelled);
  EXPECT_EQ(Get(path).revision, 0);
  std::vector<api::BoxLabel> boxes = {Box("红", 1.5, 2, 10.25, 8), Box("white", 0, 0, 32, 24)};
  boxes[1].difficult = true;
  const Reply first = studio_.Call("PUT", path, Body(0, boxes));
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.Json().at("revision"), 1);
  EXPECT_EQ(ToJson(Get(path)), first.Json());
  EXPECT_EQ(Get(path).boxes.at(0).location.width, 10.25);
  EXPECT_EQ(studio_.Call("PUT", path, Body(0, boxes)).Json().at("revision"), 1) << "the same again";
  const Reply late = studio_.Call("PUT", path, Body(0, {}));
  EXPECT_EQ(late.status, 409);
  EXPECT_EQ(late.ErrorCode(), "boxes-changed");
  EXPECT_EQ(studio_.Call("PUT", path, Body(1, {})).status, 200);
  EXPECT_TRUE(Get(path).labelled) << "nothing in this picture";
  EXPECT_EQ(studio_.Call("PUT", path, Body(2, {}, false)).status, 200);
  EXPECT_FALSE(Get(path).labelled);
}

TEST_F(BoxRoutes, BoxesThatCannotBeAreRefusedByName) {
  const std::string path = Add(10);
  const auto error = [&](const api::BoxLabel& bad, bool labelled = true) {
    const Reply reply = studio_.Call("PUT", path, Body(0, {Box("x", 1, 1, 5, 5), bad}, labelled));
    return reply.ErrorCode() + " " + std::string(reply.Json().at("error").at("item").as_string());
  };
  EXPECT_EQ(error(Box("x", 40, 1, 5, 5)), "box-outside p10.jpg #2");
  EXPECT_EQ(error(Box("x", 1, 1, 0, 5)), "box-no-area p10.jpg #2");
  EXPECT_EQ(error(Box("x", 1, 1, -3, 5)), "box-corners-swapped p10.jpg #2");
  EXPECT_EQ(error(Box(" ", 1, 1, 5, 5)), "box-no-label p10.jpg #2");
  EXPECT_EQ(error(Box("a\nb", 1, 1, 5, 5)), "class-name-invalid p10.jpg #2");
  EXPECT_EQ(error(Box("x", 1, 1, 5, 5), false), "boxes-unlabelled p10.jpg");
  EXPECT_EQ(Get(path).revision, 0);
  ASSERT_EQ(studio_.Call("PUT", path, Body(0, {Box("x", -5, 20, 50, 50)})).status, 200);
  EXPECT_EQ(ToJson(Get(path).boxes.at(0).location), ToJson(api::Location{0, 20, 32, 4}))
      << "cut at the edges";
  EXPECT_EQ(studio_.Call("PUT", std::string(kItems) + "/999/boxes", Body(0, {})).status, 404);
}

TEST_F(BoxRoutes, MoreBoxesThanAPictureMayHaveAreTooLargeAndNotTooBusy) {
  const std::string path = Add(10);
  const Reply reply = studio_.Call("PUT", path, Body(0, std::vector(100'001, Box("x", 1, 1, 5, 5))));
  EXPECT_EQ(reply.ErrorCode(), "too-many-boxes");
  EXPECT_EQ(reply.status, 413);
}

TEST_F(BoxRoutes, ListsAndCounts) {
  const std::string two = Add(10);
  const std::string nothing = Add(20);
  Add(30);
  const store::ItemId dull = last_;
  Add(40);
  const store::ItemId worthy = last_;
  studio_.Call("PUT", two, Body(0, {Box("x", 1, 1, 5, 5), Box("x", 9, 9, 5, 5)}));
  studio_.Call("PUT", nothing, Body(0, {}));
  const auto page = [&](const std::string& query) {
    return Must(api::ItemPageFromJson(studio_.Call("GET", kItems + query).Json()));
  };
  const api::ItemPage all = page("");
  EXPECT_EQ(all.items.at(0).boxes, 2);
  EXPECT_EQ(all.items.at(1).boxes, 0);
  EXPECT_EQ(all.items.at(2).boxes, std::nullopt);
  EXPECT_EQ(page("?class=x").total, 1);
  EXPECT_EQ(page("?unlabelled=true").total, 2);
  const std::vector<std::pair<store::ItemId, double>> worths = {{worthy, 0.9}, {dull, 0.1}};
  Must(studio_.catalog->boxes().SetWorth(project_.id, worths));
  const api::ItemPage by_worth = page("?order=worth");
  EXPECT_EQ(by_worth.total, 2);
  EXPECT_EQ(by_worth.items.at(0).id, worthy);
  EXPECT_EQ(studio_.Call("GET", std::string(kItems) + "?order=size").ErrorCode(), "parameter-invalid");
  const api::Project project = Must(api::ProjectFromJson(studio_.Call("GET", kProject).Json()));
  EXPECT_EQ(project.items, 4);
  EXPECT_EQ(project.unlabelled, 2);
  EXPECT_EQ(project.classes.at(0).items, 1);
  EXPECT_EQ(project.classes.at(0).boxes, 2);
}

TEST_F(BoxRoutes, ExportsInTheFormatThatIsAskedFor) {
  const std::string path = Add(10);
  const std::string out = std::string(kProject) + "/export";
  EXPECT_EQ(studio_.Call("GET", out).ErrorCode(), "no-items");
  studio_.Call("PUT", path, Body(0, {Box("x", 1, 1, 5, 5)}));
  EXPECT_TRUE(studio_.Call("GET", out).body.contains("annotations/instances.json"));
  EXPECT_TRUE(studio_.Call("GET", out + "?format=voc").body.contains("Annotations/p10.xml"));
  EXPECT_EQ(studio_.Call("GET", out + "?format=folders").ErrorCode(), "format-unknown");
}

TEST_F(BoxRoutes, EachTaskHasItsOwnLabels) {
  Add(10);
  const std::string item = kItems + ("/" + std::to_string(last_));
  EXPECT_EQ(studio_.Call("PATCH", item, R"({"class":"x"})").ErrorCode(), "task-differs");
  const store::Project shoes = studio_.MakeProject();
  const auto other = studio_.AddItem(shoes.id, ColourPicture(1, 2, 3), "red");
  const std::string boxes = "/api/v1/projects/shoes/items/" + std::to_string(other.id) + "/boxes";
  EXPECT_EQ(studio_.Call("GET", boxes).ErrorCode(), "task-differs");
  EXPECT_EQ(studio_.Call("PUT", boxes, Body(0, {})).status, 409);
}

}  // namespace
}  // namespace easel::server
