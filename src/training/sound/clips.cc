#include "training/sound/clips.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

#include "base/parallel.h"

namespace easel::training {
namespace {

/// Seconds. Longer recordings are decoded one at a time: two hours are more than a gigabyte.
constexpr double kLong = 600;

/// As the decoder cuts a SoundRequest.
media::Sound Cut(const media::Sound& sound, const Clip& clip) {
  const auto at = [&](double seconds) { return static_cast<size_t>(std::llround(seconds * sound.rate)); };
  const size_t begin = std::min(at(clip.begin), sound.samples.size());
  const size_t count = std::min(at(clip.seconds), sound.samples.size() - begin);
  const auto first = sound.samples.begin() + static_cast<std::ptrdiff_t>(begin);
  return {sound.rate, {first, first + static_cast<std::ptrdiff_t>(count)}};
}

}  // namespace

std::vector<Clip> ClipsOf(const dataset::FrozenVersion& version) {
  std::vector<Clip> clips;
  for (size_t i = 0; i < version.items.size(); ++i) {
    const dataset::FrozenItem& item = version.items[i];
    if (item.boxes.empty()) clips.push_back({.item = i, .label = item.label});
    for (const dataset::FrozenBox& box : item.boxes) {
      clips.push_back({.item = i,
                       .label = box.label,
                       .begin = box.box.left,
                       .seconds = box.box.width,
                       .is_segment = true});
    }
  }
  return clips;
}

Result<Clips> Clips::Load(const dataset::FrozenVersion& version, int64_t budget,
                          const TrainingResources& resources, Progress& progress) {
  const std::vector<Clip> all = ClipsOf(version);
  std::vector<size_t> first_of(version.items.size() + 1, all.size());  // clips of an item follow each other
  for (size_t c = all.size(); c-- > 0;) first_of[all[c].item] = c;
  for (size_t i = version.items.size(); i-- > 0;) first_of[i] = std::min(first_of[i], first_of[i + 1]);
  std::vector<std::shared_ptr<const media::Sound>> sounds(all.size());
  std::vector<size_t> samples(all.size(), 0);
  std::vector<int> rates(all.size(), 0);
  std::mutex long_ones;
  std::atomic<int64_t> room{budget};
  std::atomic<int64_t> done{0};
  EASEL_TRY(TryInParallel(version.items.size(), resources.threads, [&](size_t i, int) -> Status {
    if (progress.IsCancelled()) return Cancelled();
    const dataset::FrozenItem& item = version.items[i];
    EASEL_ASSIGN(const Bytes bytes, resources.picture(item.hash));
    std::unique_lock<std::mutex> alone;
    if (item.seconds > kLong) alone = std::unique_lock(long_ones);
    Result<media::DecodedSound> decoded = resources.decoder.DecodeSound(bytes, {});
    if (!decoded && decoded.error().kind != ErrorKind::kBadInput) return std::unexpected(decoded.error());
    for (size_t c = first_of[i]; decoded && c < first_of[i + 1]; ++c) {
      auto sound = std::make_shared<media::Sound>(all[c].is_segment ? Cut(decoded->sound, all[c])
                                                                    : std::move(decoded->sound));
      samples[c] = sound->samples.size();
      rates[c] = sound->rate;
      const auto size = static_cast<int64_t>(sound->samples.size() * sizeof(float));
      if (room.fetch_sub(size) >= size) sounds[c] = std::move(sound);
    }
    progress.Report("decode", {"Reading the recordings", "正在读取录音"}, ++done,
                    static_cast<int64_t>(version.items.size()));
    return {};
  }));
  Clips out(version, resources);
  for (size_t c = 0; c < all.size(); ++c) {
    if (samples[c] == 0) {
      ++out.left_out_;
      continue;
    }
    out.clips_.push_back(all[c]);
    out.samples_.push_back(samples[c]);
    out.rates_.push_back(rates[c]);
    out.kept_.push_back(std::move(sounds[c]));
  }
  return out;
}

Result<std::shared_ptr<const media::Sound>> Clips::SoundOf(size_t i) const {
  if (kept_[i]) return kept_[i];
  EASEL_ASSIGN(const Bytes bytes, resources_->picture(ItemOf(i).hash));
  EASEL_ASSIGN(
      media::DecodedSound decoded,
      resources_->decoder.DecodeSound(bytes, {.begin = clips_[i].begin, .seconds = clips_[i].seconds}));
  return std::make_shared<const media::Sound>(std::move(decoded.sound));
}

}  // namespace easel::training
