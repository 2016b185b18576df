#include "runtime/listening/passages.h"

#include <algorithm>

#include "runtime/listening/windows.h"

namespace easel::runtime {

std::vector<float> MeanScores(const std::vector<Heard>& heard) {
  const float loudest = std::ranges::max(heard, {}, &Heard::peak).peak;
  std::vector<float> means;
  for (size_t label = 0; label < heard.front().scores.size(); ++label) {
    double sum = 0;
    double total = 0;
    for (const Heard& window : heard) {
      if (window.peak < kLoudShare * loudest) continue;
      const double weight = loudest == 0 ? 1 : static_cast<double>(window.peak);
      sum += weight * static_cast<double>(window.scores[label]);
      total += weight;
    }
    means.push_back(static_cast<float>(sum / total));
  }
  return means;
}

std::vector<std::vector<float>> Smoothed(const std::vector<Heard>& heard, const Smoothing& smoothing) {
  const auto count = std::ssize(heard);
  const std::ptrdiff_t reach = smoothing.windows / 2;
  std::vector<std::vector<float>> smoothed;
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const std::ptrdiff_t first = std::max<std::ptrdiff_t>(0, i - reach);
    const std::ptrdiff_t last = std::min(count - 1, i + reach);
    std::vector<double> sums(heard[i].scores.size(), 0);
    for (std::ptrdiff_t j = first; j <= last; ++j) {
      for (size_t label = 0; label < sums.size(); ++label)
        sums[label] += static_cast<double>(heard[j].scores[label]);
    }
    std::vector<float>& means = smoothed.emplace_back();
    for (const double sum : sums)
      means.push_back(static_cast<float>(sum / static_cast<double>(last - first + 1)));
  }
  return smoothed;
}

std::vector<Passage> PassagesOf(const std::vector<Heard>& heard, const Smoothing& smoothing) {
  const std::vector<std::vector<float>> smoothed = Smoothed(heard, smoothing);
  const auto middle = [&](size_t i) { return heard[i].begin + heard[i].seconds / 2; };
  std::vector<Passage> passages;
  double total = 0;  // of the scores of the last passage
  int windows = 0;
  for (size_t i = 0; i < heard.size(); ++i) {
    const auto best = std::ranges::max_element(smoothed[i]);
    const int label = static_cast<int>(best - smoothed[i].begin());
    if (passages.empty() || passages.back().label != label) {
      const double border = passages.empty() ? heard[i].begin : (middle(i - 1) + middle(i)) / 2;
      if (!passages.empty()) passages.back().seconds = border - passages.back().begin;
      passages.push_back({.begin = border, .label = label});
      total = 0;
      windows = 0;
    }
    total += static_cast<double>(*best);
    passages.back().score = static_cast<float>(total / ++windows);
  }
  if (!passages.empty()) {
    const Heard& last = heard.back();
    passages.back().seconds = last.begin + last.seconds - passages.back().begin;
  }
  return passages;
}

}  // namespace easel::runtime
