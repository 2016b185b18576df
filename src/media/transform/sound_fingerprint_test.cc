#include "media/transform/sound_fingerprint.h"

#include <gtest/gtest.h>

namespace easel::media {
namespace {

TEST(SoundFingerprint, TellsCopiesFromOthers) {
  const Sound sound{8000, {0, 0.5F, -0.25F, 1.5F}};
  Sound copy = sound;
  copy.samples[1] += 1e-6F;  // what another format rounds away
  EXPECT_EQ(Fingerprint(copy), Fingerprint(sound));
  copy.samples[1] += 1e-3F;
  EXPECT_NE(Fingerprint(copy), Fingerprint(sound));
  EXPECT_NE(Fingerprint({16000, sound.samples}), Fingerprint(sound));
  EXPECT_NE(Fingerprint({8000, {0.5F, 0, -0.25F, 1.5F}}), Fingerprint(sound));
}

}  // namespace
}  // namespace easel::media
