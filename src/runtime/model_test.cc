#include "runtime/model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>

namespace easel::runtime {
namespace {

media::ImageTransform View(int side, bool flip) {
  media::ImageTransform view;
  view.width = side;
  view.height = side;
  view.flip = flip;
  view.mean = 0;
  view.scale = 255;
  return view;
}

/// Scores the mean red, green and blue of two views: the label of the strongest colour wins.
graph::Bundle ColourBundle() {
  graph::GraphBuilder builder;
  const graph::ValueId plain = builder.Input("plain", {1, 8, 8, 3});
  const graph::ValueId mirrored = builder.Input("mirrored", {1, 4, 4, 3});
  const graph::ValueId a = builder.Apply("mean-plain", graph::GlobalAveragePool{}, {plain});
  const graph::ValueId b = builder.Apply("mean-mirrored", graph::GlobalAveragePool{}, {mirrored});
  const graph::ValueId both = builder.Apply("both", graph::Concat{}, {a, b});
  std::vector<float> weight(18);
  for (size_t i = 0; i < 3; ++i) weight[i * 6 + i] = weight[i * 6 + i + 3] = 2.0F;
  const graph::ValueId w = builder.Constant("weight", {3, 6}, weight);
  const graph::ValueId bias = builder.Constant("bias", {3}, {0, 0, 0});
  const graph::ValueId logits = builder.Apply("logits", graph::FullyConnected{}, {both, w, bias});
  graph::Bundle bundle;
  bundle.task = "image-classification";
  bundle.graph = builder.Finish({builder.Apply("scores", graph::Softmax{}, {logits})});
  bundle.inputs = {{"plain", View(8, false).ToJson()}, {"mirrored", View(4, true).ToJson()}};
  bundle.labels = {"red", "green", "blue"};
  return bundle;
}

media::Image Plain(uint8_t red, uint8_t green, uint8_t blue) {
  media::Image image{.width = 5, .height = 6, .rgb = {}};
  for (int i = 0; i < 30; ++i) image.rgb.insert(image.rgb.end(), {red, green, blue});
  return image;
}

std::string CodeOf(graph::Bundle bundle) {
  const auto model = Model::Create(std::move(bundle));
  return model ? "accepted" : model.error().code;
}

TEST(ModelTest, ScoresAPictureThroughAllViews) {
  const auto model = Model::Create(ColourBundle());
  ASSERT_TRUE(model) << model.error().message.en;
  EXPECT_EQ((*model)->labels().size(), 3u);
  EXPECT_EQ((*model)->decode_min_side(), media::ImageTransform().decode_min_side);
  const Result<std::vector<float>> scores = (*model)->Predict(Plain(0, 255, 0));
  ASSERT_TRUE(scores);
  const double winner = std::exp(4.0);
  EXPECT_NEAR((*scores)[1], winner / (winner + 2), 1e-5);
  EXPECT_NEAR((*scores)[0], 1 / (winner + 2), 1e-5);
  EXPECT_EQ((*scores)[0], (*scores)[2]);
}

TEST(ModelTest, BothBackendsAgree) {
  const auto fast = Model::Create(ColourBundle(), Backend::kXnnpack);
  const auto plain = Model::Create(ColourBundle(), Backend::kReference);
  ASSERT_TRUE(fast && plain);
  const auto a = (*fast)->Predict(Plain(10, 200, 99));
  const auto b = (*plain)->Predict(Plain(10, 200, 99));
  for (size_t i = 0; i < 3; ++i) EXPECT_NEAR((*a)[i], (*b)[i], 1e-6F);
}

TEST(ModelTest, ManyThreadsGetTheirOwnAnswers) {
  const auto created = Model::Create(ColourBundle());
  ASSERT_TRUE(created);
  Model& model = **created;
  const std::vector<media::Image> pictures = {Plain(255, 0, 0), Plain(0, 200, 0), Plain(1, 2, 3)};
  std::vector<std::vector<float>> expected;
  for (const media::Image& picture : pictures) expected.push_back(*model.Predict(picture));
  std::vector<int> wrong(4);
  {
    std::vector<std::jthread> threads;
    for (int& count : wrong) {
      threads.emplace_back([&] {
        for (size_t i = 0; i < 200; ++i) {
          const auto scores = model.Predict(pictures[i % 3]);
          if (!scores || *scores != expected[i % 3]) ++count;
        }
      });
    }
  }
  EXPECT_EQ(wrong, std::vector<int>(4));
}

TEST(ModelTest, RefusesWhatDoesNotFit) {
  ASSERT_EQ(CodeOf(ColourBundle()), "accepted");
  graph::Bundle bundle = ColourBundle();
  bundle.inputs[0].transform = View(9, false).ToJson();
  EXPECT_EQ(CodeOf(bundle), "model-unfit");
  bundle = ColourBundle();
  media::ImageTransform other = View(4, true);
  other.decode_min_side = 640;
  bundle.inputs[1].transform = other.ToJson();
  EXPECT_EQ(CodeOf(bundle), "model-unfit");
  bundle = ColourBundle();
  bundle.inputs.pop_back();
  EXPECT_EQ(CodeOf(bundle), "model-unfit");
  bundle = ColourBundle();
  bundle.labels.pop_back();
  EXPECT_EQ(CodeOf(bundle), "model-unfit");
  bundle = ColourBundle();
  bundle.graph.nodes.pop_back();
  EXPECT_EQ(CodeOf(bundle), "graph-invalid");
}

/// Finds red things: the first label's logits are 8 times (red − ½) of each pixel of 4 × 4, boxes are a cell.
graph::Bundle RedDetector() {
  graph::GraphBuilder builder;
  const graph::ValueId x = builder.Input("picture", {1, 4, 4, 3});
  std::vector<float> weight(18);
  weight[0] = 8;
  const graph::ValueId w = builder.Constant("w", {6, 1, 1, 3}, weight);
  const float half = std::log(0.5F);
  const graph::ValueId b = builder.Constant("b", {6}, {-4, -20, half, half, half, half});
  graph::Bundle bundle;
  bundle.task = "object-detection";
  bundle.graph = builder.Finish({builder.Apply("boxes", graph::Conv2d{}, {x, w, b})});
  bundle.detector = graph::Detector{.levels = {{}}, .threshold = 0.9F};
  bundle.inputs = {{"picture", View(4, false).ToJson()}};
  bundle.labels = {"red", "nothing"};
  return bundle;
}

/// Black, with a red pixel at (x, y).
media::Image RedPixel(int x, int y) {
  media::Image image{.width = 4, .height = 4, .rgb = std::vector<uint8_t>(48)};
  image.rgb[static_cast<size_t>(y * 4 + x) * 3] = 255;
  return image;
}

TEST(ModelTest, ADetectorFindsBoxes) {
  for (const Backend backend : {Backend::kXnnpack, Backend::kReference}) {
    const auto model = Model::Create(RedDetector(), backend).value();
    ASSERT_TRUE(model->is_detector());
    const auto found = model->Detect(RedPixel(2, 1)).value();
    ASSERT_EQ(found.size(), 1U);  // sigmoid(−4) is below the least score
    EXPECT_EQ(found[0].label, 0);
    EXPECT_NEAR(found[0].score, 1 / (1 + std::exp(-4.0)), 1e-5);
    EXPECT_NEAR(found[0].left, 0.5, 1e-6);
    EXPECT_NEAR(found[0].top, 0.25, 1e-6);
    EXPECT_NEAR(found[0].width, 0.25, 1e-6);
    EXPECT_NEAR(found[0].height, 0.25, 1e-6);
  }
}

TEST(ModelTest, ADetectorsGoldenPicturesAreCompared) {
  graph::Bundle bundle = RedDetector();
  const media::Image picture = RedPixel(1, 1);
  {
    const auto model = Model::Create(bundle).value();
    bundle.golden = {{"one", Bytes(1), model->GoldenAnswer(picture).value()}};
  }
  ASSERT_EQ(bundle.golden[0].scores.size(), 6U);
  EXPECT_TRUE(Model::Create(bundle).value()->CheckGolden({&picture, 1}));
  const media::Image other = RedPixel(2, 1);
  EXPECT_EQ(Model::Create(bundle).value()->CheckGolden({&other, 1}).error().code, "golden-mismatch");
  const media::Image empty{.width = 4, .height = 4, .rgb = std::vector<uint8_t>(48)};
  EXPECT_EQ(Model::Create(bundle).value()->CheckGolden({&empty, 1}).error().code, "golden-mismatch");
}

TEST(ModelTest, RefusesADetectorThatDoesNotFitItsMaps) {
  ASSERT_EQ(CodeOf(RedDetector()), "accepted");
  graph::Bundle bundle = RedDetector();
  bundle.labels.emplace_back("third");
  EXPECT_EQ(CodeOf(bundle), "detector-invalid");
  bundle = RedDetector();
  bundle.detector->levels.emplace_back();
  EXPECT_EQ(CodeOf(bundle), "detector-invalid");
  bundle = RedDetector();
  bundle.detector->levels[0].anchors = {{0.1F, 0.1F}, {0.2F, 0.2F}};
  EXPECT_EQ(CodeOf(bundle), "detector-invalid");
}

// A network that is convolutional up to its pooling takes lying pictures in a lying rectangle.
TEST(ModelTest, LyingPicturesAreSeenLying) {
  graph::GraphBuilder builder;
  const graph::ValueId x = builder.Input("picture", {1, 12, 4, 3});
  // Reacts to vertical edges: left minus right.
  const graph::ValueId w = builder.Constant("edge", {1, 1, 2, 3}, {1, 1, 1, -1, -1, -1});
  const graph::ValueId b = builder.Constant("edge-bias", {1}, {0});
  const graph::ValueId edges = builder.Apply(
      "edges", graph::Conv2d{.padding = graph::Padding::kValid, .activation = graph::Activation::kRelu},
      {x, w, b});
  const graph::ValueId mean = builder.Apply("mean", graph::GlobalAveragePool{}, {edges});
  const graph::ValueId head = builder.Constant("head", {2, 1}, {9, 0});
  const graph::ValueId bias = builder.Constant("head-bias", {2}, {0, 0});
  const graph::ValueId logits = builder.Apply("logits", graph::FullyConnected{}, {mean, head, bias});
  graph::Bundle bundle;
  bundle.task = "image-classification";
  bundle.graph = builder.Finish({builder.Apply("scores", graph::Softmax{}, {logits})});
  media::ImageTransform transform{
      .width = 4, .height = 12, .follow_orientation = true, .mean = 0, .scale = 255};
  bundle.inputs = {{"picture", transform.ToJson()}};
  bundle.labels = {"edge", "none"};
  const auto model = Model::Create(bundle).value();

  media::Image lying{12, 4, std::vector<uint8_t>(12 * 4 * 3, 0)};
  for (int y = 0; y < 4; ++y) {
    for (int x2 = 0; x2 < 6; ++x2)
      std::fill_n(&lying.rgb[static_cast<size_t>(y * 12 + x2) * 3], 3, uint8_t{255});
  }
  // One of the eleven columns of the lying map has the edge: 3 / 11 on average.
  const std::vector<float> scores = model->Predict(lying).value();
  EXPECT_NEAR(scores[0], 1 / (1 + std::exp(-9.0 * 3 / 11)), 1e-4);
}

TEST(ModelTest, RefusesAnEmptyPicture) {
  const auto model = Model::Create(ColourBundle());
  ASSERT_TRUE(model);
  EXPECT_EQ((*model)->Predict(media::Image()).error().code, "image-empty");
}

TEST(ModelTest, GoldenPicturesAreComparedBitByBit) {
  graph::Bundle bundle = ColourBundle();
  const std::vector<media::Image> pictures = {Plain(9, 8, 7), Plain(0, 0, 250)};
  {
    const auto model = Model::Create(bundle);
    ASSERT_TRUE(model);
    for (const media::Image& picture : pictures) {
      bundle.golden.push_back({std::to_string(bundle.golden.size()), {}, *(*model)->Predict(picture)});
    }
  }
  const auto same = Model::Create(bundle);
  ASSERT_TRUE(same);
  EXPECT_TRUE((*same)->CheckGolden(pictures));
  EXPECT_FALSE((*same)->CheckGolden(std::span<const media::Image>()));
  bundle.golden[1].scores[2] = std::nextafter(bundle.golden[1].scores[2], 2.0F);
  const auto other = Model::Create(bundle);
  ASSERT_TRUE(other);
  const Status status = (*other)->CheckGolden(pictures);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, "golden-mismatch");
  EXPECT_EQ(status.error().item, "1");
}

}  // namespace
}  // namespace easel::runtime
