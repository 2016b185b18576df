#include "graph/safetensors.h"

#include <gtest/gtest.h>

#include "base/file.h"

namespace easel::graph {
namespace {

Bytes File(std::string_view header, const std::vector<float>& data, size_t extra_bytes = 0) {
  const uint64_t length = header.size();
  Bytes bytes;
  for (const std::span<const std::byte> part :
       {std::as_bytes(std::span(&length, 1)), std::as_bytes(std::span(header)),
        std::as_bytes(std::span(data))}) {
    bytes.insert(bytes.end(), part.begin(), part.end());
  }
  bytes.resize(bytes.size() + extra_bytes);
  return bytes;
}

TEST(SafetensorsTest, ReadsTensorsInAnyOrder) {
  const Result<std::map<std::string, Tensor>> tensors = ParseSafetensors(
      File(R"({"__metadata__":{"a":"b"},"late":{"dtype":"F32","shape":[2],"data_offsets":[12,20]},)"
           R"("early":{"dtype":"F32","shape":[1,3],"data_offsets":[0,12]}}  )",
           {1, 2, 3, 4, 5}));
  ASSERT_TRUE(tensors) << tensors.error().message.en;
  ASSERT_EQ(tensors->size(), 2u);
  EXPECT_EQ(tensors->at("early").shape, (Shape{1, 3}));
  EXPECT_EQ(tensors->at("early").data, (std::vector<float>{1, 2, 3}));
  EXPECT_EQ(tensors->at("late").data, (std::vector<float>{4, 5}));
}

TEST(SafetensorsTest, LeavesCountersOut) {
  const Result<std::map<std::string, Tensor>> tensors =
      ParseSafetensors(File(R"({"bn.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[4,12]},)"
                            R"("bn.weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
                            {1, 2, 3}));
  ASSERT_TRUE(tensors) << tensors.error().message.en;
  ASSERT_EQ(tensors->size(), 1u);
  EXPECT_EQ(tensors->at("bn.weight").data, (std::vector<float>{1}));
}

TEST(SafetensorsTest, RefusesBrokenFilesAndNamesTheTensor) {
  const auto entry = [](std::string_view type, std::string_view shape, std::string_view offsets) {
    return "{\"t\":{\"dtype\":\"" + std::string(type) + "\",\"shape\":" + std::string(shape) +
           ",\"data_offsets\":" + std::string(offsets) + "}}";
  };
  const std::vector<float> data = {1, 2, 3, 4};
  ASSERT_TRUE(ParseSafetensors(File(entry("F32", "[4]", "[0,16]"), data)));
  const std::string broken[] = {
      entry("F16", "[4]", "[0,16]"),
      entry("I64", "[4]", "[0,16]"),
      entry("F32", "[5]", "[0,16]"),
      entry("F32", "[4]", "[0,17]"),
      entry("F32", "[4]", "[16,0]"),
      entry("F32", "[4]", "[16,32]"),
      entry("F32", "[-4]", "[0,16]"),
      entry("F32", "[0]", "[0,0]"),
      entry("F32", "[4]", "[-16,0]"),
      entry("F32", "[4.5]", "[0,16]"),
      entry("F32", "4", "[0,16]"),
      entry("F32", "[4]", "[0]"),
      entry("F32", "[4294967296,4294967296,4]", "[0,16]"),
      entry("F32", "[2]", "[0,8]"),
      entry("F32", "[2]", "[8,16]"),
      entry("F32", "[4]", "[0,18446744073709551616]"),
  };
  for (const std::string& header : broken) {
    const auto result = ParseSafetensors(File(header, data));
    ASSERT_FALSE(result) << header;
    EXPECT_EQ(result.error().code, "weights-broken") << header;
    EXPECT_EQ(result.error().kind, ErrorKind::kBadInput);
  }
  EXPECT_EQ(ParseSafetensors(File(broken[1], data)).error().item, "t");
}

TEST(SafetensorsTest, TensorsMayNotShareBytes) {
  EXPECT_FALSE(ParseSafetensors(File(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                                     R"("b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
                                     {1, 2})));
}

TEST(SafetensorsTest, RefusesBadFrames) {
  EXPECT_FALSE(ParseSafetensors({}));
  EXPECT_FALSE(ParseSafetensors(File("[]", {})));
  EXPECT_FALSE(ParseSafetensors(File("{", {})));
  EXPECT_FALSE(ParseSafetensors(File("{}", {}, 1)));
  EXPECT_TRUE(ParseSafetensors(File("{}", {})));
  Bytes endless = File("{}", {});
  endless[7] = std::byte{0xFF};
  EXPECT_FALSE(ParseSafetensors(endless));
}

}  // namespace
}  // namespace easel::graph
