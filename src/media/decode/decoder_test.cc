#include "media/decode/decoder.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "base/random.h"
#include "base/file.h"
#include "base/parallel.h"
#include "media/codecs/codecs.h"
#include "media/decode/process.h"
#include "media/decode/sandbox_report.h"
#include "media/decode/test_lying_decoder.h"
#include "media/decode/wire.h"

namespace easel::media {
namespace {

using std::filesystem::path;

const path kProgram = path(EASEL_BIN_DIR) / "easel-decoder";

Bytes Picture(std::string_view name) {
  return ReadFile(path(EASEL_SOURCE_DIR) / "tests/data/media" / name).value();
}

std::string CodeOf(const Result<DecodedImage>& decoded) { return decoded ? "decoded" : decoded.error().code; }

// The decoder processes that this process has started and not yet collected.
std::vector<pid_t> Children() {
  std::ifstream list("/proc/self/task/" + std::to_string(gettid()) + "/children");
  return {std::istream_iterator<pid_t>(list), {}};
}

TEST(Decoder, GivesWhatTheCodecsGive) {
  const auto decoder = MakeSandboxedDecoder(kProgram, 1);
  for (const char* name :
       {"larger.jpg", "orientation-6.jpg", "cmyk.jpg", "rgba-16.png", "alpha.webp", "palette-4.bmp"}) {
    const Bytes bytes = Picture(name);
    for (const int min_side : {0, 20}) {
      const auto decoded = decoder->Decode(bytes, {min_side});
      const auto expected = DecodeInProcess(bytes, {min_side}, {});
      ASSERT_TRUE(decoded) << name << ": " << decoded.error().code;
      EXPECT_EQ(decoded->image, expected->image) << name;
      EXPECT_EQ(decoded->format, expected->format) << name;
      EXPECT_EQ(decoded->stored_width, expected->stored_width) << name;
      EXPECT_EQ(decoded->stored_height, expected->stored_height) << name;
    }
  }
}

TEST(Decoder, TellsTheErrorsOfTheCodecsAndGoesOn) {
  const auto decoder = MakeSandboxedDecoder(kProgram, 1, {.max_pixels = 10'000, .max_bytes = 4000});
  Bytes half = Picture("444.jpg");
  half.resize(half.size() / 2);
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(CodeOf(decoder->Decode({}, {})), "image-empty");
    EXPECT_EQ(CodeOf(decoder->Decode(Bytes(100, std::byte{'x'}), {})), "image-unknown-format");
    EXPECT_EQ(CodeOf(decoder->Decode(Bytes(5000), {})), "image-too-large");
    EXPECT_EQ(CodeOf(decoder->Decode(Picture("larger.jpg"), {})), "image-too-large");
    EXPECT_EQ(CodeOf(decoder->Decode(half, {})), "image-broken");
    EXPECT_EQ(CodeOf(decoder->Decode(Picture("444.jpg"), {})), "decoded");
  }
  EXPECT_EQ(Children().size(), 1U) << "expected failures need no new process";
}

TEST(Decoder, ServesManyThreads) {
  const auto decoder = MakeSandboxedDecoder(kProgram, 3);
  const std::array<Bytes, 3> pictures = {Picture("larger.jpg"), Picture("rgb-8.png"), Picture("lossy.webp")};
  std::array<Image, 3> expected;
  for (size_t i = 0; i < 3; ++i) expected[i] = DecodeInProcess(pictures[i], {}, {})->image;
  std::atomic<int> right = 0;
  ParallelFor(300, 8, [&](size_t i, int) {
    const auto decoded = decoder->Decode(pictures[i % 3], {});
    if (decoded && decoded->image == expected[i % 3]) ++right;
  });
  EXPECT_EQ(right, 300);
}

TEST(Decoder, ReplacesAProcessAfterItsShareOfPictures) {
  const auto decoder = MakeSandboxedDecoder(kProgram, 1);
  const Bytes picture = Picture("24.bmp");
  ASSERT_TRUE(decoder->Decode(picture, {}));
  const auto first = Children();
  for (int i = 0; i < wire::kFilesPerProcess; ++i) ASSERT_TRUE(decoder->Decode(picture, {}));
  EXPECT_EQ(Children().size(), 1U);
  EXPECT_NE(Children(), first);
}

TEST(Decoder, AnIdleProcessThatDiedCostsNothing) {
  const auto decoder = MakeSandboxedDecoder(kProgram, 1);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(CodeOf(decoder->Decode(Picture("444.jpg"), {})), "decoded");
    ASSERT_EQ(Children().size(), 1U);
    kill(Children()[0], SIGKILL);
    siginfo_t info;
    waitid(P_PID, static_cast<id_t>(Children()[0]), &info, WEXITED | WNOWAIT);
  }
}

TEST(Decoder, AProcessThatDiesAtWorkCostsItsPictureOnly) {
  LyingDecoder dying("head -c 32 >/dev/null; kill -9 $$");
  EXPECT_EQ(CodeOf(MakeSandboxedDecoder(dying.program(), 1)->Decode(Picture("444.jpg"), {})), "image-broken");

  // Killed at random moments of real work: every answer is the picture or an honest error, and the next one
  // is fine.
  const auto decoder = MakeSandboxedDecoder(kProgram, 1);
  const Bytes picture = Picture("larger.jpg");
  ASSERT_TRUE(decoder->Decode(picture, {}));
  const pid_t parent_thread = gettid();
  std::atomic<bool> done = false;
  std::thread killer([&] {
    while (!done) {
      std::ifstream list("/proc/self/task/" + std::to_string(parent_thread) + "/children");
      if (pid_t child = 0; list >> child) kill(child, SIGKILL);
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
    }
  });
  for (int i = 0; i < 100; ++i) {
    const auto decoded = decoder->Decode(picture, {});
    EXPECT_TRUE(decoded || decoded.error().code == "image-broken" ||
                decoded.error().code == "decoder-unavailable");
  }
  done = true;
  killer.join();
  EXPECT_EQ(CodeOf(decoder->Decode(picture, {})), "decoded");
}

TEST(Decoder, IsSlowForOnePictureAtMost) {
  LyingDecoder sleeping("exec sleep 60");
  const auto decoder = MakeSandboxedDecoder(sleeping.program(), 1, {.max_seconds = 1});
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(CodeOf(decoder->Decode(Picture("444.jpg"), {})), "image-too-slow");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  EXPECT_TRUE(Children().empty());
}

// Replies as a subverted process may send them: failure, format, width, height, stored width and height.
TEST(Decoder, BelievesNoImpossibleReply) {
  const auto code_for = [](const std::string& reply) {
    const LyingDecoder lying("head -c 32 >/dev/null; printf '" + reply +
                             "'; head -c 100 /dev/zero; exec sleep 5");
    return CodeOf(
        MakeSandboxedDecoder(lying.program(), 1, {.max_seconds = 2})->Decode(Picture("24.bmp"), {}));
  };
  const auto reply = [&](std::array<int, 6> members) {
    return code_for(Printable(std::as_bytes(std::span(members))));
  };
  EXPECT_EQ(reply({0, 3, 5, 5, 5, 5}), "decoded") << "the 75 bytes are there: what the cases below vary";
  EXPECT_EQ(reply({99, 3, 5, 5, 5, 5}), "image-broken") << "failure";
  EXPECT_EQ(reply({0, 4, 5, 5, 5, 5}), "image-broken") << "format";
  EXPECT_EQ(reply({0, 3, -5, 5, 5, 5}), "image-broken") << "width";
  EXPECT_EQ(reply({0, 3, 5, 0, 5, 5}), "image-broken") << "height";
  EXPECT_EQ(reply({0, 3, 5, 5, 4, 5}), "image-broken") << "larger than stored";
  EXPECT_EQ(reply({0, 3, 2'000'000'000, 2'000'000'000, 2'000'000'000, 2'000'000'000}), "image-broken")
      << "pixels";
  EXPECT_EQ(reply({0, 3, 6, 6, 6, 6}), "image-too-slow") << "fewer bytes than announced";
}

TEST(Decoder, SaysWhenItsProgramIsMissing) {
  const auto decoded = MakeSandboxedDecoder("/nowhere/easel-decoder", 1)->Decode(Picture("24.bmp"), {});
  EXPECT_EQ(CodeOf(decoded), "decoder-unavailable");
  EXPECT_EQ(decoded.error().kind, ErrorKind::kInternal);
  EXPECT_EQ(CodeOf(MakeSandboxedDecoder("/bin/true", 1)->Decode(Picture("24.bmp"), {})),
            "decoder-unavailable");
}

TEST(Decoder, EndsItsProcesses) {
  {
    const auto decoder = MakeSandboxedDecoder(kProgram, 2);
    ASSERT_TRUE(decoder->Decode(Picture("24.bmp"), {}));
    EXPECT_FALSE(Children().empty());
  }
  EXPECT_TRUE(Children().empty());
}

TEST(Decoder, LiesBesideTheRunningProgram) { EXPECT_EQ(DecoderProgram(), kProgram); }

TEST(Sandbox, ReportsItsLayers) {
  const auto report = ProbeSandbox(kProgram);
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->limits);
  EXPECT_EQ(SandboxReport::FromBits(report->ToBits()), *report);
  EXPECT_FALSE(ProbeSandbox("/nowhere/easel-decoder"));
}

TEST(Sandbox, MemoryLimitIsAnErrorAndNotACrash) {
  if (!ProbeSandbox(kProgram)->seccomp) GTEST_SKIP() << "sanitizers need all addresses";
  // 5000 × 2000 pixels of one bit: 40 MB of working memory out of a file of 1.3 MB.
  Bytes bmp = Picture("palette-1.bmp");
  const auto put = [&](size_t at, uint32_t value) { std::memcpy(&bmp[at], &value, 4); };
  put(18, 5000);
  put(22, 2000);
  bmp.resize(62 + 628 * 2000);
  EXPECT_EQ(CodeOf(MakeSandboxedDecoder(kProgram, 1)->Decode(bmp, {})), "decoded");
  const auto decoder = MakeSandboxedDecoder(kProgram, 1, {.max_memory = size_t{40} << 20});
  EXPECT_EQ(CodeOf(decoder->Decode(bmp, {})), "image-too-large");
  EXPECT_EQ(CodeOf(decoder->Decode(Picture("24.bmp"), {})), "decoded");
}

}  // namespace
}  // namespace easel::media
