// bench_frontend view VIEW.json RATE SAMPLES.f32 ROUNDS OUT.f32: the view of a sound through
// media::SoundTransform, and the milliseconds that it takes, the median of ROUNDS. bench_frontend resample TO
// RATE SAMPLES.f32 ROUNDS OUT.f32: the same of Resampled. Files hold float32. One thread.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "media/transform/resample_sound.h"
#include "media/transform/sound_transform.h"

namespace {

using easel::media::Sound;

std::vector<float> ReadFloats(const char* path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  std::vector<float> values(static_cast<size_t>(in.tellg()) / sizeof(float));
  in.seekg(0);
  in.read(reinterpret_cast<char*>(values.data()),
          static_cast<std::streamsize>(values.size() * sizeof(float)));
  return values;
}

easel::Result<easel::media::SoundTransform> ReadView(const char* path) {
  std::ifstream in(path);
  EASEL_ASSIGN(const easel::json::value view,
               easel::ParseJson(std::string(std::istreambuf_iterator<char>(in), {}), path));
  return easel::media::SoundTransform::FromJson(view.as_object());
}

// Of processor time, which other programs on the machine do not count into.
template <typename Work>
double MedianMilliseconds(int rounds, const Work& work) {
  std::vector<double> times;
  for (int i = 0; i < rounds; ++i) {
    const std::clock_t begin = std::clock();
    work();
    times.push_back(1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
  }
  std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
  return times[times.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) return 2;
  const Sound sound{std::stoi(argv[3]), ReadFloats(argv[4])};
  const int rounds = std::stoi(argv[5]);
  std::vector<float> out;
  double milliseconds = 0;
  if (argv[1] == std::string("resample")) {
    const int rate = std::stoi(argv[2]);
    milliseconds = MedianMilliseconds(rounds, [&] { out = easel::media::Resampled(sound, rate).samples; });
  } else {
    const auto view = ReadView(argv[2]);
    if (!view) {
      std::cerr << view.error().message.en << '\n';
      return 2;
    }
    out.resize(static_cast<size_t>(view->frames) * view->width());
    milliseconds = MedianMilliseconds(rounds, [&] { Apply(*view, sound, out); });
  }
  std::ofstream(argv[6], std::ios::binary)
      .write(reinterpret_cast<const char*>(out.data()),
             static_cast<std::streamsize>(out.size() * sizeof(float)));
  std::printf("%.4f\n", milliseconds);
}
