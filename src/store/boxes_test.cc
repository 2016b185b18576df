#include "store/boxes.h"

#include <gtest/gtest.h>

#include "store/test_home.h"

namespace easel::store {
namespace {

ItemBox Around(std::string_view class_name, double left, double width = 10) {
  return {.class_name = std::string(class_name), .left = left, .top = 2.25, .width = width, .height = 7.125};
}

class BoxesTest : public testing::Test {
 protected:
  ItemId Add(std::string_view content, std::optional<std::vector<ItemBox>> boxes = {}) {
    const NewItem item{.hash = Sha256(content), .name = std::string(content), .boxes = std::move(boxes)};
    Must(catalog_->items().Insert(project_, std::span(&item, 1)));
    return Must(catalog_->items().List(project_, {.hash = item.hash}, 0, 1)).at(0).id;
  }
  InsertOutcome AddAgain(std::string_view content, std::optional<std::vector<ItemBox>> boxes) {
    const NewItem item{.hash = Sha256(content), .boxes = std::move(boxes)};
    return Must(catalog_->items().Insert(project_, std::span(&item, 1))).at(0);
  }

  TestHome home_;
  TestClock clock_;
  std::unique_ptr<Catalog> catalog_ = Must(Catalog::Open(home_.path(), clock_));
  Boxes& boxes_ = catalog_->boxes();
  const ProjectId project_ = Must(catalog_->projects().Create("cells", kDetection)).id;
};

TEST_F(BoxesTest, ComeBackAsTheyWereInTheirOrder) {
  const ItemId item = Add("a");
  EXPECT_EQ(Must(boxes_.Get(project_, item)), ItemBoxes());
  std::vector<ItemBox> boxes = {Around("红", 0.1), Around("white", 5), Around("红", 0.1)};
  boxes[1].difficult = true;
  boxes[2].crowd = true;
  const ItemBoxes stored = Must(boxes_.Put(project_, item, 0, true, boxes));
  EXPECT_EQ(stored, (ItemBoxes{1, true, boxes}));
  EXPECT_EQ(Must(boxes_.Get(project_, item)), stored);
  EXPECT_EQ(CodeOf(boxes_.Get(project_, item + 1)), "item-unknown");
  EXPECT_EQ(CodeOf(boxes_.Get(project_ + 1, item)), "item-unknown");
}

TEST_F(BoxesTest, AChangeThatDidNotSeeTheLastOneIsRefusedUnlessItIsTheSame) {
  const ItemId item = Add("a");
  const std::vector<ItemBox> mine = {Around("x", 1)};
  const std::vector<ItemBox> theirs = {Around("x", 2)};
  Must(boxes_.Put(project_, item, 0, true, mine));
  EXPECT_EQ(Must(boxes_.Put(project_, item, 0, true, mine)).revision, 1) << "a repeated call";
  EXPECT_EQ(CodeOf(boxes_.Put(project_, item, 0, true, theirs)), "boxes-changed");
  EXPECT_EQ(Must(boxes_.Put(project_, item, 1, true, theirs)).revision, 2);
  EXPECT_EQ(CodeOf(boxes_.Put(project_, item, 1, true, {})), "boxes-changed");
  EXPECT_EQ(Must(boxes_.Get(project_, item)).boxes, theirs);
}

TEST_F(BoxesTest, AClassNameThatNobodyCanReadChangesNothing) {
  const ItemId item = Add("a");
  const std::vector<ItemBox> bad = {Around("ok", 1), Around("a\nb", 2)};
  EXPECT_EQ(CodeOf(boxes_.Put(project_, item, 0, true, bad)), "class-name-invalid");
  EXPECT_EQ(Must(boxes_.Get(project_, item)), ItemBoxes());
  EXPECT_TRUE(Must(catalog_->projects().Classes(project_)).empty());
}

TEST_F(BoxesTest, CountsTellPicturesBoxesAndWhatIsNotLabelled) {
  Add("a", {{Around("x", 1), Around("x", 2), Around("y", 3)}});
  Add("b", {{Around("x", 1)}});
  const ItemId nothing = Add("nothing", std::vector<ItemBox>());
  const ItemId unlabelled = Add("unlabelled");
  const auto classes = Must(catalog_->projects().Classes(project_));
  ASSERT_EQ(classes.size(), 2u);
  EXPECT_EQ(classes[0].items, 2);
  EXPECT_EQ(classes[0].boxes, 3);
  EXPECT_EQ(classes[1].items, 1);
  EXPECT_EQ(classes[1].boxes, 1);
  Items& items = catalog_->items();
  EXPECT_EQ(Must(items.Count(project_, {.unlabelled_only = true})), 1);
  EXPECT_EQ(Must(items.Count(project_, {.box_class = classes[0].id})), 2);
  EXPECT_EQ(Must(items.List(project_, {.box_class = classes[1].id}, 0, 10)).size(), 1u);
  EXPECT_EQ(Must(items.Get(project_, nothing)).boxes, 0);
  EXPECT_EQ(Must(items.Get(project_, unlabelled)).boxes, std::nullopt);
}

TEST_F(BoxesTest, AnItemThatIsThereAlreadyGetsBoxesButKeepsItsOwn) {
  using enum InsertOutcome;
  const ItemId item = Add("a");
  EXPECT_EQ(AddAgain("a", std::vector{Around("x", 1)}), kDuplicate);
  EXPECT_EQ(Must(boxes_.Get(project_, item)), (ItemBoxes{1, true, {Around("x", 1)}}));
  EXPECT_EQ(AddAgain("a", std::nullopt), kDuplicate);
  EXPECT_EQ(AddAgain("a", std::vector{Around("x", 1.4)}), kDuplicate) << "formats round";
  EXPECT_EQ(AddAgain("a", std::vector{Around("x", 2)}), kLabelConflict);
  EXPECT_EQ(AddAgain("a", std::vector{Around("y", 1)}), kLabelConflict);
  EXPECT_EQ(AddAgain("a", std::vector<ItemBox>()), kLabelConflict);
  EXPECT_EQ(Must(boxes_.Get(project_, item)).revision, 1);
}

TEST_F(BoxesTest, AVisitSeesWhatIsLabelled) {
  Add("unlabelled");
  Add("a", {{Around("x", 1), Around("y", 2)}});
  Add("nothing", std::vector<ItemBox>());
  std::vector<std::pair<std::string, size_t>> seen;
  Must(boxes_.ForEach(project_, [&](const Item& item, std::span<const ItemBox> boxes) -> Status {
    seen.emplace_back(item.name, boxes.size());
    return {};
  }));
  EXPECT_EQ(seen, (std::vector<std::pair<std::string, size_t>>{{"a", 2}, {"nothing", 0}}));
}

TEST_F(BoxesTest, WhatIsWorthMostComesFirst) {
  const ItemId a = Add("a");
  const ItemId b = Add("b");
  const ItemId c = Add("c");
  const ItemId done = Add("done", std::vector<ItemBox>());
  const std::vector<std::pair<ItemId, double>> worths = {{b, 0.5}, {c, 0.75}, {done, 9}, {done + 1, 1}};
  Must(boxes_.SetWorth(project_, worths));
  std::vector<ItemId> order;
  for (const Item& item : Must(boxes_.ListByWorth(project_, 10))) order.push_back(item.id);
  EXPECT_EQ(order, (std::vector{c, b, a}));
  EXPECT_EQ(Must(boxes_.ListByWorth(project_, 1)).size(), 1u);
}

TEST_F(BoxesTest, GoWithTheirItem) {
  const ItemId item = Add("a", {{Around("x", 1)}});
  Must(catalog_->items().Delete(project_, item));
  EXPECT_EQ(Must(catalog_->projects().Classes(project_)).at(0).boxes, 0);
  Add("b", {{Around("x", 1)}});
  Must(catalog_->projects().Delete(project_));
  EXPECT_TRUE(Must(catalog_->projects().List()).empty());
}

}  // namespace
}  // namespace easel::store
