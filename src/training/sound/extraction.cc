#include "training/sound/extraction.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <numeric>

#include "base/parallel.h"
#include "runtime/executor.h"
#include "runtime/listening/passages.h"
#include "training/feature_cache.h"

namespace easel::training {
namespace {

/// Stands for the samples of a window in a cache.
Hash KeyOf(const dataset::FrozenItem& item, const Clip& clip, const runtime::SampleRange& window) {
  return Sha256(CanonicalJson(json::object{{"recording", item.hash.Hex()},
                                           {"begin", clip.begin},
                                           {"seconds", clip.seconds},
                                           {"from", window.begin},
                                           {"to", window.end}}));
}

/// What one thread works with.
struct Bench {
  std::unique_ptr<runtime::Executor> executor;
  std::vector<float> spectrogram;
};

size_t NumbersOf(const media::SoundTransform& transform) {
  return static_cast<size_t>(transform.frames) * static_cast<size_t>(transform.width());
}

}  // namespace

Result<WindowRows> WindowRows::Of(const Clips& clips, const graph::Listening& listening, int threads,
                                  Progress& progress) {
  std::vector<std::vector<runtime::LoudWindow>> loud(clips.size());
  EASEL_TRY(TryInParallel(clips.size(), threads, [&](size_t clip, int) -> Status {
    if (progress.IsCancelled()) return Cancelled();
    EASEL_ASSIGN(const auto sound, clips.SoundOf(clip));
    loud[clip] = runtime::LoudWindowsOf(listening, *sound);
    return {};
  }));
  WindowRows out;
  for (size_t clip = 0; clip < clips.size(); ++clip) {
    out.first.push_back(out.rows.size());
    double sum = 0;
    for (const auto& [window, peak] : loud[clip]) sum += static_cast<double>(peak);
    for (const auto& [window, peak] : loud[clip]) {
      const double weight =
          sum == 0 ? 1 / static_cast<double>(loud[clip].size()) : static_cast<double>(peak) / sum;
      out.rows.push_back({clip, window, peak, weight});
    }
  }
  out.first.push_back(out.rows.size());
  return out;
}

std::vector<size_t> WindowRows::LoudestOf(size_t clip, size_t most) const {
  std::vector<size_t> chosen(CountOf(clip));
  std::iota(chosen.begin(), chosen.end(), first[clip]);
  std::ranges::stable_sort(chosen, std::greater(), [this](size_t row) { return rows[row].peak; });
  chosen.resize(std::min(most, chosen.size()));
  return chosen;
}

media::Sound Cut(const media::Sound& sound, const runtime::SampleRange& window) {
  return {sound.rate, {sound.samples.begin() + window.begin, sound.samples.begin() + window.end}};
}

Result<Matrix> ExtractSoundView(const SoundListener& listener, const Clips& clips, const WindowRows& windows,
                                const TrainingResources& resources, Progress& progress) {
  EASEL_ASSIGN(FeatureCache cache,
               FeatureCache::Open(resources.cache, listener.CacheKey(), static_cast<size_t>(listener.size)));
  Matrix rows(static_cast<Eigen::Index>(windows.size()), listener.size);
  const graph::Graph graph = listener.Graph();
  std::vector<Bench> benches(static_cast<size_t>(resources.threads));
  const Text text{"Listening to the recordings", "正在分析录音"};
  std::atomic<int64_t> done{0};
  EASEL_TRY(TryInParallel(clips.size(), resources.threads, [&](size_t clip, int thread) -> Status {
    Bench& bench = benches[static_cast<size_t>(thread)];
    bench.spectrogram.resize(NumbersOf(listener.view.transform));
    std::shared_ptr<const media::Sound> sound;
    for (size_t row = windows.first[clip]; row < windows.first[clip + 1]; ++row) {
      if (progress.IsCancelled()) return Cancelled();
      const runtime::SampleRange& window = windows.rows[row].window;
      const std::span<float> output(rows.row(static_cast<Eigen::Index>(row)).data(),
                                    static_cast<size_t>(listener.size));
      const Hash key = KeyOf(clips.ItemOf(clip), clips[clip], window);
      if (!cache.Find(key, output)) {
        if (!sound) {
          EASEL_ASSIGN(sound, clips.SoundOf(clip));
        }
        if (!bench.executor) {
          EASEL_ASSIGN(bench.executor, runtime::Executor::Create(graph));
        }
        media::Apply(listener.view.transform, Cut(*sound, window), bench.spectrogram);
        const std::span<const float> input(bench.spectrogram);
        EASEL_TRY(bench.executor->Run({&input, 1}, {&output, 1}));
        EASEL_TRY(cache.Add(key, output));
      }
      progress.Report("features", text, ++done, static_cast<int64_t>(windows.size()));
    }
    return {};
  }));
  return rows;
}

Result<double> MillisOf(const SoundListener& listener, const Clock& clock) {
  constexpr int kRuns = 5;
  const graph::Graph graph = listener.Graph();
  EASEL_ASSIGN(const auto executor, runtime::Executor::Create(graph));
  const media::SoundTransform& transform = listener.view.transform;
  const media::Sound silence{transform.rate,
                             std::vector<float>(static_cast<size_t>(transform.SamplesNeeded()))};
  std::vector<float> spectrogram(NumbersOf(transform));
  std::vector<float> features(static_cast<size_t>(listener.size));
  const std::span<const float> input(spectrogram);
  const std::span<float> output(features);
  EASEL_TRY(executor->Run({&input, 1}, {&output, 1}));
  const int64_t start = clock.SteadyMillis();
  for (int run = 0; run < kRuns; ++run) {
    media::Apply(transform, silence, spectrogram);
    EASEL_TRY(executor->Run({&input, 1}, {&output, 1}));
  }
  return static_cast<double>(clock.SteadyMillis() - start) / kRuns;
}

}  // namespace easel::training
