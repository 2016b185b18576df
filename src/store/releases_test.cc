#include "store/releases.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/random.h"
#include "store/test_home.h"

namespace easel::store {
namespace {

class ReleasesTest : public testing::Test {
 protected:
  ProjectId MakeProject(std::string_view name) {
    const ProjectId id = Must(catalog_->projects().Create(name, "image-classification")).id;
    Must(catalog_->models().FreezeVersion(id, Sha256(name), 1));
    for (int i = 1; i <= 4; ++i) Must(catalog_->models().Add(id, 0, 1, Sha256("b"), Sha256("r"), {}));
    return id;
  }

  TestHome home_;
  TestClock clock_;
  std::unique_ptr<Catalog> catalog_ = Must(Catalog::Open(home_.path(), clock_));
  Releases& releases_ = catalog_->releases();
  const ProjectId project_ = MakeProject("shoes");
};

TEST_F(ReleasesTest, HistoryTellsWhatHappened) {
  Must(releases_.Publish("shoes", project_, 1, false));
  Must(releases_.Publish("shoes", project_, 1, false));
  Must(releases_.Publish("shoes", project_, 2, true));
  Must(releases_.RollBack("shoes"));
  Must(releases_.Unpublish("shoes"));
  Must(releases_.Unpublish("shoes"));
  Must(releases_.Publish("shoes", project_, 3, false));
  std::string told;
  for (const ReleaseEvent& event : Must(releases_.History("shoes"))) {
    told += event.action + " " + std::to_string(event.model) + "; ";
  }
  EXPECT_EQ(told, "publish 1; update 2; rollback 1; unpublish 1; publish 3; ");
}

TEST_F(ReleasesTest, ASuffixBelongsToItsProject) {
  const ProjectId other = MakeProject("boots");
  Must(releases_.Publish("shoes", project_, 1, false));
  Must(releases_.Unpublish("shoes"));
  EXPECT_EQ(CodeOf(releases_.Publish("shoes", other, 1, false)), "suffix-taken");
  Must(releases_.Publish("boots", other, 1, false));
  EXPECT_EQ(Must(releases_.OfProject(other)).size(), 1u);
  EXPECT_EQ(Must(releases_.List()).size(), 2u);
}

TEST_F(ReleasesTest, WhatCannotBePublishedChangesNothing) {
  for (const std::string& suffix : {std::string(), std::string("Shoes"), std::string("a b"), std::string("é"),
                                    std::string(41, 'a'), std::string("a/b")}) {
    EXPECT_EQ(CodeOf(releases_.Publish(suffix, project_, 1, false)), "suffix-invalid") << suffix;
  }
  EXPECT_EQ(CodeOf(releases_.Publish("shoes", project_, 9, false)), "deleted-meanwhile");
  EXPECT_EQ(CodeOf(releases_.RollBack("shoes")), "release-unknown");
  EXPECT_EQ(CodeOf(releases_.Unpublish("shoes")), "release-unknown");
  Must(releases_.Publish(std::string(40, 'a'), project_, 1, false));
  EXPECT_EQ(CodeOf(releases_.RollBack(std::string(40, 'a'))), "nothing-to-roll-back");
}

// Oracle: the same operations on a stack of models.
TEST_F(ReleasesTest, RandomSequencesAgreeWithAModel) {
  std::vector<int> stack;
  bool live = false;
  Random random(11);
  for (int step = 0; step < 400; ++step) {
    const uint64_t choice = random.Below(5);
    if (choice < 3) {
      const int model = 1 + static_cast<int>(random.Below(4));
      if (stack.empty() || stack.back() != model) stack.push_back(model);
      live = true;
      Must(releases_.Publish("shoes", project_, model, false));
    } else if (choice == 3 && !stack.empty()) {
      const auto rolled = releases_.RollBack("shoes");
      ASSERT_EQ(rolled.has_value(), stack.size() > 1);
      if (rolled) {
        stack.pop_back();
        live = true;
      }
    } else if (!stack.empty()) {
      Must(releases_.Unpublish("shoes"));
      live = false;
    }
    if (stack.empty()) continue;
    const Release release = Must(releases_.Find("shoes"));
    ASSERT_EQ(release.model, stack.back());
    ASSERT_EQ(release.live, live);
  }
}

TEST_F(ReleasesTest, TwoProcessesPublishAtOnce) {
  constexpr int kRounds = 50;
  catalog_.reset();  // a connection must not be carried over a fork
  const auto publish = [&](int first_model) {
    const auto catalog = Must(Catalog::Open(home_.path(), clock_));
    for (int i = 0; i < kRounds; ++i)
      Must(catalog->releases().Publish("shoes", project_, first_model + i % 2, false));
  };
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      publish(1);
      ::_exit(0);
    } catch (...) {
      ::_exit(1);
    }
  }
  publish(3);
  int status = -1;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  catalog_ = Must(Catalog::Open(home_.path(), clock_));
  const auto history = Must(catalog_->releases().History("shoes"));
  EXPECT_EQ(history.size(), 2u * kRounds);
  EXPECT_EQ(history.front().action, "publish");
  EXPECT_EQ(std::ranges::count(history, std::string("publish"), &ReleaseEvent::action), 1);
  EXPECT_EQ(Must(catalog_->releases().Find("shoes")).model, history.back().model);
}

}  // namespace
}  // namespace easel::store
