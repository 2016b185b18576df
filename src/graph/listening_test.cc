#include "graph/listening.h"

#include <gtest/gtest.h>

namespace easel::graph {
namespace {

std::string FaultOf(double seconds, double hop) {
  const auto read = Listening::FromJson(Listening{.seconds = seconds, .hop = hop}.ToJson());
  return read ? "" : read.error().code + ":" + read.error().item;
}

TEST(ListeningTest, IsReadAsItWasWritten) {
  const Listening listening{.seconds = 2.5, .hop = 0.3};
  EXPECT_EQ(Listening::FromJson(listening.ToJson()).value(), listening);
}

TEST(ListeningTest, RefusesWhatWouldNeverEnd) {
  EXPECT_EQ(FaultOf(1, 1.0 / 64), "");
  EXPECT_EQ(FaultOf(1, 0.01), "listening-invalid:hop");
  EXPECT_EQ(FaultOf(1, 0), "listening-invalid:hop");
  EXPECT_EQ(FaultOf(1, 1.5), "listening-invalid:hop");
  EXPECT_EQ(FaultOf(61, 1), "listening-invalid:seconds");
  EXPECT_EQ(FaultOf(0, 0), "listening-invalid:seconds");
}

}  // namespace
}  // namespace easel::graph
