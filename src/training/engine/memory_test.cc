#include "training/engine/memory.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "base/random.h"
#include "training/engine/fit.h"

namespace easel::training {
namespace {

// A sanitizer needs the address space, and ends the process where memory is short.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif

TEST(IsOutOfMemory, KnowsWhatIsThrownForLackOfMemory) {
  if (kIsSanitized) GTEST_SKIP();
  try {
    torch::empty({int64_t{1} << 44});
    FAIL() << "16 TiB more than there are";
  } catch (const std::exception& error) {
    EXPECT_TRUE(IsOutOfMemory(error)) << error.what();
  }
  EXPECT_TRUE(IsOutOfMemory(std::bad_alloc()));
  EXPECT_FALSE(IsOutOfMemory(std::runtime_error("no such file")));
}

/// Pictures of one colour, which tells the class.
class Colours final : public Examples {
 public:
  explicit Colours(int64_t side) : side_(side) {}
  size_t size() const override { return 64; }
  graph::Shape shape() const override { return {side_, side_, 3}; }
  int64_t classes() const override { return 4; }
  Status Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
              std::span<float> target) const override {
    const double shade = Random(variation.value_or(i)).Uniform() + static_cast<double>(i % 4);
    std::ranges::fill(picture, static_cast<float>(shade));
    std::ranges::fill(target, 0.0F);
    target[i % 4] = 1;
    return {};
  }

 private:
  int64_t side_;
};

/// 64 maps of the picture's size: 4 MB an item for a side of 128, four times in a step.
graph::Graph WideNetwork(int64_t side) {
  Random random(5);
  graph::GraphBuilder builder;
  const auto weight = [&](const std::string& name, const graph::Shape& shape) {
    std::vector<float> values(static_cast<size_t>(*graph::ElementCount(shape)));
    for (float& value : values) value = static_cast<float>(random.Uniform() - 0.5);
    return builder.Constant(name, shape, std::move(values));
  };
  const auto x = builder.Input("picture", {1, side, side, 3});
  const auto conv = builder.Apply("conv", graph::Conv2d{.activation = graph::Activation::kRelu6},
                                  {x, weight("conv.weight", {64, 1, 1, 3})});
  const auto pooled = builder.Apply("pool", graph::GlobalAveragePool{}, {conv});
  return builder.Finish(
      {builder.Apply("logits", graph::FullyConnected{}, {pooled, weight("last.weight", {4, 64})})});
}

FitOptions Options() {
  FitOptions options;
  options.epochs = 2;
  options.batch = 32;
  options.shard = 32;
  options.rate = 0.01;
  return options;
}

/// Lets this process have so many bytes more of address space.
class MemoryLimit {
 public:
  explicit MemoryLimit(uint64_t more) {
    uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    getrlimit(RLIMIT_AS, &before_);
    const rlimit limit{pages * static_cast<uint64_t>(getpagesize()) + more, before_.rlim_max};
    setrlimit(RLIMIT_AS, &limit);
  }
  ~MemoryLimit() { setrlimit(RLIMIT_AS, &before_); }

 private:
  rlimit before_{};
};

/// Counts what Fit says about memory, and cancels after some steps.
class Listener final : public Progress {
 public:
  explicit Listener(int steps = 1 << 30) : left_(steps) {}
  void Report(std::string_view, const Text&, int64_t, int64_t) override { --left_; }
  void Event(json::object event) override {
    if (event.at("kind").as_string() == "memory") ++shrunk;
  }
  bool IsCancelled() const override { return left_ <= 0; }

  std::atomic<int> shrunk = 0;

 private:
  std::atomic<int> left_;
};

/// Without BatchNorm the size of shards matters to the last bits only: each step was taken once.
bool AreNear(const graph::Graph& a, const graph::Graph& b) {
  for (size_t i = 0; i < a.values.size(); ++i) {
    for (size_t k = 0; k < a.values[i].data.size(); ++k)
      if (!(std::abs(a.values[i].data[k] - b.values[i].data[k]) < 1e-4F)) return false;
  }
  return true;
}

/// Ends a child process: 0 when all was well.
class Verdict {
 public:
  void Expect(bool is_so, const char* what) {
    if (is_so) return;
    std::fprintf(stderr, "not so: %s\n", what);
    code_ = 1;
  }
  [[noreturn]] void End() const { std::_Exit(code_); }

