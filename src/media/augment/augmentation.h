#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "base/json.h"
#include "base/options.h"
#include "base/result.h"

namespace easel::media {

/// How far the pictures may be changed at random while a network learns, so that it sees each a little
/// differently every time: one declared policy, stored with the training's options. Every strength is 0 when
/// it is off, and the default is off altogether. `variation.h` draws from it, `apply.h` changes pictures;
/// mixup and cutmix join two pictures of a batch, which only the training engine has: here they are just
/// declared.
struct Augmentation {
  /// Largest share of the view's area that is cut away, [0, 0.95]: 0.75 keeps a quarter or more of it, drawn
  /// evenly, at a place drawn evenly (Szegedy et al., arXiv:1409.4842, section 6).
  double crop = 0;
  /// Largest change of the proportions, [0, 2]: at 0.33 the part is up to 1.33 times too wide or too high for
  /// the view. A part that would not fit is made smaller until it does, so the least area is (1 − crop) / (1
  /// + stretch).
  double stretch = 0;
  double flip = 0;           ///< probability of a mirror image, left–right, [0, 1]
  double flip_vertical = 0;  ///< probability of a mirror image, top–bottom, [0, 1]
  /// Largest angle in degrees, [0, 180], either way. What comes in from outside of the picture is its mirror
  /// image.
  double rotation = 0;
  double brightness = 0;  ///< values are multiplied by a factor within 1 ± this, [0, 1]
  double contrast = 0;    ///< differences from mid-grey are multiplied by a factor within 1 ± this, [0, 1]
  double saturation =
      0;             ///< differences from the pixel's grey are multiplied by a factor within 1 ± this, [0, 1]
  double hue = 0;    ///< largest turn of all colours around the grey axis in degrees, [0, 180]
  double blur = 0;   ///< largest σ of a Gaussian blur in pixels of the network's input, [0, 8]
  double noise = 0;  ///< largest σ of noise that is added to every value of 0–255, [0, 128]
  double erasing = 0;  ///< probability that a rectangle is replaced by noise (arXiv:1708.04896), [0, 1]
  double erasing_area = 1.0 / 3;  ///< largest share of the area for that, [0.02, 0.9]; the smallest is 0.02
  double mixup = 0;   ///< α of the Beta(α, α) from which mixing weights come (arXiv:1710.09412), [0, 10]
  double cutmix = 0;  ///< α of the Beta(α, α) for pasted areas (arXiv:1905.04899), [0, 10]

  /// Mild changes that nearly every picture could have had anyway: some cropping, mirror images, exposure.
  static Augmentation Light();
  /// As far as a label usually survives: for few pictures, which a network would otherwise learn by heart.
  static Augmentation Strong();
  /// The automatic choice. Few pictures are learnt by heart within some epochs, many are not, and then
  /// changed pictures only take longer to learn. So, by the labelled pictures of a class on average: strong
  /// below 300, light below 10,000, and none from there on: the order of magnitude at which published recipes
  /// change, no measurement of ours. A task other than "image-classification" may have labels that point into
  /// the picture or depend on how it stands, so it gets only what leaves everything in its place: no crop,
  /// stretch, flip, rotation, erasing or mixing.
  static Augmentation For(std::string_view task, size_t items_per_class);

  json::object ToJson() const;
  /// Members that are missing are off (or as above). kBadInput "augmentation-invalid" naming the member for
  /// unknown names and for values that are no number or out of bounds.
  static Result<Augmentation> FromJson(const json::object& object);
  bool operator==(const Augmentation&) const = default;
};

/// The policy as options: `augment` (auto, none, light, strong), and one of each strength, `augment-crop` …
/// `augment-cutmix`, that replaces this strength of the choice.
std::span<const OptionDeclaration> AugmentationOptions();

/// The policy that checked values stand for; `values` were parsed with AugmentationOptions() among its
/// declarations.
Augmentation AugmentationFrom(const OptionValues& values, std::string_view task, size_t items_per_class);

}  // namespace easel::media
