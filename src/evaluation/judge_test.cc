#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>

#include "dataset/testing.h"
#include "evaluation/report.h"
#include "graph/bundle.h"

namespace easel::evaluation {
namespace {

/// Scores red, green and blue by the mean of each channel.
std::unique_ptr<runtime::Model> ColourModel() {
  graph::GraphBuilder builder;
  const graph::ValueId picture = builder.Input("picture", {1, 8, 8, 3});
  const graph::ValueId mean = builder.Apply("mean", graph::GlobalAveragePool{}, {picture});
  const graph::ValueId weight = builder.Constant("weight", {3, 3}, {3, 0, 0, 0, 3, 0, 0, 0, 3});
  const graph::ValueId bias = builder.Constant("bias", {3}, {0, 0, 0});
  const graph::ValueId logits = builder.Apply("logits", graph::FullyConnected{}, {mean, weight, bias});
  media::ImageTransform view{.width = 8, .height = 8, .mean = 0, .scale = 255};
  graph::Bundle bundle;
  bundle.task = "image-classification";
  bundle.graph = builder.Finish({builder.Apply("scores", graph::Softmax{}, {logits})});
  bundle.inputs = {{"picture", view.ToJson()}};
  bundle.labels = {"red", "green", "blue"};
  return runtime::Model::Create(std::move(bundle)).value();
}

/// A BMP of one colour; its pixels are stored blue first.
Bytes Plain(int channel) {
  std::string bmp = dataset::testing::Picture(1);
  for (size_t i = 54; i < bmp.size(); ++i)
    bmp[i] = (i - 54) % 3 == static_cast<size_t>(2 - channel) ? '\xFF' : '\0';
  const auto bytes = std::as_bytes(std::span(bmp));
  return {bytes.begin(), bytes.end()};
}

std::vector<Candidate> Candidates(int count) {
  std::vector<Candidate> out;
  for (int i = 0; i < count; ++i) {
    out.push_back({Sha256(std::to_string(i)), std::to_string(i), i % 3,
                   [i]() -> Result<Bytes> { return Plain(i % 3); }});
  }
  return out;
}

class JudgeTest : public ::testing::Test {
 protected:
  std::unique_ptr<runtime::Model> model_ = ColourModel();
  std::unique_ptr<media::Decoder> decoder_ = dataset::testing::RealDecoder();
  NoProgress quiet_;
};

TEST_F(JudgeTest, ServesEachCandidateInOrder) {
  const auto judged = Judge(*model_, *decoder_, Candidates(30), 3, quiet_).value();
  ASSERT_EQ(judged.size(), 30u);
  const float winner = std::exp(3.0F) / (std::exp(3.0F) + 2);
  for (int i = 0; i < 30; ++i) {
    const Judgement& one = judged[static_cast<size_t>(i)];
    EXPECT_EQ(one.name, std::to_string(i));
    EXPECT_EQ(one.hash, Sha256(std::to_string(i)));
    EXPECT_NEAR(one.scores[static_cast<size_t>(i % 3)], winner, 1e-5);
  }
  EXPECT_EQ(MakeReport(Method::kFiles, 0, model_->labels(), judged).metrics.accuracy, 1);
}

TEST_F(JudgeTest, LeavesOutWhatIsNoPicture) {
  std::vector<Candidate> candidates = Candidates(5);
  candidates[2].bytes = []() -> Result<Bytes> { return Bytes(10); };
  int64_t failed = 0;
  const auto judged = Judge(*model_, *decoder_, candidates, 2, quiet_, &failed).value();
  EXPECT_EQ(failed, 1);
  ASSERT_EQ(judged.size(), 4u);
  EXPECT_EQ(judged[2].name, "3");
}

TEST_F(JudgeTest, EndsWhenBytesAreLost) {
  std::vector<Candidate> candidates = Candidates(5);
  candidates[1].bytes = []() -> Result<Bytes> {
    return Fail(ErrorKind::kNotFound, "blob-missing", {"x", "x"});
  };
  EXPECT_EQ(Judge(*model_, *decoder_, candidates, 2, quiet_).error().code, "blob-missing");
}

class CancelAtThree final : public Progress {
 public:
  void Report(std::string_view, const Text&, int64_t done, int64_t) override {
    cancelled_ = cancelled_ || done >= 3;
  }
  void Event(json::object) override {}
  bool IsCancelled() const override { return cancelled_; }

 private:
  std::atomic<bool> cancelled_ = false;
};

TEST_F(JudgeTest, CanBeCancelled) {
  CancelAtThree progress;
  std::vector<Candidate> candidates = Candidates(100);
  std::atomic<int> read = 0;
  for (Candidate& candidate : candidates) {
    candidate.bytes = [&read]() -> Result<Bytes> { return ++read, Plain(0); };
  }
  EXPECT_EQ(Judge(*model_, *decoder_, candidates, 2, progress).error().code, "cancelled");
  EXPECT_LT(read, 10);
}

}  // namespace
}  // namespace easel::evaluation
