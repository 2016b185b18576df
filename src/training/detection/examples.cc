#include "training/detection/examples.h"

#include <algorithm>
#include <atomic>
#include <string>

#include "base/parallel.h"
#include "base/random.h"
#include "runtime/executor.h"
#include "training/detection/targets.h"

namespace easel::training {
namespace {

constexpr int64_t kMostBytes = int64_t{3} << 30;  // of the learners' maps, as long as one view each fits

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

std::unexpected<Error> TooManyPictures(int64_t pictures, int64_t bytes, int64_t budget) {
  constexpr int64_t kMega = 1'000'000;
  const std::string count = std::to_string(pictures);
  const std::string needed = std::to_string(pictures * bytes / kMega);
  const std::string room = std::to_string(budget / kMega);
  return Fail(
      ErrorKind::kResources, "too-many-pictures",
      {"What the network sees of " + count + " pictures takes " + needed +
           " MB of memory; this machine has " + room + " MB for it.",
       "缓存 " + count + " 张图片的特征需要 " + needed + " MB 内存，本机可用于此的内存为 " + room + " MB。"},
      {"Take fewer pictures, look at them smaller (--side), or train in full mode (--mode full), "
       "which keeps none of this.",
       "请减少图片数量或图片尺寸（--side），或使用 full 模式（--mode full），该模式不缓存特征。"});
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
  return static_cast<int64_t>(std::min(kMostBoxes, 4 * most)) * kNumbersPerTarget;
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

Result<int> MappedViews::CountWithin(int64_t budget, int64_t bytes, const DetectionParts& parts, int most) {
  const auto learners = static_cast<int64_t>(parts.learners.size());
  const auto judges = static_cast<int64_t>(parts.judges.size());
  const int64_t fitting = (budget / bytes - judges) / learners;
  if (fitting < 1) return TooManyPictures(learners + judges, bytes, budget);
  const int64_t wanted = std::clamp<int64_t>(kMostBytes / (bytes * learners), 1, most);
  return static_cast<int>(std::min(fitting, wanted));
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
