// How many seconds of sound a bundle classifies in a second, on one thread: a stream of noise with beats in it,
// pushed in pieces of a tenth of a second as a microphone's would be.
//   bench_stream BUNDLE.easel [SECONDS [RATE]]
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <vector>

#include "base/file.h"
#include "base/random.h"
#include "graph/bundle.h"
#include "runtime/listening/stream.h"
#include "runtime/model.h"

namespace {

using namespace easel;

std::vector<float> Beats(int64_t count, int rate) {
  Random random(1);
  std::vector<float> samples;
  for (int64_t i = 0; i < count; ++i) {
    const double since_beat = std::fmod(static_cast<double>(i) / rate, 0.4);
    samples.push_back(static_cast<float>((random.Uniform() - 0.5) * (0.01 + std::exp(-12 * since_beat))));
  }
  return samples;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  const double seconds = count > 2 ? std::atof(arguments[2]) : 120;
  const int rate = count > 3 ? std::atoi(arguments[3]) : 44100;
  const auto file = ReadFile(arguments[1]);
  if (!file) return 1;
  auto bundle = graph::ParseBundle(*file);
  if (!bundle || !bundle->listening) return 1;
  const graph::Listening listening = *bundle->listening;
  const auto model = runtime::Model::Create(std::move(*bundle));
  if (!model) return 1;
  const std::vector<float> samples = Beats(static_cast<int64_t>(seconds * rate), rate);
  const std::span<const float> all(samples);
  const auto piece = static_cast<size_t>(rate / 10);

  // Once for the tables and the pages, once that counts.
  std::chrono::duration<double> time{};
  size_t windows = 0;
  for (const double share : {0.1, 1.0}) {
    const auto wanted = static_cast<size_t>(share * static_cast<double>(all.size()));
    runtime::SoundStream stream(**model, rate);
    const auto start = std::chrono::steady_clock::now();
    windows = 0;
    for (size_t at = 0; at < wanted; at += piece) {
      const auto heard = stream.Push(all.subspan(at, std::min(piece, wanted - at)));
      if (!heard) return 1;
      windows += heard->size();
    }
    time = std::chrono::steady_clock::now() - start;
  }
  std::printf("%.0f s of sound at %d Hz in %.2f s: %.0f times real time; %zu windows of %.2f s every %.2f s, %.2f ms each\n",
              seconds, rate, time.count(), seconds / time.count(), windows, listening.seconds, listening.hop,
              1000 * time.count() / static_cast<double>(windows));
  return 0;
}
