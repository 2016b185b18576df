#include "training/thorough/maps.h"

#include <algorithm>
#include <atomic>
#include <memory>

#include "base/parallel.h"
#include "base/random.h"
#include "media/augment/apply.h"
#include "runtime/executor.h"

namespace easel::training {
namespace {

/// What one thread works with.
struct Bench {
  std::unique_ptr<runtime::Executor> executor;
  std::vector<float> picture;
  std::vector<float> map;
};

/// The maps of one picture's views.
Result<std::vector<Maps::Map>> MapsOf(const media::Image& image, size_t item, const MapViews& views,
                                      Bench& bench) {
  media::ImageTransform mirrored = views.transform;
  mirrored.flip = !mirrored.flip;
  std::vector<Maps::Map> maps;
  for (int view = 0; view < views.count; ++view) {
    if (view < 2) {
      media::Apply(view == 0 ? views.transform : mirrored, image, bench.picture);
    } else {
      const uint64_t variation = Random(views.seed ^ (item << 16 | static_cast<uint64_t>(view))).Next();
      media::Apply(views.augmentation, views.transform, image, variation, bench.picture);
    }
    const std::span<const float> input(bench.picture);
    const std::span<float> output(bench.map);
    EASEL_TRY(bench.executor->Run({&input, 1}, {&output, 1}));
    maps.emplace_back(bench.map.begin(), bench.map.end());
  }
  return maps;
}

}  // namespace

int64_t Maps::BytesOf(const graph::Shape& shape) {
  auto bytes = static_cast<int64_t>(sizeof(c10::Half));
  for (const int64_t size : shape) bytes *= size;
  return bytes;
}

Result<Maps> MakeMaps(const graph::Graph& front, const MapViews& views,
                      const std::vector<dataset::FrozenItem>& items, const TrainingResources& resources,
                      Progress& progress) {
  const graph::Shape& shape = front.At(front.outputs[0]).shape;
  const media::ImageTransform& transform = views.transform;
  Maps maps{{shape.begin() + 1, shape.end()}, {}};
  maps.of.resize(items.size());
  std::vector<Bench> benches(static_cast<size_t>(resources.threads));
  for (Bench& bench : benches) {
    EASEL_ASSIGN(bench.executor, runtime::Executor::Create(front));
    bench.picture.resize(static_cast<size_t>(transform.width) * static_cast<size_t>(transform.height) * 3);
    bench.map.resize(static_cast<size_t>(shape[1] * shape[2] * shape[3]));
  }
  std::atomic<int64_t> done{0};
  EASEL_TRY(TryInParallel(items.size(), resources.threads, [&](size_t i, int thread) -> Status {
    if (progress.IsCancelled()) return Cancelled();
    const Result<Bytes> bytes = resources.picture(items[i].hash);
    const auto decoded = bytes ? resources.decoder.Decode(*bytes, {.min_side = transform.decode_min_side})
                               : std::unexpected(bytes.error());
    if (decoded) {
      EASEL_ASSIGN(maps.of[i], MapsOf(decoded->image, i, views, benches[static_cast<size_t>(thread)]));
    }
    progress.Report("maps", {"Preparing the pictures for fine-tuning", "正在为微调准备图片"}, ++done,
                    static_cast<int64_t>(items.size()));
    return {};
  }));
  return maps;
}

Status MapExamples::Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
                         std::span<float> target) const {
  const size_t place = chosen_[i];
  const std::vector<Maps::Map>& views = maps_.of[place];
  std::ranges::copy(views[variation ? Random(*variation).Below(views.size()) : 0], picture.begin());
  std::ranges::fill(target, 0.0F);
  target[static_cast<size_t>(labels_[place])] = 1;
  return {};
}

}  // namespace easel::training
