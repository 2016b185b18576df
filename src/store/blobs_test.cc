#include "store/blobs.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "base/random.h"
#include "store/test_home.h"

namespace easel::store {
namespace {

std::span<const std::byte> AsBytes(std::string_view text) { return std::as_bytes(std::span(text)); }

std::string AsText(const Bytes& bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

class BlobsTest : public testing::Test {
 protected:
  size_t TemporaryFiles() const {
    return static_cast<size_t>(
        std::distance(std::filesystem::directory_iterator(home_.path() / "blobs" / ".tmp"), {}));
  }

  TestHome home_;
  Blobs blobs_ = Must(Blobs::Open(home_.path()));
};

TEST_F(BlobsTest, WhatWasPutComesBackUnderItsHash) {
  const Hash hash = Must(blobs_.Put(AsBytes("abc")));
  EXPECT_EQ(hash, Sha256("abc"));
  EXPECT_TRUE(blobs_.Has(hash));
  EXPECT_EQ(AsText(Must(blobs_.Get(hash))), "abc");
  EXPECT_EQ(blobs_.PathOf(hash), home_.path() / "blobs" / "ba" / hash.Hex().substr(2));
  EXPECT_EQ(AsText(Must(blobs_.Get(Must(blobs_.Put({}))))), "");
  EXPECT_FALSE(blobs_.Has(Sha256("abd")));
  EXPECT_EQ(CodeOf(blobs_.Get(Sha256("abd"))), "blob-missing");
  EXPECT_EQ(CodeOf(blobs_.Map(Sha256("abd"))), "blob-missing");
}

TEST_F(BlobsTest, AGroupWithDuplicatesIsStored) {
  for (const size_t count : {size_t{1}, size_t{5}, size_t{300}}) {
    std::vector<std::string> texts;
    for (size_t i = 0; i < count; ++i)
      texts.push_back("item " + std::to_string(count) + "/" + std::to_string(i / 2));
    std::vector<std::span<const std::byte>> contents;
    for (const std::string& text : texts) contents.push_back(AsBytes(text));
    const std::vector<Hash> hashes = Must(blobs_.PutAll(contents));
    ASSERT_EQ(hashes.size(), count);
    for (size_t i = 0; i < count; ++i) EXPECT_EQ(AsText(Must(blobs_.Get(hashes[i]))), texts[i]);
  }
  EXPECT_EQ(TemporaryFiles(), 0u);
  EXPECT_TRUE(Must(blobs_.PutAll({})).empty());
}

TEST_F(BlobsTest, DamageIsNoticedAndAShortBlobIsReplaced) {
  const Hash hash = Must(blobs_.Put(AsBytes("abc")));
  std::ofstream(blobs_.PathOf(hash)) << "abd";
  EXPECT_EQ(CodeOf(blobs_.Get(hash)), "blob-damaged");
  std::ofstream(blobs_.PathOf(hash)) << "ab";
  Must(blobs_.Put(AsBytes("abc")));
  EXPECT_EQ(AsText(Must(blobs_.Get(hash))), "abc");
}

TEST_F(BlobsTest, OnlyOldLeftoversOfTheDeadAreRemoved) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  const auto folder = home_.path() / "blobs" / ".tmp";
  const std::string dead = std::to_string(child);
  const std::string alive = std::to_string(::getpid());
  for (const std::string& name : {dead + "-old", dead + "-new", alive + "-old"}) {
    std::ofstream(folder / name) << "x";
    if (name.ends_with("old")) {
      std::filesystem::last_write_time(folder / name,
                                       std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
    }
  }
  Must(Blobs::Open(home_.path()));
  EXPECT_FALSE(std::filesystem::exists(folder / (dead + "-old")));
  EXPECT_TRUE(std::filesystem::exists(folder / (dead + "-new")));
  EXPECT_TRUE(std::filesystem::exists(folder / (alive + "-old")));
}

}  // namespace
}  // namespace easel::store
