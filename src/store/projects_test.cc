#include "store/projects.h"

#include <gtest/gtest.h>

#include "store/test_home.h"

namespace easel::store {
namespace {

class ProjectsTest : public testing::Test {
 protected:
  TestHome home_;
  TestClock clock_;
  std::unique_ptr<Catalog> catalog_ = Must(Catalog::Open(home_.path(), clock_));
  Projects& projects_ = catalog_->projects();
};

TEST_F(ProjectsTest, NamesAreUniqueAndFound) {
  const Project shoes = Must(projects_.Create("鞋 shoes", "image-classification"));
  EXPECT_EQ(CodeOf(projects_.Create("鞋 shoes", "image-classification")), "project-exists");
  EXPECT_EQ(Must(projects_.Find("鞋 shoes")).id, shoes.id);
  EXPECT_EQ(Must(projects_.Get(shoes.id)).task, "image-classification");
  EXPECT_EQ(CodeOf(projects_.Find("shoes")), "project-unknown");
  EXPECT_EQ(Must(projects_.List()).size(), 1u);
}

TEST_F(ProjectsTest, NamesThatAddressesUseOrNobodyCanReadAreRefused) {
  std::string long_name;
  for (int i = 0; i < 100; ++i) long_name += "名";
  EXPECT_TRUE(projects_.Create(long_name, "image-classification"));
  for (const std::string& name : {std::string(), std::string("a@2"), std::string("a/b"), std::string("a\nb"),
                                  std::string("\xff"), long_name + "x", std::string("a\0b", 3)}) {
    EXPECT_EQ(CodeOf(projects_.Create(name, "image-classification")), "project-name-invalid") << name;
  }
}

TEST_F(ProjectsTest, ATaskIsOneOfThoseThatThereAre) {
  EXPECT_EQ(CodeOf(projects_.Create("p", "time-travel")), "task-unknown");
  EXPECT_EQ(Must(projects_.Create("p", kDetection)).task, "object-detection");
}

TEST_F(ProjectsTest, DeletionTakesEverythingUnlessItIsPublished) {
  const ProjectId id = Must(projects_.Create("p", "image-classification")).id;
  const NewItem item{.hash = Sha256("a"), .class_name = "c"};
  Must(catalog_->items().Insert(id, std::span(&item, 1)));
  const Job job = Must(catalog_->jobs().Add("train", id, {}));
  const int version = Must(catalog_->models().FreezeVersion(id, Sha256("m"), 1)).number;
  Must(catalog_->models().Add(id, job.id, version, Sha256("b"), Sha256("r"), {}));
  Must(catalog_->releases().Publish("p", id, 1, false));
  EXPECT_EQ(CodeOf(projects_.Delete(id)), "project-published");
  Must(catalog_->releases().Unpublish("p"));
  Must(projects_.Delete(id));
  EXPECT_EQ(CodeOf(projects_.Delete(id)), "project-unknown");
  EXPECT_EQ(CodeOf(catalog_->jobs().Get(job.id)), "job-unknown");
  EXPECT_EQ(CodeOf(catalog_->releases().Find("p")), "release-unknown");
  EXPECT_EQ(Must(catalog_->items().Count(id, {})), 0);
  const ProjectId next = Must(projects_.Create("p", "image-classification")).id;
  EXPECT_GT(next, id) << "a number must never mean another project later";
  EXPECT_TRUE(Must(projects_.Classes(next)).empty());
}

}  // namespace
}  // namespace easel::store
