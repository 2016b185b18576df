#include "media/augment/elementary.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace easel::media {
namespace {

TEST(Elementary, DirectionsAreThoseOfTheCLibrary) {
  for (double degrees = -360; degrees <= 360; degrees += 0.37) {
    const auto [cosine, sine] = DirectionOf(degrees);
    EXPECT_NEAR(cosine, std::cos(degrees * std::numbers::pi / 180), 1e-14) << degrees;
    EXPECT_NEAR(sine, std::sin(degrees * std::numbers::pi / 180), 1e-14) << degrees;
  }
}

TEST(Elementary, QuartersAreExact) {
  EXPECT_EQ(DirectionOf(0).cosine, 1);
  EXPECT_EQ(DirectionOf(0).sine, 0);
  EXPECT_EQ(DirectionOf(90).cosine, 0);
  EXPECT_EQ(DirectionOf(90).sine, 1);
  EXPECT_EQ(DirectionOf(-90).sine, -1);
  EXPECT_EQ(DirectionOf(180).cosine, -1);
  EXPECT_EQ(DirectionOf(-180).sine, 0);
}

TEST(Elementary, DecayIsThatOfTheCLibrary) {
  for (double x = 0; x < 50; x += 0.113) EXPECT_NEAR(Decay(x), std::exp(-x), 1e-12) << x;
  EXPECT_EQ(Decay(0), 1);
  EXPECT_LT(Decay(650), 1e-280);
  EXPECT_EQ(Decay(1e12), 0);
}

}  // namespace
}  // namespace easel::media
