#include "training/detection/views.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/random.h"
#include "media/augment/apply.h"
#include "media/transform/resample.h"

namespace easel::training {
namespace {

constexpr double kSeen = 0.4;
constexpr double kLeft = 0.05;

}  // namespace

std::vector<ViewBox> BoxesIn(const media::Variation& variation, std::span<const dataset::FrozenBox> boxes,
                             int width, int height) {
  const media::Share& part = variation.part;
  std::vector<ViewBox> out;
  for (const dataset::FrozenBox& box : boxes) {
    double left = (box.box.left / width - part.left) / part.width;
    double right = (box.box.right() / width - part.left) / part.width;
    double top = (box.box.top / height - part.top) / part.height;
    double bottom = (box.box.bottom() / height - part.top) / part.height;
    const double whole = (right - left) * (bottom - top);
    left = std::clamp(left, 0.0, 1.0);
    right = std::clamp(right, 0.0, 1.0);
    top = std::clamp(top, 0.0, 1.0);
    bottom = std::clamp(bottom, 0.0, 1.0);
    const double seen = whole > 0 ? (right - left) * (bottom - top) / whole : 0;
    if (seen < kLeft) continue;
    if (variation.flip) std::tie(left, right) = std::pair(1 - right, 1 - left);
    if (variation.flip_vertical) std::tie(top, bottom) = std::pair(1 - bottom, 1 - top);
    out.push_back({static_cast<float>(left), static_cast<float>(top), static_cast<float>(right),
                   static_cast<float>(bottom), box.label, box.difficult || box.crowd || seen < kSeen});
  }
  return out;
}

Result<BoxedView> BoxViews::DrawOne(size_t place, std::optional<uint64_t> variation,
                                    const media::ImageTransform& transform) const {
  EASEL_ASSIGN(const media::Image image, pictures_.Get(place));
  const dataset::FrozenItem& item = pictures_.items()[place];
  media::Variation drawn;
  if (variation) drawn = media::Draw(augmentation_, *variation);
  return BoxedView{media::Vary(drawn, transform, image), BoxesIn(drawn, item.boxes, item.width, item.height)};
}

Result<BoxedView> BoxViews::Draw(size_t place, std::optional<uint64_t> variation) const {
  const media::ImageTransform& transform = pictures_.transform();
  if (!variation) return DrawOne(place, {}, transform);
  Random random(*variation);
  if (pool_.empty() || random.Uniform() >= mosaics_) return DrawOne(place, random.Next(), transform);
  BoxedView out{{transform.width, transform.height, {}}, {}};
  out.image.rgb.resize(static_cast<size_t>(transform.width) * static_cast<size_t>(transform.height) * 3);
  media::ImageTransform quarter = transform;
  quarter.width /= 2;
  quarter.height /= 2;
  for (size_t tile = 0; tile < 4; ++tile) {
    const size_t shown = tile == 0 ? place : pool_[random.Below(pool_.size())];
    EASEL_ASSIGN(const BoxedView view, DrawOne(shown, random.Next(), quarter));
    const size_t column = tile % 2;
    const size_t row = tile / 2;
    media::Paste(view.image, column * static_cast<size_t>(quarter.width),
                 row * static_cast<size_t>(quarter.height), out.image);
    const auto x = static_cast<float>(column);
    const auto y = static_cast<float>(row);
    for (const ViewBox& box : view.boxes) {
      out.boxes.push_back({(box.left + x) / 2, (box.top + y) / 2, (box.right + x) / 2, (box.bottom + y) / 2,
                           box.label, box.ignored});
    }
  }
  return out;
}

}  // namespace easel::training
