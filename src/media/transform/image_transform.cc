#include "media/transform/image_transform.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace easel::media {
namespace {

constexpr int kMaxSide = 4096;
constexpr uint8_t kMidGrey = 128;
constexpr std::array<std::pair<Fit, std::string_view>, 3> kFits = {
    {{Fit::kStretch, "stretch"}, {Fit::kCrop, "crop"}, {Fit::kLetterbox, "letterbox"}}};
constexpr std::array<std::string_view, 8> kMembers = {
    "width", "height", "fit", "flip", "mean", "scale", "decode_min_side", "follow_orientation"};

std::unexpected<Error> Invalid(std::string_view member) {
  const std::string name(member);
  return Fail(ErrorKind::kBadInput, "image-transform-invalid",
              {"The picture preprocessing has an unknown or impossible value for '" + name + "'.",
               "图片预处理设置中的“" + name + "”未知或取值无效。"},
              {"Use a model that was made by this or an older version of Easel.",
               "请使用由当前版本或更早版本的 Easel 生成的模型。"},
              name);
}

Result<int> Bounded(const json::object& object, std::string_view member, int minimum) {
  EASEL_ASSIGN(const int64_t value, GetInt(object, member));
  if (value < minimum || value > kMaxSide) return Invalid(member);
  return static_cast<int>(value);
}

// The middle part of an axis that is `share` of it.
Interval Middle(int size, double share) {
  const double margin = size * (1.0 - share) / 2;
  return {margin, size - margin};
}

Image Crop(const ImageTransform& transform, const Image& image) {
  const Part part = Shown(transform, image.width, image.height);
  return Resample(image, part.x, part.y, transform.width, transform.height);
}

Image Letterbox(const Image& image, int width, int height) {
  const double fit =
      std::min(static_cast<double>(width) / image.width, static_cast<double>(height) / image.height);
  const int inner_width = std::clamp(static_cast<int>(image.width * fit + 0.5), 1, width);
  const int inner_height = std::clamp(static_cast<int>(image.height * fit + 0.5), 1, height);
  const Image inner = Resize(image, inner_width, inner_height);
  Image out{width, height, std::vector<uint8_t>(static_cast<size_t>(width) * height * 3, kMidGrey)};
  Paste(inner, static_cast<size_t>(width - inner_width) / 2, static_cast<size_t>(height - inner_height) / 2,
        out);
  return out;
}

Image Unmirrored(const ImageTransform& transform, const Image& image) {
  switch (transform.fit) {
    case Fit::kStretch:
      return Resize(image, transform.width, transform.height);
    case Fit::kCrop:
      return Crop(transform, image);
    case Fit::kLetterbox:
      return Letterbox(image, transform.width, transform.height);
  }
  std::unreachable();
}

}  // namespace

json::object ImageTransform::ToJson() const {
  const auto named = std::ranges::find(kFits, fit, &std::pair<Fit, std::string_view>::first);
  return {{"width", width},
          {"height", height},
          {"fit", named->second},
          {"flip", flip},
          {"follow_orientation", follow_orientation},
          {"mean", mean},
          {"scale", scale},
          {"decode_min_side", decode_min_side}};
}

Result<ImageTransform> ImageTransform::FromJson(const json::object& object) {
  for (const auto& member : object) {
    if (std::ranges::find(kMembers, std::string_view(member.key())) == kMembers.end())
      return Invalid(member.key());
  }
  ImageTransform transform;
  EASEL_ASSIGN(transform.width, Bounded(object, "width", 1));
  EASEL_ASSIGN(transform.height, Bounded(object, "height", 1));
  EASEL_ASSIGN(transform.decode_min_side, Bounded(object, "decode_min_side", 0));
  EASEL_ASSIGN(transform.flip, GetBoolOr(object, "flip", false));
  EASEL_ASSIGN(transform.follow_orientation, GetBoolOr(object, "follow_orientation", false));
  EASEL_ASSIGN(const std::string fit, GetString(object, "fit"));
  const auto named = std::ranges::find(kFits, fit, &std::pair<Fit, std::string_view>::second);
  if (named == kFits.end()) return Invalid("fit");
  transform.fit = named->first;
  EASEL_ASSIGN(const double mean, GetNumber(object, "mean"));
  EASEL_ASSIGN(const double scale, GetNumber(object, "scale"));
  if (!(std::abs(mean) <= 1e6)) return Invalid("mean");
  if (!(scale >= 1e-6 && scale <= 1e6)) return Invalid("scale");
  transform.mean = static_cast<float>(mean);
  transform.scale = static_cast<float>(scale);
  return transform;
}

ImageTransform ImageTransform::For(int picture_width, int picture_height) const {
  ImageTransform out = *this;
  if (follow_orientation && picture_width > picture_height) std::swap(out.width, out.height);
  return out;
}

void Apply(const ImageTransform& transform, const Image& image, std::span<float> out) {
  Normalise(transform, Fitted(transform, image), out);
}

Part Shown(const ImageTransform& transform, int picture_width, int picture_height) {
  const double width = picture_width;
  const double height = picture_height;
  if (transform.fit != Fit::kCrop) return {{0, width}, {0, height}};
  const double cover = std::max(transform.width / width, transform.height / height);
  return {Middle(picture_width, std::min(1.0, transform.width / (width * cover))),
          Middle(picture_height, std::min(1.0, transform.height / (height * cover)))};
}

Image Fitted(const ImageTransform& transform, const Image& image) {
  Image fitted = Unmirrored(transform.For(image.width, image.height), image);
  if (transform.flip) Mirror(fitted);
  return fitted;
}

void Normalise(const ImageTransform& transform, const Image& fitted, std::span<float> out) {
  const uint8_t* in = fitted.rgb.data();
  const float mean = transform.mean;
  const float scale = transform.scale;
  for (size_t i = 0; i < out.size(); ++i) out[i] = (static_cast<float>(in[i]) - mean) / scale;
}

Image Resize(const Image& image, int width, int height) {
  return Resample(image, {0, static_cast<double>(image.width)}, {0, static_cast<double>(image.height)}, width,
                  height);
}

void Mirror(Image& image) {
  struct Pixel {
    uint8_t rgb[3];
  };
  static_assert(sizeof(Pixel) == 3);
  const size_t width = image.width;
  std::vector<Pixel> row(width);
  for (size_t y = 0; y < static_cast<size_t>(image.height); ++y) {
    uint8_t* pixels = &image.rgb[y * width * sizeof(Pixel)];
    std::memcpy(row.data(), pixels, width * sizeof(Pixel));
    std::ranges::reverse(row);
    std::memcpy(pixels, row.data(), width * sizeof(Pixel));
  }
}

}  // namespace easel::media
