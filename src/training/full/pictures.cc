#include "training/full/pictures.h"

#include <algorithm>
#include <atomic>

#include "base/parallel.h"
#include "media/augment/apply.h"

namespace easel::training {

Result<Pictures> Pictures::Load(const std::vector<dataset::FrozenItem>& items,
                                const media::ImageTransform& transform, int64_t budget,
                                const TrainingResources& resources, Progress& progress) {
  Pictures out(items, transform, resources);
  out.usable_.resize(items.size());
  out.kept_.resize(items.size());
  std::atomic<int64_t> room{budget};
  std::atomic<int64_t> done{0};
  EASEL_TRY(TryInParallel(items.size(), resources.threads, [&](size_t i, int) -> Status {
    if (progress.IsCancelled()) return Cancelled();
    Result<media::Image> image = out.Decode(i);
    if (!image && image.error().kind != ErrorKind::kBadInput) return std::unexpected(image.error());
    out.usable_[i] = image ? 1 : 0;
    if (image) {
      const auto bytes = static_cast<int64_t>(image->rgb.size());
      if (room.fetch_sub(bytes) >= bytes) out.kept_[i] = std::move(*image);
    }
    progress.Report("decode", {"Reading the pictures", "正在读取图片"}, ++done,
                    static_cast<int64_t>(items.size()));
    return {};
  }));
  return out;
}

Result<media::Image> Pictures::Decode(size_t i) const {
  EASEL_ASSIGN(const Bytes bytes, resources_.picture(items_[i].hash));
  EASEL_ASSIGN(auto decoded, resources_.decoder.Decode(bytes, {.min_side = transform_.decode_min_side}));
  return std::move(decoded.image);
}

Result<media::Image> Pictures::Get(size_t i) const {
  if (kept_[i].rgb.empty()) return Decode(i);
  return kept_[i];
}

graph::Shape PictureExamples::shape() const {
  return {pictures_.transform().height, pictures_.transform().width, 3};
}

Status PictureExamples::Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
                             std::span<float> target) const {
  const size_t place = chosen_[i];
  EASEL_ASSIGN(const media::Image image, pictures_.Get(place));
  if (variation) {
    media::Apply(augmentation_, pictures_.transform(), image, *variation, picture);
  } else {
    media::Apply(pictures_.transform(), image, picture);
  }
  std::ranges::fill(target, 0.0F);
  target[static_cast<size_t>(pictures_.items()[place].label)] = 1;
  return {};
}

}  // namespace easel::training
