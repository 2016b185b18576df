#include "media/augment/augmentation.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace easel::media {
namespace {

// What there is to know of a member: JSON, options and bounds are made from this.
struct Member {
  std::string_view name;
  double Augmentation::* value;
  double minimum;
  double maximum;
  std::string_view en;
  std::string_view zh;
};

constexpr std::array kMembers = {
    Member{"crop", &Augmentation::crop, 0, 0.95,
           "Show a random part of each picture: the largest share of its area that may be cut away (0.5 = "
           "half).",
           "随机显示图片的一部分：最多可裁掉的面积比例（0.5 表示一半）。"},
    Member{"stretch", &Augmentation::stretch, 0, 2,
           "Stretch pictures at random: 0.2 makes them up to 1.2 times wider or higher.",
           "随机拉伸图片：0.2 表示宽度或高度最多变为 1.2 倍。"},
    Member{"flip", &Augmentation::flip, 0, 1,
           "How often a picture is mirrored left to right (0.5 = every other time). Choose 0 if left and "
           "right matter, "
           "as in writing.",
           "图片左右翻转的概率（0.5 表示一半的时候）。如果左右有区别（如文字），请设为 0。"},
    Member{"flip_vertical", &Augmentation::flip_vertical, 0, 1,
           "How often a picture is turned upside down like in a lake. For pictures without an up, as from a "
           "microscope.",
           "图片上下翻转的概率。适用于没有上下之分的图片，如显微镜图片。"},
    Member{"rotation", &Augmentation::rotation, 0, 180,
           "Rotate pictures at random by up to so many degrees to either side.",
           "随机旋转图片，向两侧最多旋转的角度（度）。"},
    Member{"brightness", &Augmentation::brightness, 0, 1,
           "Make pictures darker or brighter at random (0.2 = up to 20 %).",
           "随机调暗或调亮图片（0.2 表示最多 20%）。"},
    Member{"contrast", &Augmentation::contrast, 0, 1,
           "Make pictures paler or harsher at random (0.2 = up to 20 %).",
           "随机减弱或增强图片对比度（0.2 表示最多 20%）。"},
    Member{"saturation", &Augmentation::saturation, 0, 1,
           "Make colours greyer or stronger at random (0.2 = up to 20 %).",
           "随机减淡或加深颜色（0.2 表示最多 20%）。"},
    Member{"hue", &Augmentation::hue, 0, 180,
           "Shift all colours at random by up to so many degrees of the colour circle. Choose 0 if colours "
           "tell the "
           "classes apart.",
           "随机偏移所有颜色，最多偏移色环上的度数。如果靠颜色区分类别，请设为 0。"},
    Member{"blur", &Augmentation::blur, 0, 8, "Blur pictures at random, by up to so many pixels.",
           "随机模糊图片，最大模糊程度（像素）。"},
    Member{"noise", &Augmentation::noise, 0, 128,
           "Add grain at random, as photos taken in the dark have it (10 = clearly visible).",
           "随机添加噪点，如同在暗处拍摄的照片（10 表示清晰可见）。"},
    Member{"erasing", &Augmentation::erasing, 0, 1,
           "How often a part of the picture is covered, so that the model does not rely on one detail.",
           "随机遮挡图片一部分的概率，使模型不依赖单一细节。"},
    Member{"erasing_area", &Augmentation::erasing_area, 0.02, 0.9,
           "The largest share of the picture that is covered then (0.33 = a third).",
           "遮挡时最多覆盖的面积比例（0.33 表示三分之一）。"},
    Member{"mixup", &Augmentation::mixup, 0, 10,
           "Blend two pictures and their labels (0.2 = mostly one of them, 1 = any mixture).",
           "将两张图片及其标签混合（0.2 表示以其中一张为主，1 表示任意比例）。"},
    Member{"cutmix", &Augmentation::cutmix, 0, 10,
           "Paste a piece of one picture into another and mix the labels to match (1 = pieces of any size).",
           "将一张图片的一块粘贴到另一张中，并按比例混合标签（1 表示任意大小）。"},
};

std::unexpected<Error> Invalid(std::string_view member) {
  const std::string name(member);
  return Fail(
      ErrorKind::kBadInput, "augmentation-invalid",
      {"The random changes of training pictures have an unknown or impossible value for '" + name + "'.",
       "训练图片的随机变化设置中的“" + name + "”未知或取值无效。"},
      {"Use settings that were made by this or an older version of Easel.",
       "请使用由当前版本或更早版本的 Easel 生成的设置。"},
      name);
}

std::string OptionName(const Member& member) {
  std::string name = "augment-" + std::string(member.name);
  std::ranges::replace(name, '_', '-');
  return name;
}

}  // namespace

