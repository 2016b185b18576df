#include "training/extraction.h"

#include <atomic>
#include <chrono>
#include <numeric>

#include "base/parallel.h"
#include "graph/sides.h"
#include "media/transform/image_transform.h"
#include "runtime/executor.h"
#include "training/feature_cache.h"

namespace easel::training {
namespace {

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// What one thread works with.
struct Bench {
  std::unique_ptr<runtime::Executor> upright;
  std::unique_ptr<runtime::Executor> lying;
  std::vector<float> picture;
  double decode_seconds = 0;
  double forward_seconds = 0;
};

}  // namespace

Result<ViewFeatures> ExtractView(const View& view, const Backbone& backbone, const FeatureGraph& features,
                                 const std::vector<dataset::FrozenItem>& items, const TrainingResources& resources,
                                 int64_t deadline_millis, Progress& progress) {
  EASEL_ASSIGN(FeatureCache cache, FeatureCache::Open(resources.cache, CacheKey(view, backbone, features),
                                                      static_cast<size_t>(features.size)));
  ViewFeatures out;
  out.rows = Matrix::Zero(static_cast<Eigen::Index>(items.size()), features.size);
  out.present.assign(items.size(), false);
  const auto row = [&](size_t i) {
    return std::span(out.rows.row(static_cast<Eigen::Index>(i)).data(), static_cast<size_t>(features.size));
  };
  std::vector<size_t> missing;
  for (size_t i = 0; i < items.size(); ++i) {
    out.present[i] = cache.Find(items[i].hash, row(i));
    if (!out.present[i]) missing.push_back(i);
  }
  const Text text{"Looking at the pictures", "正在分析图片"};
  const auto total = static_cast<int64_t>(items.size());
  const int64_t cached = total - static_cast<int64_t>(missing.size());
  progress.Report("features", text, cached, total);

  graph::Graph lying_graph;
  if (view.transform.follow_orientation) {
    EASEL_ASSIGN(lying_graph, graph::ExchangeSides(features.graph));
  }
  std::vector<Bench> benches(static_cast<size_t>(resources.threads));
  std::vector<char> done(items.size(), 0);  // not vector<bool>: written by several threads
  std::atomic<int64_t> finished{cached};
  std::atomic<int64_t> broken{0};
  EASEL_TRY(TryInParallel(missing.size(), resources.threads, [&](size_t place, int thread) -> Status {
    if (progress.IsCancelled()) return Cancelled();
    if (deadline_millis != 0 && resources.clock.SteadyMillis() >= deadline_millis) return {};
    Bench& bench = benches[static_cast<size_t>(thread)];
    bench.picture.resize(static_cast<size_t>(view.transform.width) * static_cast<size_t>(view.transform.height) * 3);
    const size_t i = missing[place];
    const auto start = std::chrono::steady_clock::now();
    const Result<Bytes> bytes = resources.picture(items[i].hash);
    Result<media::DecodedImage> decoded =
        bytes ? resources.decoder.Decode(*bytes, {.min_side = view.transform.decode_min_side})
              : std::unexpected(bytes.error());
    if (!decoded) {
      ++broken;
      return {};
    }
    media::Apply(view.transform, decoded->image, bench.picture);
    bench.decode_seconds += SecondsSince(start);
    const auto forward = std::chrono::steady_clock::now();
    const std::span<const float> input(bench.picture);
    const std::span<float> output = row(i);
    const media::Image& image = decoded->image;
    const bool is_upright = view.transform.For(image.width, image.height) == view.transform;
    auto& executor = is_upright ? bench.upright : bench.lying;
    if (!executor) {
      EASEL_ASSIGN(executor, runtime::Executor::Create(is_upright ? features.graph : lying_graph));
    }
    EASEL_TRY(executor->Run({&input, 1}, {&output, 1}));
    bench.forward_seconds += SecondsSince(forward);
    done[i] = 1;
    EASEL_TRY(cache.Add(items[i].hash, output));
    progress.Report("features", text, ++finished, total);
    return {};
  }));
  for (size_t i = 0; i < items.size(); ++i) {
    out.computed += done[i];
    out.present[i] = out.present[i] || done[i] != 0;
  }
  for (const Bench& bench : benches) {
    out.decode_seconds += bench.decode_seconds;
    out.forward_seconds += bench.forward_seconds;
  }
  out.broken = broken;
  return out;
}

}  // namespace easel::training
