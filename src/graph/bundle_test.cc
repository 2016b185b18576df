#include "graph/bundle.h"

#include <gtest/gtest.h>

#include <cstring>

#include "base/random.h"

namespace easel::graph {
namespace {

Bundle SmallBundle() {
  GraphBuilder builder;
  const ValueId a = builder.Input("plain", {1, 2, 2, 3});
  const ValueId b = builder.Input("mirrored", {1, 2, 2, 3});
  const ValueId pa = builder.Apply("pa", GlobalAveragePool{}, {a});
  const ValueId pb = builder.Apply("pb", GlobalAveragePool{}, {b});
  const ValueId both = builder.Apply("both", Concat{}, {pa, pb});
  std::vector<float> weight(12);
  for (size_t i = 0; i < weight.size(); ++i) weight[i] = 0.1F * static_cast<float>(i);
  const ValueId w = builder.Constant("weight", {2, 6}, weight);
  const ValueId bias = builder.Constant("bias", {2}, {0.5F, -0.5F});
  const ValueId logits = builder.Apply("logits", FullyConnected{}, {both, w, bias});
  Bundle bundle;
  bundle.task = "image-classification";
  bundle.graph = builder.Finish({builder.Apply("scores", Softmax{}, {logits})});
  bundle.inputs = {{"plain", {{"width", 2}}}, {"mirrored", {{"width", 2}, {"flip", true}}}};
  bundle.labels = {"cat", "猫头鹰"};
  bundle.golden = {{"first", Bytes(5, std::byte{7}), {0.25F, 0.75F}}, {"second", Bytes(2), {1.0F, 0.0F}}};
  bundle.provenance = {{"seed", 7}};
  return bundle;
}

/// The file with a correct digest, after something else in it was changed.
Bytes Sealed(Bytes file) {
  const Hash digest = Sha256(std::span(file).first(file.size() - 32));
  std::memcpy(file.data() + file.size() - 32, digest.bytes.data(), 32);
  return file;
}

std::string CodeOf(const Result<Bundle>& result) { return result ? "accepted" : result.error().code; }

TEST(BundleTest, RoundTripsToTheSameBytes) {
  const Bundle bundle = SmallBundle();
  const Bytes file = Serialize(bundle);
  const Result<Bundle> back = ParseBundle(file);
  ASSERT_TRUE(back) << back.error().message.en;
  EXPECT_EQ(*back, bundle);
  EXPECT_EQ(Serialize(*back), file);
}

TEST(BundleTest, BytesAreThoseOfVersion1) {
  // A change here changes files that people have: raise the version and describe it in
  // docs/formats/bundle.md.
  EXPECT_EQ(Sha256(Serialize(SmallBundle())).Hex(),
            "65a7bcea1ed41bace7e1ea748679b8a41af6f295114757c8e1084fe0b026977f");
}

Bundle SmallDetector() {
  GraphBuilder builder;
  const ValueId x = builder.Input("picture", {1, 2, 2, 3});
  const ValueId w = builder.Constant("w", {6, 1, 1, 3}, std::vector<float>(18, 0.5F));
  const ValueId small = builder.Apply("small", Conv2d{.stride = 2}, {x, w});
  const ValueId anchored = builder.Constant("w2", {12, 1, 1, 3}, std::vector<float>(36, 0.25F));
  Bundle bundle;
  bundle.task = "object-detection";
  bundle.graph = builder.Finish({small, builder.Apply("large", Conv2d{}, {x, anchored})});
  bundle.detector =
      Detector{.levels = {{}, {{{0.5F, 0.25F}, {0.1F, 0.3F}}}}, .min_score = 0.02F, .threshold = 0.4F};
  bundle.inputs = {{"picture", {{"width", 2}}}};
  bundle.labels = {"cell", "细胞"};
  bundle.golden = {{"two boxes", Bytes(3, std::byte{9}), std::vector<float>(12, 0.5F)},
                   {"none", Bytes(1), {}}};
  return bundle;
}

TEST(BundleTest, ADetectorRoundTripsToTheSameBytes) {
  const Bundle bundle = SmallDetector();
  const Bytes file = Serialize(bundle);
  const Result<Bundle> back = ParseBundle(file);
  ASSERT_TRUE(back) << back.error().message.en;
  EXPECT_EQ(*back, bundle);
  EXPECT_EQ(Serialize(*back), file);
}

TEST(BundleTest, ADetectorThatContradictsItselfIsRefused) {
  Bundle bundle = SmallDetector();
  bundle.task = "image-classification";
  EXPECT_EQ(CodeOf(ParseBundle(Serialize(bundle))), "bundle-invalid");
  bundle = SmallDetector();
  bundle.detector.reset();
  bundle.golden.clear();
  EXPECT_EQ(CodeOf(ParseBundle(Serialize(bundle))), "bundle-invalid");
  bundle = SmallDetector();
  bundle.detector->levels.pop_back();
  EXPECT_EQ(CodeOf(ParseBundle(Serialize(bundle))), "detector-invalid");
  bundle = SmallDetector();
  bundle.detector->min_score = 0;
  EXPECT_EQ(CodeOf(ParseBundle(Serialize(bundle))), "detector-invalid");
  bundle = SmallDetector();
  bundle.detector->levels[1].anchors[0][0] = -1;
  EXPECT_EQ(CodeOf(ParseBundle(Serialize(bundle))), "detector-invalid");
  bundle = SmallDetector();
  bundle.golden[0].scores.resize(6 * 101);
  EXPECT_EQ(CodeOf(ParseBundle(Serialize(bundle))), "bundle-invalid");
}

TEST(BundleTest, EveryFlippedBitIsNoticed) {
  const Bytes file = Serialize(SmallBundle());
  for (size_t i = 0; i < file.size(); ++i) {
    Bytes bad = file;
    bad[i] ^= std::byte{16};
    ASSERT_FALSE(ParseBundle(bad)) << "byte " << i;
  }
}

TEST(BundleTest, EveryTruncationIsNoticed) {
  const Bytes file = Serialize(SmallBundle());
  for (size_t size = 0; size < file.size(); ++size) {
    ASSERT_FALSE(ParseBundle(std::span(file).first(size))) << size;
  }
}

TEST(BundleTest, SealedNonsenseIsRefusedOrReadAsTheSameBytes) {
  // With the digest made right, whatever is accepted must be a bundle in its one form.
  const Bytes file = Serialize(SmallBundle());
  Random random(1);
  for (int round = 0; round < 3000; ++round) {
    Bytes bad = file;
    bad[random.Below(bad.size() - 32)] = static_cast<std::byte>(random.Next());
    bad = Sealed(std::move(bad));
    const Result<Bundle> result = ParseBundle(bad);
    if (result) {
      ASSERT_TRUE(ParseBundle(Serialize(*result)));
    }
  }
}

TEST(BundleTest, SaysWhatIsWrong) {
  const Bytes file = Serialize(SmallBundle());
  EXPECT_EQ(CodeOf(ParseBundle({})), "bundle-unknown");
  Bytes newer = file;
  newer[8] = std::byte{2};
  EXPECT_EQ(CodeOf(ParseBundle(newer)), "bundle-version");
  EXPECT_EQ(CodeOf(ParseBundle(std::span(file).first(file.size() - 1))), "bundle-damaged");
  Bytes endless = file;
  std::memset(endless.data() + 16 + 24, 0xFF, 8);
  EXPECT_EQ(CodeOf(ParseBundle(Sealed(endless))), "bundle-damaged");
  Bytes moved = file;
  moved[16 + 16] = std::byte{1};
  EXPECT_EQ(CodeOf(ParseBundle(Sealed(moved))), "bundle-invalid");

  Bundle bundle = SmallBundle();
  bundle.labels.push_back("a third");
  for (Golden& golden : bundle.golden) golden.scores.push_back(0);
  EXPECT_EQ(CodeOf(ParseBundle(Serialize(bundle))), "bundle-invalid");
  bundle = SmallBundle();
  bundle.labels[1] = bundle.labels[0];
  EXPECT_EQ(CodeOf(ParseBundle(Serialize(bundle))), "bundle-invalid");
  bundle = SmallBundle();
  std::swap(bundle.inputs[0], bundle.inputs[1]);
  EXPECT_EQ(CodeOf(ParseBundle(Serialize(bundle))), "bundle-invalid");
  bundle = SmallBundle();
  bundle.golden[1].scores.pop_back();
  EXPECT_EQ(CodeOf(ParseBundle(Serialize(bundle))), "bundle-invalid");
  bundle = SmallBundle();
  bundle.graph.outputs.clear();
  EXPECT_EQ(CodeOf(ParseBundle(Serialize(bundle))), "graph-invalid");
}

}  // namespace
}  // namespace easel::graph
