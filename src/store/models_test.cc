#include "store/models.h"

#include <gtest/gtest.h>

#include "store/test_home.h"

namespace easel::store {
namespace {

class ModelsTest : public testing::Test {
 protected:
  TestHome home_;
  TestClock clock_;
  std::unique_ptr<Catalog> catalog_ = Must(Catalog::Open(home_.path(), clock_));
  Models& models_ = catalog_->models();
  const ProjectId project_ = Must(catalog_->projects().Create("p", "image-classification")).id;
};

TEST_F(ModelsTest, UnchangedDataKeepTheirVersion) {
  EXPECT_EQ(Must(models_.FreezeVersion(project_, Sha256("one"), 10)).number, 1);
  EXPECT_EQ(Must(models_.FreezeVersion(project_, Sha256("two"), 11)).number, 2);
  EXPECT_EQ(Must(models_.FreezeVersion(project_, Sha256("one"), 10)).number, 1);
  const auto versions = Must(models_.Versions(project_));
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[1].manifest, Sha256("two"));
  EXPECT_EQ(versions[1].items, 11);
}

TEST_F(ModelsTest, AJobAddsOneModel) {
  Must(models_.FreezeVersion(project_, Sha256("data"), 10));
  const json::object summary{{"seconds", 12.5}, {"model", {{"name", "lite0"}}}};
  EXPECT_EQ(Must(models_.Add(project_, 7, 1, Sha256("b1"), Sha256("r1"), summary)).number, 1);
  EXPECT_EQ(Must(models_.Add(project_, 8, 1, Sha256("b2"), Sha256("r2"), {})).number, 2);
  const Model again = Must(models_.Add(project_, 7, 1, Sha256("b3"), Sha256("r3"), {}));
  EXPECT_EQ(again.number, 1);
  EXPECT_EQ(again.bundle, Sha256("b1"));
  EXPECT_EQ(again.summary, summary);
  EXPECT_EQ(Must(models_.List(project_)).size(), 2u);
  EXPECT_EQ(Must(models_.Get(project_)).number, 2);
  EXPECT_EQ(Must(models_.Get(project_, 1)).report, Sha256("r1"));
}

TEST_F(ModelsTest, WhatIsMissingIsNamed) {
  EXPECT_EQ(CodeOf(models_.Get(project_)), "model-unknown");
  EXPECT_EQ(CodeOf(models_.Get(project_, 3)), "model-unknown");
  EXPECT_EQ(CodeOf(models_.Add(project_, 1, 9, Sha256("b"), Sha256("r"), {})), "deleted-meanwhile");
}

}  // namespace
}  // namespace easel::store
