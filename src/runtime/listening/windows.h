#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "graph/listening.h"
#include "media/sound.h"

namespace easel::runtime {

/// The samples [begin, end) of a recording.
struct SampleRange {
  int64_t begin = 0;
  int64_t end = 0;

  bool operator==(const SampleRange&) const = default;
};

/// The window number `i` of a sound of `rate` samples a second that may go on for ever.
SampleRange WindowAt(const graph::Listening& listening, int rate, int64_t i);

/// The windows in which a recording of so many samples is heard: WindowAt from 0 on as far as they are whole,
/// and a last one that ends with the recording where those leave something over. All of it when it is no
/// longer than a window. None when it is empty.
std::vector<SampleRange> WindowsOf(const graph::Listening& listening, int rate, int64_t samples);

/// The largest absolute value of the samples.
float PeakOf(std::span<const float> samples);

/// A window whose peak is lower than this share of the loudest one's says nothing about the whole recording
/// (−12 dB): it holds the tail or the silence around.
inline constexpr float kLoudShare = 0.25F;

struct LoudWindow {
  SampleRange window;
  float peak = 0;
};

/// The windows that a recording's scores are made of: those of WindowsOf that are loud enough, or all, when
/// it is silent.
std::vector<LoudWindow> LoudWindowsOf(const graph::Listening& listening, const media::Sound& sound);

}  // namespace easel::runtime
