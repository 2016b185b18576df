#include "store/items.h"

#include <gtest/gtest.h>

#include <map>

#include "base/random.h"
#include "store/test_home.h"

namespace easel::store {
namespace {

NewItem Labelled(std::string_view content, std::string_view class_name) {
  return {
      .hash = Sha256(content), .name = std::string(content) + ".jpg", .class_name = std::string(class_name)};
}

class ItemsTest : public testing::Test {
 protected:
  TestHome home_;
  TestClock clock_;
  std::unique_ptr<Catalog> catalog_ = Must(Catalog::Open(home_.path(), clock_));
  Items& items_ = catalog_->items();
  const ProjectId project_ = Must(catalog_->projects().Create("fruit", "image-classification")).id;
};

TEST_F(ItemsTest, AnItemComesBackAsItWas) {
  const NewItem given{.hash = Sha256("a"),
                      .name = "folder/苹果 1.JPG",
                      .bytes = int64_t{1} << 40,
                      .width = 640,
                      .height = 480,
                      .fingerprint = 0xfedcba9876543210,
                      .class_name = "苹果",
                      .split = Split::kTest};
  ASSERT_EQ(Must(items_.Insert(project_, std::span(&given, 1))), std::vector{InsertOutcome::kAdded});
  const Item item = Must(items_.List(project_, {}, 0, 10)).at(0);
  EXPECT_EQ(item.hash, given.hash);
  EXPECT_EQ(item.name, given.name);
  EXPECT_EQ(item.bytes, given.bytes);
  EXPECT_EQ(item.width, given.width);
  EXPECT_EQ(item.height, given.height);
  EXPECT_EQ(item.fingerprint, given.fingerprint);
  EXPECT_EQ(item.split, Split::kTest);
  EXPECT_EQ(item.created, clock_.WallMillis());
  const auto classes = Must(catalog_->projects().Classes(project_));
  ASSERT_EQ(classes.size(), 1u);
  EXPECT_EQ(classes[0].name, "苹果");
  EXPECT_EQ(classes[0].items, 1);
  EXPECT_EQ(item.class_id, classes[0].id);
}

TEST_F(ItemsTest, SegmentsAreComparedMoreCloselyThanPixels) {
  NewItem given{.hash = Sha256("a"),
                .name = "a.wav",
                .boxes = std::vector<ItemBox>{{.class_name = "bell", .left = 1, .width = 0.5, .height = 1}},
                .sound = SoundFacts{.seconds = 2}};
  Must(items_.Insert(project_, std::span(&given, 1)));
  given.boxes->front().left = 1.004;
  EXPECT_EQ(Must(items_.Insert(project_, std::span(&given, 1))), std::vector{InsertOutcome::kDuplicate});
  given.boxes->front().left = 1.01;
  EXPECT_EQ(Must(items_.Insert(project_, std::span(&given, 1))), std::vector{InsertOutcome::kLabelConflict});
}

TEST_F(ItemsTest, ARecordingWithAClassAndSegmentsOfItCountsOnce) {
  const auto segment = [](const char* name, double left) {
    return ItemBox{.class_name = name, .left = left, .width = 0.5, .height = 1};
  };
  const std::vector<NewItem> given = {
      {.hash = Sha256("a"),
       .name = "a.wav",
       .class_name = "bell",
       .boxes = {{segment("bell", 1), segment("bell", 2)}}},
      {.hash = Sha256("b"), .name = "b.wav", .class_name = "bell", .boxes = {{segment("dog", 1)}}},
      {.hash = Sha256("c"), .name = "c.wav", .boxes = {{segment("bell", 1)}}}};
  Must(items_.Insert(project_, given));
  const auto classes = Must(catalog_->projects().Classes(project_));
  ASSERT_EQ(classes.size(), 2u);
  EXPECT_EQ(classes[0].name, "bell");
  EXPECT_EQ(classes[0].items, 3);
  EXPECT_EQ(classes[0].boxes, 3);
  EXPECT_EQ(classes[1].items, 1);
  for (const Class& known : classes) {
    EXPECT_EQ(Must(items_.Count(project_, {.any_class = known.id})), known.items) << "as they are listed";
  }
}

TEST_F(ItemsTest, ASplitIsFilledInWhereThereWasNone) {
  NewItem given = Labelled("a", "plum");
  const auto split_after = [&](Split split) {
    given.split = split;
    Must(items_.Insert(project_, std::span(&given, 1)));
    return Must(items_.List(project_, {}, 0, 1)).front().split;
  };
  EXPECT_EQ(split_after(Split::kAuto), Split::kAuto);
  EXPECT_EQ(split_after(Split::kTest), Split::kTest);
  EXPECT_EQ(split_after(Split::kTrain), Split::kTest);
  EXPECT_EQ(split_after(Split::kAuto), Split::kTest);
}

TEST_F(ItemsTest, AClassIsFilledInBesideSegments) {
  NewItem given{.hash = Sha256("a"), .name = "a.wav", .sound = SoundFacts{.seconds = 2}};
  Must(items_.Insert(project_, std::span(&given, 1)));
  given.class_name = "church";
  given.boxes = std::vector<ItemBox>{{.class_name = "bell", .left = 1, .width = 0.5, .height = 1}};
  EXPECT_EQ(Must(items_.Insert(project_, std::span(&given, 1))), std::vector{InsertOutcome::kDuplicate});
  const Item item = Must(items_.List(project_, {}, 0, 1)).front();
  EXPECT_TRUE(item.class_id);
  EXPECT_EQ(item.boxes, 1);
}

TEST_F(ItemsTest, ARecordingComesBackAsItWas) {
  const NewItem given{
      .hash = Sha256("a"),
      .name = "a.wav",
      .class_name = "bell",
      .source = "machine 7",
      .sound = SoundFacts{
          .seconds = 1.25, .rate = 8000, .channels = 2, .peak = 0.5, .clipped = 0.125, .quiet = 0.75}};
  Must(items_.Insert(project_, std::span(&given, 1)));
  const Item item = Must(items_.List(project_, {}, 0, 10)).at(0);
  EXPECT_EQ(item.sound, given.sound);
  EXPECT_EQ(item.source, "machine 7");
  EXPECT_EQ(Must(items_.Get(project_, item.id)).sound, given.sound);
}

TEST_F(ItemsTest, AGroupIsFilledInWhereThereWasNone) {
  NewItem item = Labelled("a", "apple");
  Must(items_.Insert(project_, std::span(&item, 1)));
  for (const char* source : {"first", "second"}) {
    item.source = source;
    Must(items_.Insert(project_, std::span(&item, 1)));
    EXPECT_EQ(Must(items_.List(project_, {}, 0, 10)).at(0).source, "first");
  }
}

TEST_F(ItemsTest, DuplicatesAreToldApart) {
  using enum InsertOutcome;
  const std::vector<NewItem> items = {Labelled("a", "apple"), Labelled("a", "pear"), Labelled("a", "apple"),
                                      Labelled("a", ""),      Labelled("b", ""),     Labelled("b", "pear"),
                                      Labelled("b", "apple")};
  EXPECT_EQ(Must(items_.Insert(project_, items)), (std::vector{kAdded, kLabelConflict, kDuplicate, kDuplicate,
                                                               kAdded, kDuplicate, kLabelConflict}));
  const auto classes = Must(catalog_->projects().Classes(project_));
  ASSERT_EQ(classes.size(), 2u);
  EXPECT_EQ(classes[0].items, 1);
  EXPECT_EQ(classes[1].items, 1);
}

TEST_F(ItemsTest, AConflictingLabelMakesNoClass) {
  Must(items_.Insert(project_, std::vector{Labelled("a", "apple")}));
  Must(items_.Insert(project_, std::vector{Labelled("a", "pear")}));
  EXPECT_EQ(Must(catalog_->projects().Classes(project_)).size(), 1u);
}

TEST_F(ItemsTest, OneBadClassNameStopsTheWholeInsertion) {
  const std::vector<NewItem> items = {Labelled("a", "apple"), Labelled("b", "pe\nar")};
  EXPECT_EQ(CodeOf(items_.Insert(project_, items)), "class-name-invalid");
  EXPECT_EQ(Must(items_.Count(project_, {})), 0);
}

TEST_F(ItemsTest, AnUnknownProjectTakesNothing) {
  EXPECT_EQ(CodeOf(items_.Insert(project_ + 1, std::vector{Labelled("a", "")})), "deleted-meanwhile");
}

TEST_F(ItemsTest, TheSameHashMayBeInTwoProjects) {
  const ProjectId other = Must(catalog_->projects().Create("other", "image-classification")).id;
  Must(items_.Insert(project_, std::vector{Labelled("a", "apple")}));
  EXPECT_EQ(Must(items_.Insert(other, std::vector{Labelled("a", "pear")})),
            std::vector{InsertOutcome::kAdded});
  const ItemId id = Must(items_.List(project_, {}, 0, 1)).at(0).id;
  EXPECT_EQ(CodeOf(items_.Get(other, id)), "item-unknown");
  EXPECT_EQ(CodeOf(items_.Delete(other, id)), "item-unknown");
}

// Oracle: the same operations on a std::map.
TEST_F(ItemsTest, RandomEditsAgreeWithAModel) {
  struct Entry {
    std::string class_name;
    Split split;
  };
  std::map<ItemId, Entry> model;
  Random random(7);
  const std::vector<std::string> names = {"", "apple", "pear", "plum"};
  for (int step = 0; step < 600; ++step) {
    if (random.Below(3) > 0 || model.empty()) {
      NewItem item = Labelled(std::to_string(step), names[random.Below(names.size())]);
      item.split = static_cast<Split>(random.Below(4));
      Must(items_.Insert(project_, std::span(&item, 1)));
      const ItemId after = model.empty() ? 0 : model.rbegin()->first;
      const ItemId id = Must(items_.List(project_, {}, after, 1)).at(0).id;
      ASSERT_GT(id, after);
      model[id] = {item.class_name, item.split};
    } else {
      auto entry = std::next(model.begin(), static_cast<ptrdiff_t>(random.Below(model.size())));
      if (random.Below(2) == 0) {
        entry->second.class_name = names[random.Below(names.size())];
        Must(items_.SetLabel(project_, entry->first, entry->second.class_name));
      } else if (entry->first != model.rbegin()->first) {
        Must(items_.Delete(project_, entry->first));
        model.erase(entry);
      }
    }
  }
  std::map<std::string, ClassId> ids;
  for (const Class& known : Must(catalog_->projects().Classes(project_))) {
    ids[known.name] = known.id;
    EXPECT_EQ(known.items,
              std::ranges::count_if(model, [&](auto& e) { return e.second.class_name == known.name; }));
  }
  const auto check = [&](const ItemFilter& filter, auto matches) {
    std::vector<ItemId> expected;
    for (const auto& [id, entry] : model) {
      if (matches(entry)) expected.push_back(id);
    }
    std::vector<ItemId> found;
    for (ItemId after = 0;;) {
      const auto page = Must(items_.List(project_, filter, after, 7));
      if (page.empty()) break;
      for (const Item& item : page) found.push_back(item.id);
      after = page.back().id;
    }
    EXPECT_EQ(found, expected);
    EXPECT_EQ(Must(items_.Count(project_, filter)), static_cast<int64_t>(expected.size()));
  };
  check({}, [](const Entry&) { return true; });
  check({.class_id = ids["pear"]}, [](const Entry& e) { return e.class_name == "pear"; });
  check({.unlabelled_only = true}, [](const Entry& e) { return e.class_name.empty(); });
  check({.split = Split::kTest}, [](const Entry& e) { return e.split == Split::kTest; });
  check({.class_id = ids["plum"], .split = Split::kAuto},
        [](const Entry& e) { return e.class_name == "plum" && e.split == Split::kAuto; });
}

TEST_F(ItemsTest, ForEachMayChangeWhatItVisits) {
  std::vector<NewItem> items;
  for (int i = 0; i < 2500; ++i) items.push_back(Labelled(std::to_string(i), ""));
  Must(items_.Insert(project_, items));
  size_t visited = 0;
  Must(items_.ForEach(project_, [&](const Item& item) {
    EXPECT_EQ(item.hash, items.at(visited++).hash);
    return visited % 100 == 0 ? items_.Delete(project_, item.id) : Status{};
  }));
  EXPECT_EQ(visited, items.size());
  EXPECT_EQ(Must(items_.Count(project_, {})), 2475);
}

}  // namespace
}  // namespace easel::store
