#include "publish/releases.h"

#include <gtest/gtest.h>

#include "graph/bundle.h"
#include "store/test_home.h"

namespace easel::publish {
namespace {

/// "Decodes" a file of six bytes as a 2 × 1 picture: the gate is tested here, not the codecs.
class RawDecoder final : public media::Decoder {
 public:
  Result<media::DecodedImage> Decode(std::span<const std::byte> bytes, const media::DecodeRequest&) override {
    media::Image image{2, 1, {}};
    for (const std::byte b : bytes) image.rgb.push_back(static_cast<uint8_t>(b));
    return media::DecodedImage{.image = image};
  }
};

/// A model of two classes on 2 × 1 pictures, with one golden picture.
graph::Bundle SmallBundle(RawDecoder& decoder) {
  graph::GraphBuilder builder;
  const auto x = builder.Input("picture0", {1, 1, 2, 3});
  const auto pooled = builder.Apply("mean", graph::GlobalAveragePool{}, {x});
  const auto weight = builder.Constant("head.weight", {2, 3}, {1, 0, 0, 0, 1, 0});
  const auto bias = builder.Constant("head.bias", {2}, {0, 0.5f});
  const auto logits = builder.Apply("logits", graph::FullyConnected{}, {pooled, weight, bias});
  graph::Bundle bundle;
  bundle.task = "image-classification";
  bundle.graph = builder.Finish({builder.Apply("scores", graph::Softmax{}, {logits})});
  bundle.inputs = {{"picture0", media::ImageTransform{.width = 2, .height = 1}.ToJson()}};
  bundle.labels = {"red", "green"};
  Bytes picture;
  for (const int value : {200, 10, 30, 180, 20, 40}) picture.push_back(static_cast<std::byte>(value));
  const auto model = runtime::Model::Create(bundle).value();
  const auto scores = model->Predict(decoder.Decode(picture, {})->image).value();
  bundle.golden.push_back({"golden", picture, scores});
  return bundle;
}

class PublishTest : public testing::Test {
 protected:
  store::Model Add(const graph::Bundle& bundle) {
    const Hash hash = store::Must(blobs_.Put(graph::Serialize(bundle)));
    const auto version = store::Must(catalog_->models().FreezeVersion(project_.id, hash, 1));
    const auto job = store::Must(catalog_->jobs().Add("train", project_.id, {}));
    return store::Must(catalog_->models().Add(project_.id, job.id, version.number, hash, hash, {}));
  }

  const store::TestHome home_;
  const store::TestClock clock_;
  const std::unique_ptr<store::Catalog> catalog_ = store::Must(store::Catalog::Open(home_.path(), clock_));
  store::Blobs blobs_ = store::Must(store::Blobs::Open(home_.path()));
  const store::Project project_ = store::Must(catalog_->projects().Create("p", "image-classification"));
  RawDecoder decoder_;
};

TEST_F(PublishTest, AModelThatGivesItsGoldenScoresGoesLive) {
  Add(SmallBundle(decoder_));
  const auto release = Publish(*catalog_, blobs_, decoder_, project_, 0, "colours", false);
  ASSERT_TRUE(release) << release.error().message.en;
  EXPECT_TRUE(release->live);
  EXPECT_EQ(release->model, 1);
}

TEST_F(PublishTest, AModelThatAnswersDifferentlyDoesNot) {
  Add(SmallBundle(decoder_));
  ASSERT_TRUE(Publish(*catalog_, blobs_, decoder_, project_, 0, "colours", false));
  graph::Bundle bundle = SmallBundle(decoder_);
  bundle.golden[0].scores[0] = std::nextafter(bundle.golden[0].scores[0], 1.0f);
  Add(bundle);
  EXPECT_EQ(Publish(*catalog_, blobs_, decoder_, project_, 0, "colours", false).error().code,
            "golden-mismatch");
  EXPECT_EQ(store::Must(catalog_->releases().Find("colours")).model, 1);  // what was live stays
}

TEST_F(PublishTest, ADamagedBundleIsNoticed) {
  const store::Model model = Add(SmallBundle(decoder_));
  const auto path = blobs_.PathOf(model.bundle);
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 1);
  EXPECT_EQ(Publish(*catalog_, blobs_, decoder_, project_, 0, "colours", false).error().code, "blob-damaged");
}

TEST_F(PublishTest, NothingToPublishIsSaid) {
  EXPECT_EQ(Publish(*catalog_, blobs_, decoder_, project_, 0, "colours", false).error().code,
            "model-unknown");
}

}  // namespace
}  // namespace easel::publish
