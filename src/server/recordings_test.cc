#include "server/recordings.h"

#include <gtest/gtest.h>

#include "media/encode/wav.h"
#include "server/testing/studio.h"

namespace easel::server {
namespace {

using testing::Must;
using testing::ToneWav;

struct RecordingsTest : ::testing::Test {
  Hash Put(const std::string& file) { return Must(blobs.Put(std::as_bytes(std::span(file)))); }
  std::filesystem::path folder() const { return home.path() / "cache" / "sounds"; }
  int64_t Files() const {
    return std::distance(std::filesystem::directory_iterator(folder()),
                         std::filesystem::directory_iterator());
  }

  store::TestHome home;
  store::Blobs blobs = Must(store::Blobs::Open(home.path()));
  std::unique_ptr<media::Decoder> decoder =
      media::MakeSandboxedDecoder(std::filesystem::path(EASEL_BIN_DIR) / "easel-decoder", 2);
};

TEST_F(RecordingsTest, PiecesEqualTheWholeSampleBySample) {
  Recordings recordings(folder(), blobs, *decoder, 1 << 30);
  const std::string wav = ToneWav(300, 65, 44100);
  const Recording recording = Must(recordings.Get(Put(wav)));
  EXPECT_EQ(recording.rate, 44100);
  EXPECT_EQ(recording.samples, 65 * 44100);
  EXPECT_NEAR(recording.peak, 0.5, 1e-4);
  const media::Sound whole = Must(decoder->DecodeSound(std::as_bytes(std::span(wav)), {})).sound;
  const media::Sound all = Must(Recordings::Read(recording, 0, recording.samples));
  EXPECT_EQ(all, whole);
  const media::Sound end = Must(Recordings::Read(recording, recording.samples - 5, 100));
  EXPECT_EQ(end.samples, std::vector(whole.samples.end() - 5, whole.samples.end()));
  EXPECT_TRUE(Must(Recordings::Read(recording, recording.samples + 5, 100)).samples.empty());
}

TEST_F(RecordingsTest, TheLeastUsedMakeRoom) {
  Recordings recordings(folder(), blobs, *decoder, 70'000);
  const Hash first = Put(ToneWav(100, 1));
  const Hash second = Put(ToneWav(200, 1));
  Must(recordings.Get(first));
  Must(recordings.Get(second));
  EXPECT_EQ(Files(), 2);
  Must(recordings.Get(Put(ToneWav(300, 1))));
  EXPECT_EQ(Files(), 2);
  const Recording again = Must(recordings.Get(first));
  EXPECT_EQ(Must(Recordings::Read(again, 0, 10)).samples.size(), 10U);
}

TEST_F(RecordingsTest, ADamagedFileIsMadeAnew) {
  const Hash hash = Put(ToneWav(100, 1));
  const Recording first = Must(Recordings(folder(), blobs, *decoder, 1 << 30).Get(hash));
  std::filesystem::resize_file(first.file, 1000);
  const Recording again = Must(Recordings(folder(), blobs, *decoder, 1 << 30).Get(hash));
  EXPECT_EQ(again.samples, 16000);
  EXPECT_EQ(static_cast<int64_t>(std::filesystem::file_size(again.file)), again.bytes());
}

TEST_F(RecordingsTest, WhatIsNoRecordingLeavesNothingBehind) {
  Recordings recordings(folder(), blobs, *decoder, 1 << 30);
  const auto failed = recordings.Get(Put("ID3 this is text"));
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::kBadInput);
  EXPECT_EQ(Files(), 0);
  EXPECT_EQ(store::CodeOf(recordings.Get(Sha256("nothing"))), "blob-missing");
}

}  // namespace
}  // namespace easel::server
