#include "media/transform/resample.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <utility>

namespace easel::media {
namespace {

constexpr int kChannels = 3;
constexpr int32_t kHalf = 1 << (kWeightBits - 1);

// One pixel at a time: three channels and a lane of whatever follows in memory, which nobody reads. The
// shuffles spell widening and narrowing out, since GCC 12 makes long detours of conversions: half of the time
// of a reduction.
using Byte16 = uint8_t __attribute__((vector_size(16)));
using Int4 = int32_t __attribute__((vector_size(16)));
static_assert(std::endian::native == std::endian::little);

Int4 LoadPixel(const uint8_t* pixel) {
  Byte16 bytes{};
  std::memcpy(&bytes, pixel, 4);
  return std::bit_cast<Int4>(__builtin_shufflevector(bytes, Byte16{}, 0, 16, 16, 16, 1, 16, 16, 16,  //
                                                     2, 16, 16, 16, 3, 16, 16, 16));
}

// The weights of very strong reductions may add up to more than one after rounding, hence the limits.
void StorePixel(Int4 sum, uint8_t* out) {
  sum >>= kWeightBits;
  const Int4 limit = {255, 255, 255, 255};
  const Byte16 wide = std::bit_cast<Byte16>(sum < limit ? sum : limit);
  const auto bytes = __builtin_shufflevector(wide, wide, 0, 4, 8, 12);
  std::memcpy(out, &bytes, 4);
}

uint8_t Narrow(int32_t sum) { return static_cast<uint8_t>(std::min(sum >> kWeightBits, 255)); }

// Four rows at a time hide the latency of the multiplications. Reads and writes one byte beyond the last
// pixel.
void ResampleRows(const Taps& taps, const uint8_t* const (&rows)[4], uint8_t* const (&outs)[4]) {
  const size_t width = taps.first.size();
  for (size_t x = 0; x < width; ++x) {
    const int32_t* weights = &taps.weights[x * taps.taps];
    const size_t begin = static_cast<size_t>(taps.first[x]) * kChannels;
    Int4 sums[4];
    for (Int4& sum : sums) sum = Int4{kHalf, kHalf, kHalf, kHalf};
    for (int k = 0; k < taps.count[x]; ++k) {
      const Int4 weight = {weights[k], weights[k], weights[k], weights[k]};
      const size_t at = begin + static_cast<size_t>(k) * kChannels;
      for (int r = 0; r < 4; ++r) sums[r] += weight * LoadPixel(rows[r] + at);
    }
    for (int r = 0; r < 4; ++r) StorePixel(sums[r], outs[r] + x * kChannels);
  }
}

void ResampleColumns(const Taps& taps, const std::vector<uint8_t>& source, size_t stride, size_t y,
                     uint8_t* out) {
  constexpr size_t kBlock = 64;
  const int32_t* weights = &taps.weights[y * taps.taps];
  const uint8_t* begin = source.data() + static_cast<size_t>(taps.first[y]) * stride;
  for (size_t x = 0; x < stride; x += kBlock) {
    int32_t sums[kBlock];
    std::fill_n(sums, kBlock, kHalf);
    const size_t count = std::min(kBlock, stride - x);
    for (int k = 0; k < taps.count[y]; ++k) {
      const uint8_t* row = begin + static_cast<size_t>(k) * stride + x;
      if (count == kBlock) {
        for (size_t i = 0; i < kBlock; ++i) sums[i] += weights[k] * row[i];
      } else {
        for (size_t i = 0; i < count; ++i) sums[i] += weights[k] * row[i];
      }
    }
    for (size_t i = 0; i < count; ++i) out[x + i] = Narrow(sums[i]);
  }
}

// The rows [first_row, first_row + rows) of the image, `taps` wide.
std::vector<uint8_t> AllRows(const Image& image, const Taps& taps, int first_row, int rows) {
  const size_t in_stride = static_cast<size_t>(image.width) * kChannels;
  const size_t out_stride = taps.first.size() * kChannels;
  std::vector<uint8_t> out(out_stride * rows);
  // The last pixel of a row is loaded and stored with a fourth byte. Loading is harmless except at the very
  // end of the picture; storing four rows in step would spoil the begin of the next ones, so each goes
  // through a row of its own.
  const uint8_t* end = image.rgb.data() + image.rgb.size();
  std::vector<uint8_t> last_row(end - in_stride, end);
  last_row.push_back(0);
  std::vector<uint8_t> lanes(4 * (out_stride + 1));
  uint8_t* const outs[4] = {&lanes[0], &lanes[out_stride + 1], &lanes[2 * (out_stride + 1)],
                            &lanes[3 * (out_stride + 1)]};
  for (int y = 0; y < rows; y += 4) {
    const int count = std::min(4, rows - y);
    const uint8_t* ins[4];
    for (int r = 0; r < 4; ++r) {
      const int row = first_row + y + std::min(r, count - 1);
      ins[r] =
          row + 1 == image.height ? last_row.data() : image.rgb.data() + static_cast<size_t>(row) * in_stride;
    }
    ResampleRows(taps, ins, outs);
    for (int r = 0; r < count; ++r) std::memcpy(&out[(y + r) * out_stride], outs[r], out_stride);
  }
  return out;
}

bool IsWhole(Interval part, int source, int output) {
  return source == output && part.begin == 0 && part.end == source;
}

}  // namespace

Taps MakeTaps(int source, Interval part, int output) {
  const double scale = (part.end - part.begin) / output;
  const double support = std::max(scale, 1.0);
  Taps taps;
  taps.taps = static_cast<int>(std::ceil(support)) * 2 + 1;
  taps.weights.resize(static_cast<size_t>(output) * taps.taps);
  std::vector<double> exact(taps.taps);
  for (int i = 0; i < output; ++i) {
    const double center = part.begin + (i + 0.5) * scale;
    const int first = std::max(0, static_cast<int>(center - support + 0.5));
    const int count = std::min(source, static_cast<int>(center + support + 0.5)) - first;
    double total = 0;
    for (int k = 0; k < count; ++k) {
      exact[k] = std::max(0.0, 1.0 - std::abs((k + first - center + 0.5) * (1.0 / support)));
      total += exact[k];
    }
    for (int k = 0; k < count; ++k) {
      const double weight = total != 0 ? exact[k] / total : exact[k];
      taps.weights[static_cast<size_t>(i) * taps.taps + k] =
          static_cast<int32_t>(0.5 + weight * (1 << kWeightBits));
    }
    taps.first.push_back(first);
    taps.count.push_back(count);
  }
  return taps;
}

Image Resample(const Image& image, Interval x, Interval y, int width, int height) {
  const bool keep_rows = IsWhole(x, image.width, width);
  const bool keep_columns = IsWhole(y, image.height, height);
  if (keep_rows && keep_columns) return image;
  if (keep_columns) {
    return {width, height, AllRows(image, MakeTaps(image.width, x, width), 0, height)};
  }
  Taps down = MakeTaps(image.height, y, height);
  std::vector<uint8_t> narrow;
  if (!keep_rows) {
    const int first_row = down.first.front();
    const int rows = down.first.back() + down.count.back() - first_row;
    narrow = AllRows(image, MakeTaps(image.width, x, width), first_row, rows);
    for (int& first : down.first) first -= first_row;
  }
  const std::vector<uint8_t>& source = keep_rows ? image.rgb : narrow;
  const size_t stride = static_cast<size_t>(width) * kChannels;
  Image out{width, height, std::vector<uint8_t>(stride * height)};
  for (int row = 0; row < height; ++row) ResampleColumns(down, source, stride, row, &out.rgb[row * stride]);
  return out;
}

void Paste(const Image& tile, size_t left, size_t top, Image& canvas) {
  const size_t stride = static_cast<size_t>(tile.width) * 3;
  for (size_t y = 0; y < static_cast<size_t>(tile.height); ++y)
    std::copy_n(&tile.rgb[y * stride], stride, &canvas.rgb[((top + y) * canvas.width + left) * 3]);
}

}  // namespace easel::media
