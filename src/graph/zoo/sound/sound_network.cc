#include "graph/zoo/sound/sound_network.h"

#include <algorithm>
#include <array>

#include "graph/zoo/layers.h"
#include "graph/zoo/sound/aisfx.h"
#include "graph/zoo/sound/yamnet.h"

namespace easel::graph {
namespace {

constexpr std::array kNetworks = std::to_array<SoundNetworkInfo>({
    {"yamnet", 96, 1, 64, 1024, 3206400, 68631552, "Plakal & Ellis (2020); github.com/tensorflow/models"},
    {"aisfx", 100, 8, 96, 512, 4686144, 1930715136, "Ma & Lerch, ISMIR 2022; aisfx"},
});

using Builder = Result<Network> (*)(int frames);

/// In the order of kNetworks.
constexpr std::array<Builder, kNetworks.size()> kBuilders = {BuildYamnet, BuildAisfx};

}  // namespace

std::span<const SoundNetworkInfo> SoundZoo() { return kNetworks; }

Result<Network> BuildSoundNetwork(std::string_view name, int frames) {
  const auto* const info = std::ranges::find(kNetworks, name, &SoundNetworkInfo::name);
  if (info == kNetworks.end()) return UnknownNetwork(name);
  const int chosen = frames == 0 ? info->frames : frames;
  if (chosen < info->least_frames || chosen > kMaxFrames) return ImpossibleOptions("frames");
  return kBuilders[static_cast<size_t>(info - kNetworks.begin())](chosen);
}

}  // namespace easel::graph
