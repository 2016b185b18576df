#include "training/thorough/maps.h"

#include <algorithm>
#include <atomic>
#include <memory>

#include "base/parallel.h"
#include "base/random.h"
#include "runtime/executor.h"

namespace easel::training {
namespace {

/// What one thread works with.
struct Bench {
  std::unique_ptr<runtime::Executor> executor;
  std::vector<float> picture;
  std::vector<float> map;
};

Status RunOn(const media::Image& image, const media::ImageTransform& transform, Bench& bench,
             std::vector<c10::Half>& out) {
  media::Apply(transform, image, bench.picture);
  const std::span<const float> input(bench.picture);
  const std::span<float> output(bench.map);
  EASEL_TRY(bench.executor->Run({&input, 1}, {&output, 1}));
  out.assign(bench.map.begin(), bench.map.end());
  return {};
}

}  // namespace

int64_t Maps::BytesFor(const graph::Shape& shape, size_t items) {
  int64_t count = 2 * static_cast<int64_t>(sizeof(c10::Half)) * static_cast<int64_t>(items);
  for (const int64_t size : shape) count *= size;
  return count;
}

Result<Maps> MakeMaps(const graph::Graph& front, const media::ImageTransform& transform,
                      const std::vector<dataset::FrozenItem>& items, const TrainingResources& resources,
                      Progress& progress) {
  const graph::Shape& shape = front.At(front.outputs[0]).shape;
  Maps maps{{shape.begin() + 1, shape.end()}, {}, {}};
  maps.upright.resize(items.size());
  maps.mirrored.resize(items.size());
  std::vector<Bench> benches(static_cast<size_t>(resources.threads));
  for (Bench& bench : benches) {
    EASEL_ASSIGN(bench.executor, runtime::Executor::Create(front));
    bench.picture.resize(static_cast<size_t>(transform.width) * static_cast<size_t>(transform.height) * 3);
    bench.map.resize(static_cast<size_t>(shape[1] * shape[2] * shape[3]));
  }
  media::ImageTransform mirrored = transform;
  mirrored.flip = !transform.flip;
  std::atomic<int64_t> done{0};
  EASEL_TRY(TryInParallel(items.size(), resources.threads, [&](size_t i, int thread) -> Status {
    if (progress.IsCancelled()) return Cancelled();
    Bench& bench = benches[static_cast<size_t>(thread)];
    const Result<Bytes> bytes = resources.picture(items[i].hash);
    const auto decoded = bytes ? resources.decoder.Decode(*bytes, {.min_side = transform.decode_min_side})
                               : std::unexpected(bytes.error());
    if (decoded) {
      EASEL_TRY(RunOn(decoded->image, transform, bench, maps.upright[i]));
      EASEL_TRY(RunOn(decoded->image, mirrored, bench, maps.mirrored[i]));
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
  const bool is_mirrored = variation && Random(*variation).Below(2) == 1;
  std::ranges::copy(is_mirrored ? maps_.mirrored[place] : maps_.upright[place], picture.begin());
  std::ranges::fill(target, 0.0F);
  target[static_cast<size_t>(labels_[place])] = 1;
  return {};
}

}  // namespace easel::training
