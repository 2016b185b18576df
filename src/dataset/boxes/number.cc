#include "dataset/boxes/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "dataset/boxes/faults.h"

namespace easel::dataset {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

}  // namespace

double ParseNumber(std::string_view text) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return none;
  text = text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = none;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : none;
}

double ParseNumber(const json::value* value) {
  if (value != nullptr && value->is_number()) return value->to_number<double>();
  if (value != nullptr && value->is_string()) return ParseNumber(std::string_view(value->get_string()));
  return std::numeric_limits<double>::quiet_NaN();
}

std::string FormatNumber(double value) {
  std::array<char, 512> buffer;
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
  return {buffer.data(), end.ptr};
}

PictureSize ParseSize(double width, double height) {
  const auto is_side = [](double side) { return side >= 1 && side <= kMaxSide && side == std::floor(side); };
  if (!is_side(width) || !is_side(height)) return {};
  return {static_cast<int64_t>(width), static_cast<int64_t>(height)};
}

}  // namespace easel::dataset
