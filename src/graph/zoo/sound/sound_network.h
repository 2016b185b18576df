#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "graph/zoo/network.h"

namespace easel::graph {

/// A published network for sounds. It looks at a spectrogram: frames in time by bands of frequency.
struct SoundNetworkInfo {
  std::string_view name;    ///< "yamnet"
  int frames = 0;           ///< that it was trained with
  int least_frames = 0;     ///< that it can work with
  int bands = 0;            ///< always
  int64_t embedding = 0;    ///< numbers
  int64_t params = 0;       ///< numbers that are learnt
  int64_t macs = 0;         ///< multiply-adds at `frames`
  std::string_view source;  ///< the paper, and the implementation whose weights it takes
};

/// The networks that BuildSoundNetwork knows.
std::span<const SoundNetworkInfo> SoundZoo();

/// Builds a network up to its embedding, without the published classifier: input "spectrogram"
/// [1, frames, bands, 1] (what its numbers are, the network's own header says), output and
/// Network::features "embedding" [1, D]; Network::classifier is empty. Names, the state before the weights
/// are there and what to do with it are those of BuildNetwork. With graph/inline.h it can look at
/// spectrograms of any length, whatever `frames` it was built for. `frames` 0: the published number.
/// kBadInput "network-unknown" naming the network; "network-options" naming "frames" when there are fewer
/// than the network needs or more than kMaxFrames.
inline constexpr int kMaxFrames = 16384;
Result<Network> BuildSoundNetwork(std::string_view name, int frames = 0);

}  // namespace easel::graph
