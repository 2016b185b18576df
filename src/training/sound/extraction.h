#pragma once

#include <vector>

#include "base/progress.h"
#include "runtime/listening/windows.h"
#include "training/head.h"
#include "training/sound/clips.h"
#include "training/sound/view.h"

namespace easel::training {

/// The loud windows of all clips (runtime::LoudWindowsOf), one after the other: the rows of feature matrices.
struct WindowRows {
  struct Row {
    size_t clip = 0;
    runtime::SampleRange window;
    float peak = 0;  ///< largest absolute sample
    double weight =
        1;  ///< among the windows of its clip: its share of their peaks, as in runtime::MeanScores
  };
  std::vector<Row> rows;
  std::vector<size_t> first;  ///< of each clip; and the end

  /// Looks at all samples, on all threads. kCancelled.
  static Result<WindowRows> Of(const Clips& clips, const graph::Listening& listening, int threads,
                               Progress& progress);
  size_t size() const { return rows.size(); }
  size_t CountOf(size_t clip) const { return first[clip + 1] - first[clip]; }
  /// The rows of a clip's windows, the loudest first, `most` of them.
  std::vector<size_t> LoudestOf(size_t clip, size_t most) const;
};

/// The samples of a window.
media::Sound Cut(const media::Sound& sound, const runtime::SampleRange& window);

/// Gets the features of every window out of the cache or, on all threads, out of the listener: rows × size.
/// kCancelled; a full disk.
Result<Matrix> ExtractSoundView(const SoundListener& listener, const Clips& clips, const WindowRows& windows,
                                const TrainingResources& resources, Progress& progress);

/// What a look at one window takes now, in milliseconds. Cached features do not count.
Result<double> MillisOf(const SoundListener& listener, const Clock& clock);

}  // namespace easel::training
