#include "training/feature_cache.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/random.h"

namespace easel::training {
namespace {

class FeatureCacheTest : public testing::Test {
 protected:
  ~FeatureCacheTest() override { std::filesystem::remove_all(folder_); }
  FeatureCache Open() { return FeatureCache::Open(folder_, key_, 3).value(); }
  std::filesystem::path File() const { return folder_ / (key_.Hex().substr(0, 32) + ".features"); }

  const std::filesystem::path folder_ = std::filesystem::path(testing::TempDir()) / ("feature-cache-" + RandomHex(8));
  const Hash key_ = Sha256("network and transform");
  const std::vector<float> a_ = {1, 2, 3};
  const std::vector<float> b_ = {4, 5, 6};
  std::vector<float> out_ = {0, 0, 0};
};

TEST_F(FeatureCacheTest, ANewObjectFindsWhatWasAdded) {
  ASSERT_TRUE(Open().Add(Sha256("a"), a_));
  ASSERT_TRUE(Open().Find(Sha256("a"), out_));
  EXPECT_EQ(out_, a_);
  EXPECT_FALSE(Open().Find(Sha256("b"), out_));
}

TEST_F(FeatureCacheTest, ATornTailIsDroppedAndWrittenAgain) {
  ASSERT_TRUE(Open().Add(Sha256("a"), a_));
  ASSERT_TRUE(Open().Add(Sha256("b"), b_));
  std::filesystem::resize_file(File(), std::filesystem::file_size(File()) - 1);
  EXPECT_TRUE(Open().Find(Sha256("a"), out_));
  EXPECT_FALSE(Open().Find(Sha256("b"), out_));
  ASSERT_TRUE(Open().Add(Sha256("b"), b_));
  ASSERT_TRUE(Open().Find(Sha256("b"), out_));
  EXPECT_EQ(out_, b_);
}

TEST_F(FeatureCacheTest, ADamagedRecordIsNotBelieved) {
  ASSERT_TRUE(Open().Add(Sha256("a"), a_));
  std::fstream file(File(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(34);
  file.put('\x7f');
  file.close();
  EXPECT_FALSE(Open().Find(Sha256("a"), out_));
}

}  // namespace
}  // namespace easel::training
