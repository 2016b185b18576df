#pragma once

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "graph/bundle.h"
#include "media/encode/wav.h"
#include "media/transform/sound_transform.h"

/// A model that listens, without training. Tests only.
namespace easel::evaluation::testing {

/// Tells "low" from "high" tones: the mean of each half of the bands is a logit. Hears 0.26 s, every 0.1 s.
inline graph::Bundle PitchBundle() {
  media::SoundTransform view = media::LogMelView(24, 8000);
  view.normalise = false;
  graph::GraphBuilder builder;
  const graph::ValueId x = builder.Input("sound", {1, view.frames, view.bands, 1});
  std::vector<float> halves(static_cast<size_t>(2 * view.bands));
  for (int band = 0; band < view.bands; ++band)
    halves[static_cast<size_t>((band < view.bands / 2 ? 0 : view.bands) + band)] =
        2.0F / static_cast<float>(view.bands);
  const graph::ValueId weight = builder.Constant("halves", {2, 1, view.bands, 1}, halves);
  const graph::ValueId rows = builder.Apply("rows", graph::Conv2d{1, graph::Padding::kValid}, {x, weight});
  const graph::ValueId logits = builder.Apply("logits", graph::GlobalAveragePool{}, {rows});
  graph::Bundle bundle;
  bundle.task = "sound-classification";
  bundle.listening = {.seconds = 0.26, .hop = 0.1};
  bundle.graph = builder.Finish({builder.Apply("scores", graph::Softmax{}, {logits})});
  bundle.inputs = {{"sound", view.ToJson()}};
  bundle.labels = {"low", "high"};
  return bundle;
}

inline media::Sound Tone(double hz, double seconds, int rate = 16000, double level = 0.5) {
  media::Sound sound{.rate = rate,
                     .samples = std::vector<float>(static_cast<size_t>(std::llround(seconds * rate)))};
  for (size_t i = 0; i < sound.samples.size(); ++i)
    sound.samples[i] =
        static_cast<float>(level * std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate));
  return sound;
}

/// One sound behind the other.
inline media::Sound Joined(media::Sound first, const media::Sound& second) {
  first.samples.insert(first.samples.end(), second.samples.begin(), second.samples.end());
  return first;
}

inline std::string WavText(const media::Sound& sound) {
  const Bytes wav = media::EncodeWav(sound);
  return {reinterpret_cast<const char*>(wav.data()), wav.size()};
}

}  // namespace easel::evaluation::testing
