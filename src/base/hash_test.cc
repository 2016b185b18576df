#include "base/hash.h"

#include <gtest/gtest.h>

namespace easel {
namespace {

// FIPS 180-4 example.
TEST(Sha256, PublishedVector) {
  EXPECT_EQ(Sha256("abc").Hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, PiecesEqualTheWhole) {
  Sha256Stream stream;
  stream.Update(std::as_bytes(std::span("ab", 2)));
  stream.Update(std::as_bytes(std::span("c", 1)));
  EXPECT_EQ(stream.Finish(), Sha256("abc"));
}

TEST(Hash, OnlyLowerCaseHexOfFullLengthIsAHash) {
  const std::string hex = Sha256("abc").Hex();
  EXPECT_EQ(Hash::FromHex(hex).value(), Sha256("abc"));
  EXPECT_FALSE(Hash::FromHex(hex.substr(1)));
  EXPECT_FALSE(Hash::FromHex("../" + hex.substr(3)));
  EXPECT_FALSE(Hash::FromHex("B" + hex.substr(1)));
}

}  // namespace
}  // namespace easel
