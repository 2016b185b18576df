#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace easel::cmd {

/// What bytes without a header are.
struct SoundFormat {
  int rate = 16000;  ///< samples a second
  int channels = 1;
};

/// Sound that comes in for as long as somebody speaks: 16-bit PCM, least byte first, as it is or as a WAV file, whose
/// header then says the format and whose length counts for nothing, as recorders cannot know it. Bytes are taken as they
/// come, cut anywhere. Not thread-safe.
class SoundInput {
 public:
  explicit SoundInput(SoundFormat raw) : format_(raw) {}

  /// Gives the samples that are whole with these bytes: the mean of the channels, full scale is [−1, 1]. kBadInput
  /// "stream-unsupported" for a WAV header of another kind of samples.
  Result<std::vector<float>> Push(std::string_view bytes);

  /// Known from the first samples on.
  int rate() const { return format_.rate; }

 private:
  /// Takes the header off what was kept; false while it is not all there.
  Result<bool> ReadHeader();

  SoundFormat format_;
  bool begun_ = false;  ///< behind the header, if there is one
  std::string kept_;    ///< not used up yet
};

}  // namespace easel::cmd
