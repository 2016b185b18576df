#pragma once

#include <cstdint>
#include <span>

#include "base/json.h"
#include "base/result.h"
#include "media/sound.h"

namespace easel::media {

/// The raised cosine that frames are multiplied by: zero at its first sample, and one sample after its last
/// (periodic) or at its last (symmetric).
enum class Taper { kHannPeriodic, kHannSymmetric };

/// kHtk: 1127 ln(1 + f / 700). kSlaney: 3 f / 200 below 1 kHz, logarithmic above (M. Slaney, Auditory
/// Toolbox, 1998).
enum class MelScale { kHtk, kSlaney };

/// In which axis a band's triangle has straight sides: Hz (librosa) or mel (TensorFlow, YAMNet, aiSFX).
enum class Triangles { kHz, kMel };

/// What a band's triangle is divided by: nothing (its tip is 1), half its width in Hz (librosa's "slaney"),
/// or the sum of its weights.
enum class BandNorm { kNone, kSlaney, kUnitSum };

/// A view of a stretch of sound as a network's input: declared, stored in the bundle, and the only
/// preprocessing there is — training, evaluation, server and device run this very code. The result is a
/// picture of `frames` rows (time) by width() columns (frequency), float32, row after row.
///
/// Row t is made of the samples [t × hop, t × hop + frame), times the taper, followed by zeros up to `fft`;
/// of their spectrum's power or magnitude; of its weighted sums over bands, whose triangles have their
/// corners at equal steps of mel from low_hz to high_hz; of gain × ln(offset + factor × max(sum, floor));
/// and, if asked for, of the first `coefficients` of its orthonormal DCT-II.
///
/// librosa takes the same frames with center=False; its frames that are shorter than the transform begin
/// (fft − frame) / 2 samples later.
struct SoundTransform {
  int rate = 16000;  ///< samples a second; other sounds are resampled first; [4,000, 384,000]
  int frame = 512;   ///< samples, [2, fft]
  int hop = 160;     ///< samples, [1, 8192]
  int fft = 512;     ///< a power of two in [64, 8192]
  Taper taper = Taper::kHannPeriodic;    ///
  bool power = true;                     ///< else magnitude
  int bands = 64;                        ///< [1, 512]
  float low_hz = 60;                     ///< [0, high_hz)
  float high_hz = 7600;                  ///< at most rate / 2
  MelScale scale = MelScale::kHtk;       ///
  Triangles triangles = Triangles::kHz;  ///
  BandNorm norm = BandNorm::kNone;       ///
  float floor = 0;                       ///< [0, 1e6]; offset + factor × floor is at least 1e-30
  float factor = 1;                      ///< [1e-6, 1e9]
  float offset = 1e-6f;                  ///< [0, 1e6]
  float gain = 1;                        ///< [1e-6, 1e6]
  int coefficients = 0;                  ///< [0, bands]; 0 is the bands themselves
  int frames = 96;                       ///< rows, [1, 8192]; frames × hop is at most 2^24
  bool level = false;      ///< first of all, the stretch is divided by its largest absolute value + 1e-6
  bool normalise = false;  ///< last of all, the picture less its mean is divided by its standard deviation
                           ///< + 1e-3

  int width() const { return coefficients > 0 ? coefficients : bands; }
  /// How many samples at `rate` the rows are made of, and how long that is.
  int64_t SamplesNeeded() const { return int64_t{frames - 1} * hop + frame; }
  double seconds() const { return static_cast<double>(SamplesNeeded()) / rate; }

  json::object ToJson() const;
  /// kBadInput for unknown or missing names and for values outside of the ranges above.
  static Result<SoundTransform> FromJson(const json::object& object);
  bool operator==(const SoundTransform&) const = default;
};

/// Writes the view of a stretch of SamplesNeeded() samples into `out`, which has frames × width() values. Of
/// a longer one the beginning counts; a shorter one is put in the middle of silence. Always finite, the same
/// bits on every machine (but for resampling, see Resampled). The tables of the views used last are kept per
/// thread, so that a call costs no more than its frames do; any number of threads.
void Apply(const SoundTransform& transform, const Sound& sound, std::span<float> out);

/// What YAMNet was trained on (github.com/tensorflow/models, research/audioset/yamnet, features.py): 64 bands
/// every 10 ms.
SoundTransform YamnetView(int frames = 96);
/// What aiSFX was trained on (Melodia and others, github.com/ubisoft/ubisoft-laforge-aisfx): 96 bands every
/// 23 ms at 44.1 kHz.
SoundTransform AisfxView(int frames = 100);
/// For networks of our own, which learn from nothing: 64 bands from 60 to 7,600 Hz (or what `rate` can hold)
/// of 32 ms every 10 ms, normalised.
SoundTransform LogMelView(int frames, int rate = 16000);

}  // namespace easel::media
