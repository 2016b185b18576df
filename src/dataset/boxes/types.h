#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace easel::dataset {

/// A rectangle in pixels of the upright picture, from its top-left corner. Edges lie between pixels: a box
/// around the first pixel alone is {0, 0, 1, 1}.
struct Box {
  double left = 0;
  double top = 0;
  double width = 0;
  double height = 0;

  double right() const { return left + width; }
  double bottom() const { return top + height; }
  double area() const { return width * height; }
  bool operator==(const Box&) const = default;
};

struct LabelledBox {
  Box box;
  std::string label;
  bool difficult = false;  ///< hard even for people (Pascal VOC): finding it is not asked for
  bool crowd = false;      ///< several objects in one box (COCO's iscrowd)

  bool operator==(const LabelledBox&) const = default;
};

/// In pixels; 0 where the size is not known.
struct PictureSize {
  int64_t width = 0;
  int64_t height = 0;

  bool known() const { return width > 0 && height > 0; }
  bool operator==(const PictureSize&) const = default;
};

struct BoxedPicture {
  std::string name;  ///< as the label file gives it: a file name, often with folders
  PictureSize size;
  std::vector<LabelledBox> boxes;
  size_t dropped = 0;  ///< objects that could not be used as boxes

  bool operator==(const BoxedPicture&) const = default;
};

/// What a label file says about many pictures, in its own order.
struct BoxSet {
  std::vector<std::string>
      classes;  ///< declared ones, used or not; by first use where the format declares none
  std::vector<BoxedPicture> pictures;
};

/// Sizes of pictures for formats that do not tell them; nullopt when a picture is not at hand.
using SizeOf = std::function<std::optional<PictureSize>(std::string_view name)>;

/// Gives a document piece by piece, so that it need not fit into memory; an empty piece is its end. A piece
/// is valid until the next call.
using Pieces = std::function<Result<std::string_view>()>;
/// The text, which must outlive the result, as a single piece.
inline Pieces OnePiece(std::string_view text) {
  return [text]() mutable -> Result<std::string_view> { return std::exchange(text, {}); };
}

}  // namespace easel::dataset
