// media_augment_bench PICTURE.ppm POLICY COUNT: milliseconds of one core for one 224 × 224 network input, the
// median of COUNT variations. POLICY: light, strong, or JSON of media::Augmentation.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "media/augment/apply.h"

namespace {

easel::media::Image ReadPpm(const char* path) {
  std::ifstream in(path, std::ios::binary);
  std::string magic;
  int width = 0;
  int height = 0;
  int most = 0;
  in >> magic >> width >> height >> most;
  in.get();
  easel::media::Image image{width, height, std::vector<uint8_t>(static_cast<size_t>(width) * height * 3)};
  in.read(reinterpret_cast<char*>(image.rgb.data()), static_cast<std::streamsize>(image.rgb.size()));
  return image;
}

easel::Result<easel::media::Augmentation> PolicyOf(const std::string& text) {
  if (text == "light") return easel::media::Augmentation::Light();
  if (text == "strong") return easel::media::Augmentation::Strong();
  EASEL_ASSIGN(const easel::json::value policy, easel::ParseJson(text, "policy"));
  return easel::media::Augmentation::FromJson(policy.as_object());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const easel::media::Image image = ReadPpm(argv[1]);
  const auto policy = PolicyOf(argv[2]);
  if (!policy || image.rgb.empty()) return 2;
  const easel::media::ImageTransform transform{.mean = 123.675f, .scale = 58.395f};
  std::vector<float> out(size_t{224} * 224 * 3);
  std::vector<double> times;
  for (uint64_t i = 0; i < std::stoull(argv[3]); ++i) {
    const auto begin = std::chrono::steady_clock::now();
    Apply(*policy, transform, image, i, out);
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
  std::printf("%.4f\n", times[times.size() / 2]);
}
