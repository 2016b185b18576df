#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "dataset/boxes/types.h"

/// Numbers in label files, which are not always numbers.
namespace easel::dataset {

/// The number that the text is, blanks around it aside; NaN for anything else.
double ParseNumber(std::string_view text);
/// The same of a JSON value: a number, or a text that is one. NaN for null and all else.
double ParseNumber(const json::value* value);

/// Reads back as the same number; without exponent, and without a point when it is whole.
std::string FormatNumber(double value);

/// Sides of a picture as a file declares them; unknown unless both are whole numbers from 1 to a million.
PictureSize ParseSize(double width, double height);

}  // namespace easel::dataset
