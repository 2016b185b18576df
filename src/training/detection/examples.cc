#include "training/detection/examples.h"

#include <algorithm>
#include <atomic>

#include "base/parallel.h"
#include "base/random.h"
#include "runtime/executor.h"
#include "training/detection/targets.h"

namespace easel::training {
namespace {

constexpr size_t kMaxBoxes = 400;

/// What one thread works with.
struct Bench {
  std::unique_ptr<runtime::Executor> executor;
  std::vector<float> picture;
  std::vector<float> maps;  ///< one after the other
};

int64_t NumbersOf(const graph::Graph& front) {
  int64_t numbers = 0;
  for (const graph::ValueId id : front.outputs)
    numbers += graph::ElementCount(front.At(id).shape).value_or(0);
  return numbers;
}

Status Run(const graph::Graph& front, Bench& bench) {
  const std::span<const float> input(bench.picture);
  std::vector<std::span<float>> outputs;
  std::span<float> rest(bench.maps);
  for (const graph::ValueId id : front.outputs) {
    const auto count = static_cast<size_t>(graph::ElementCount(front.At(id).shape).value_or(0));
    outputs.push_back(rest.first(count));
    rest = rest.subspan(count);
  }
  return bench.executor->Run({&input, 1}, outputs);
}

}  // namespace

int64_t TargetSize(const Pictures& pictures, const std::vector<size_t>& places) {
  size_t most = 1;
  for (const size_t place : places) most = std::max(most, pictures.items()[place].boxes.size());
  return static_cast<int64_t>(std::min(kMaxBoxes, 4 * most)) * kNumbersPerTarget;
}

DrawnViews::DrawnViews(const BoxViews& views, std::vector<size_t> places)
    : views_(views), places_(std::move(places)), target_(TargetSize(views.pictures(), places_)) {}

graph::Shape DrawnViews::shape() const {
  const media::ImageTransform& transform = views_.pictures().transform();
  return {transform.height, transform.width, 3};
}

Status DrawnViews::Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
                        std::span<float> target) const {
  EASEL_ASSIGN(const BoxedView view, views_.Draw(places_[i], variation));
  media::Normalise(views_.pictures().transform(), view.image, picture);
  WriteTargets(view.boxes, target);
  return {};
}

int64_t MappedViews::BytesOf(const graph::Graph& front) {
  return NumbersOf(front) * static_cast<int64_t>(sizeof(c10::Half));
}

Result<MappedViews> MappedViews::Make(const graph::Graph& front, const BoxViews& views,
                                      std::vector<size_t> places, int count, uint64_t seed,
                                      const TrainingResources& resources, Progress& progress) {
  MappedViews out(NumbersOf(front), TargetSize(views.pictures(), places));
  out.views_.resize(places.size());
  const media::ImageTransform& transform = views.pictures().transform();
  std::vector<Bench> benches(static_cast<size_t>(resources.threads));
  for (Bench& bench : benches) {
    EASEL_ASSIGN(bench.executor, runtime::Executor::Create(front));
    bench.picture.resize(static_cast<size_t>(transform.width) * static_cast<size_t>(transform.height) * 3);
    bench.maps.resize(static_cast<size_t>(out.numbers_));
  }
  std::atomic<int64_t> done{0};
  EASEL_TRY(TryInParallel(places.size(), resources.threads, [&](size_t i, int thread) -> Status {
    Bench& bench = benches[static_cast<size_t>(thread)];
    for (int v = 0; v < count; ++v) {
      if (progress.IsCancelled()) return Cancelled();
      std::optional<uint64_t> variation;
      if (v > 0)
        variation = Random(seed ^ (static_cast<uint64_t>(i) << 16 | static_cast<uint64_t>(v))).Next();
      EASEL_ASSIGN(BoxedView view, views.Draw(places[i], variation));
      media::Normalise(transform, view.image, bench.picture);
      EASEL_TRY(Run(front, bench));
      out.views_[i].push_back({{bench.maps.begin(), bench.maps.end()}, std::move(view.boxes)});
    }
    progress.Report("maps", {"Looking at the pictures", "正在观察图片"}, ++done,
                    static_cast<int64_t>(places.size()));
    return {};
  }));
  return out;
}

Status MappedViews::Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
                         std::span<float> target) const {
  const std::vector<View>& views = views_[i];
  const View& view = views[variation ? Random(*variation).Below(views.size()) : 0];
  std::ranges::copy(view.maps, picture.begin());
  WriteTargets(view.boxes, target);
  return {};
}

}  // namespace easel::training