 private:
  int code_ = 0;
};

constexpr int64_t kSide = 128;
/// Too little for 32 items, whose maps are 512 MB, and enough for 8; and what OpenBLAS has for each thread.
constexpr uint64_t kBytes = uint64_t{450} << 20;
constexpr uint64_t kThread = uint64_t{132} << 20;

/// In processes of their own: memory that a test has freed would hide the limit from the next.
class OutOfMemoryDeathTest : public testing::Test {
 protected:
  void SetUp() override {
    if (kIsSanitized) GTEST_SKIP();
    GTEST_FLAG_SET(death_test_style, "threadsafe");
  }
};

[[noreturn]] void GoOnWithSmallerShards(int threads) {
  Verdict verdict;
  FitOptions options = Options();
  options.threads = threads;
  Listener listener;
  const Colours examples(kSide);
  const graph::Graph network = WideNetwork(kSide);
  Result<FitResult> limited = Cancelled();
  {
    const MemoryLimit limit(kBytes + static_cast<uint64_t>(threads) * kThread);
    limited = Fit(network, examples, nullptr, options, {}, listener);
  }
  verdict.Expect(limited.has_value(), "a run with little memory ends well");
  if (!limited) verdict.End();
  verdict.Expect(limited->shard < options.shard, "its shards were smaller in the end");
  verdict.Expect(listener.shrunk > 0, "it said so");
  verdict.Expect(limited->batch == options.batch && limited->history.size() == 2,
                 "nothing else was left out");
  const Result<FitResult> whole = Fit(network, examples, nullptr, options, {}, listener);
  verdict.Expect(whole && whole->shard == options.shard, "memory suffices without the limit");
  verdict.Expect(whole && AreNear(limited->network, whole->network), "both have learnt the same");
  verdict.End();
}

TEST_F(OutOfMemoryDeathTest, TheRunGoesOnWithSmallerShards) {
  EXPECT_EXIT(GoOnWithSmallerShards(1), testing::ExitedWithCode(0), "");
  EXPECT_EXIT(GoOnWithSmallerShards(2), testing::ExitedWithCode(0), "");
}

[[noreturn]] void ResumeWithSmallerShards(const std::filesystem::path& checkpoint) {
  Verdict verdict;
  const Colours examples(kSide);
  const graph::Graph network = WideNetwork(kSide);
  FitOptions options = Options();
  options.checkpoint = checkpoint;
  {
    const MemoryLimit limit(kBytes + kThread);
    Listener impatient(3);
    const auto begun = Fit(network, examples, nullptr, options, {}, impatient);
    verdict.Expect(!begun && begun.error().code == "cancelled", "the run was cancelled");
  }
  FitOptions again = options;
  again.checkpoint += "-copy";
  std::filesystem::copy_file(options.checkpoint, again.checkpoint);
  Listener listener;
  const Result<FitResult> resumed = Fit(network, examples, nullptr, options, {}, listener);
  verdict.Expect(resumed && resumed->shard < options.shard, "it goes on with small shards");
  verdict.Expect(listener.shrunk == 0, "which memory sufficed for");
  const Result<FitResult> twice = Fit(network, examples, nullptr, again, {}, listener);
  verdict.Expect(resumed && twice && twice->network == resumed->network, "to the same end every time");
  options.checkpoint.clear();
  const Result<FitResult> whole = Fit(network, examples, nullptr, options, {}, listener);
  verdict.Expect(whole && resumed && AreNear(whole->network, resumed->network),
                 "where it would have come to");
  verdict.End();
}

TEST_F(OutOfMemoryDeathTest, AResumedRunGoesOnWithItsShards) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("easel-memory-" + RandomHex(8));
  EXPECT_EXIT(ResumeWithSmallerShards(folder / "run"), testing::ExitedWithCode(0), "");
  std::filesystem::remove_all(folder);
}

[[noreturn]] void FailWithAdvice() {
  constexpr int64_t kLarge = 1024;  // 256 MB a map
  Verdict verdict;
  Listener listener;
  const Colours examples(kLarge);
  const graph::Graph network = WideNetwork(kLarge);
  Result<FitResult> result = Cancelled();
  FitOptions options = Options();
  options.batch = options.shard = 4;
  {
    const MemoryLimit limit(kBytes + kThread);
    result = Fit(network, examples, nullptr, options, {}, listener);
  }
  verdict.Expect(!result && result.error().code == "out-of-memory", "the error is out-of-memory");
  verdict.Expect(!result && result.error().kind == ErrorKind::kResources, "for lack of resources");
  verdict.Expect(listener.shrunk == 4, "it had tried shards of 2 and 1, then batches of 2 and 1");
  verdict.End();
}

TEST_F(OutOfMemoryDeathTest, TheRunFailsWhereNotEvenOneItemFits) {
  EXPECT_EXIT(FailWithAdvice(), testing::ExitedWithCode(0), "");
}

[[noreturn]] void FailAtTheBeginning() {
  Verdict verdict;
  Listener listener;
  const MemoryLimit limit(kThread / 2);
  const auto result = Fit(WideNetwork(8), Colours(8), nullptr, Options(), {}, listener);
  verdict.Expect(!result && result.error().code == "out-of-memory", "the error is out-of-memory");
  verdict.End();
}

TEST_F(OutOfMemoryDeathTest, TheRunFailsWhereTheKernelsHaveNoMemoryToWorkIn) {
  EXPECT_EXIT(FailAtTheBeginning(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace easel::training