Augmentation Augmentation::Light() {
  return {.crop = 0.35, .stretch = 0.15, .flip = 0.5, .brightness = 0.2, .contrast = 0.2, .saturation = 0.2};
}

Augmentation Augmentation::Strong() {
  return {.crop = 0.65,
          .stretch = 1.0 / 3,
          .flip = 0.5,
          .rotation = 15,
          .brightness = 0.4,
          .contrast = 0.4,
          .saturation = 0.4,
          .hue = 10,
          .blur = 1,
          .noise = 8,
          .erasing = 0.25,
          .mixup = 0.2};
}

Augmentation Augmentation::For(std::string_view task, size_t items_per_class) {
  if (items_per_class >= 10'000) return {};
  Augmentation chosen = items_per_class < 300 ? Strong() : Light();
  if (task != "image-classification") {
    chosen = {.brightness = chosen.brightness,
              .contrast = chosen.contrast,
              .saturation = chosen.saturation,
              .hue = chosen.hue,
              .blur = chosen.blur,
              .noise = chosen.noise};
  }
  return chosen;
}

json::object Augmentation::ToJson() const {
  json::object out;
  for (const Member& member : kMembers) out[member.name] = this->*member.value;
  return out;
}

Result<Augmentation> Augmentation::FromJson(const json::object& object) {
  Augmentation out;
  for (const auto& given : object) {
    const auto member = std::ranges::find(kMembers, std::string_view(given.key()), &Member::name);
    if (member == kMembers.end() || !given.value().is_number()) return Invalid(given.key());
    const auto value = given.value().to_number<double>();
    if (!(value >= member->minimum && value <= member->maximum)) return Invalid(given.key());
    out.*member->value = value;
  }
  return out;
}

std::span<const OptionDeclaration> AugmentationOptions() {
  static const std::vector<OptionDeclaration> options = [] {
    std::vector<OptionDeclaration> out = {
        {.name = "augment",
         .type = OptionType::kChoice,
         .fallback = "auto",
         .help = {"Change pictures a little at random whenever they are learnt from, so that few of them "
                  "teach as much "
                  "as many. Auto: the fewer pictures there are, the stronger.",
                  "训练时随机地稍微改变图片，使少量图片也能起到大量图片的效果。auto：图片越少，变化越强。"},
         .choices = {"auto", "none", "light", "strong"},
         .visibility = Visibility::kNormal}};
    for (const Member& member : kMembers) {
      out.push_back({.name = OptionName(member),
                     .type = OptionType::kNumber,
                     .fallback = nullptr,
                     .help = {std::string(member.en), std::string(member.zh)},
                     .minimum = member.minimum,
                     .maximum = member.maximum,
                     .visibility = Visibility::kExpert});
    }
    return out;
  }();
  return options;
}

Augmentation AugmentationFrom(const OptionValues& values, std::string_view task, size_t items_per_class) {
  const std::string choice = values.Text("augment");
  Augmentation out;
  if (choice == "auto") out = Augmentation::For(task, items_per_class);
  if (choice == "light") out = Augmentation::Light();
  if (choice == "strong") out = Augmentation::Strong();
  for (const Member& member : kMembers) {
    const std::string name = OptionName(member);
    if (values.Has(name)) out.*member.value = values.Number(name);
  }
  return out;
}

}  // namespace easel::media
