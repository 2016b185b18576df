#include "training/detection/views.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "media/augment/apply.h"
#include "media/transform/resample.h"

namespace easel::training {
namespace {

constexpr double kSeen = 0.4;
constexpr double kLeft = 0.05;
constexpr double kShrunk = 0.35;   // share of the views
constexpr double kSmallest = 0.7;  // of their sides

media::Image Grey(const media::ImageTransform& transform) {
  const auto bytes = static_cast<size_t>(transform.width) * static_cast<size_t>(transform.height) * 3;
  return {transform.width, transform.height, std::vector<uint8_t>(bytes, 127)};
}

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

/// The whole view, smaller than it is, somewhere on grey.
Result<BoxedView> BoxViews::DrawShrunk(size_t place, Random& random) const {
  const media::ImageTransform& transform = pictures_.transform();
  const double share = 1 - random.Uniform() * (1 - kSmallest);
  media::ImageTransform smaller = transform;
  smaller.width = std::max(1, static_cast<int>(transform.width * share));
  smaller.height = std::max(1, static_cast<int>(transform.height * share));
  const uint64_t left = random.Below(static_cast<uint64_t>(transform.width - smaller.width) + 1);
  const uint64_t top = random.Below(static_cast<uint64_t>(transform.height - smaller.height) + 1);
  EASEL_ASSIGN(BoxedView view, DrawOne(place, random.Next(), smaller));
  BoxedView out{Grey(transform), std::move(view.boxes)};
  media::Paste(view.image, left, top, out.image);
  const auto into = [](float& edge, uint64_t offset, int part, int whole) {
    edge = (edge * static_cast<float>(part) + static_cast<float>(offset)) / static_cast<float>(whole);
  };
  for (ViewBox& box : out.boxes) {
    into(box.left, left, smaller.width, transform.width);
    into(box.right, left, smaller.width, transform.width);
    into(box.top, top, smaller.height, transform.height);
    into(box.bottom, top, smaller.height, transform.height);
  }
  return out;
}

Result<BoxedView> BoxViews::Draw(size_t place, std::optional<uint64_t> variation) const {
  const media::ImageTransform& transform = pictures_.transform();
  if (!variation) return DrawOne(place, {}, transform);
  Random random(*variation);
  const double kind = random.Uniform();
  if (kind < kShrunk) return DrawShrunk(place, random);
  if (pool_.empty() || kind >= kShrunk + mosaics_) return DrawOne(place, random.Next(), transform);
  BoxedView out{Grey(transform), {}};
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
    if (out.boxes.size() > kMostBoxes) return DrawOne(place, random.Next(), transform);
  }
  return out;
}

}  // namespace easel::training
