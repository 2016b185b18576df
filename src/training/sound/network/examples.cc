#include "training/sound/network/examples.h"

#include <algorithm>
#include <atomic>

#include "base/parallel.h"
#include "base/random.h"

namespace easel::training {

Result<BasePictures> BasePictures::Make(const Clips& clips, const WindowRows& windows,
                                        const media::SoundTransform& transform, size_t most, int64_t budget,
                                        int threads, Progress& progress) {
  BasePictures out(clips, transform);
  for (size_t clip = 0; clip < clips.size(); ++clip) {
    out.first_.push_back(out.rows_.size());
    for (const size_t row : windows.LoudestOf(clip, most)) out.rows_.push_back(windows.rows[row]);
  }
  out.first_.push_back(out.rows_.size());
  out.kept_.resize(out.rows_.size());
  const auto size = static_cast<size_t>(transform.frames) * static_cast<size_t>(transform.width());
  const auto fitting = static_cast<size_t>(budget) / (size * sizeof(float));
  const size_t kept = std::min(out.rows_.size(), fitting);
  std::atomic<int64_t> done{0};
  EASEL_TRY(TryInParallel(kept, threads, [&](size_t row, int) -> Status {
    if (progress.IsCancelled()) return Cancelled();
    std::vector<float> picture(size);
    EASEL_TRY(out.Look(row, media::BaseOf(transform), picture));
    out.kept_[row] = std::move(picture);
    progress.Report("spectrograms", {"Drawing spectrograms", "正在生成频谱图"}, ++done,
                    static_cast<int64_t>(kept));
    return {};
  }));
  return out;
}

Status BasePictures::Look(size_t row, const media::SoundTransform& transform,
                          std::span<float> picture) const {
  EASEL_ASSIGN(const auto sound, clips_->SoundOf(rows_[row].clip));
  media::Apply(transform, Cut(*sound, rows_[row].window), picture);
  return {};
}

size_t BasePictures::Draw(size_t clip, double uniform) const {
  double sum = 0;
  for (size_t row = first_[clip]; row < first_[clip + 1]; ++row) sum += static_cast<double>(rows_[row].peak);
  double rest = uniform * sum;
  for (size_t which = 0; which < CountOf(clip); ++which) {
    rest -= static_cast<double>(rows_[first_[clip] + which].peak);
    if (rest < 0) return which;
  }
  return 0;
}

Status BasePictures::Get(size_t clip, size_t which, std::span<float> picture) const {
  const size_t row = first_[clip] + which;
  if (kept_[row].empty()) return Look(row, media::BaseOf(transform_), picture);
  std::ranges::copy(kept_[row], picture.begin());
  return {};
}

Status BasePictures::GetPlain(size_t clip, size_t which, std::span<float> picture) const {
  return Look(first_[clip] + which, transform_, picture);
}

Status SoundExamples::Fill(size_t i, std::optional<uint64_t> variation, std::span<float> picture,
                           std::span<float> target) const {
  const size_t clip = chosen_[i];
  if (variation) {
    Random random(*variation);
    const size_t which = pictures_.Draw(clip, random.Uniform());
    std::vector<float> base(picture.size());
    EASEL_TRY(pictures_.Get(clip, which, base));
    media::Vary(augmentation_, pictures_.transform(), base, random.Next(), picture);
  } else {
    EASEL_TRY(pictures_.GetPlain(clip, 0, picture));
  }
  std::ranges::fill(target, 0.0F);
  target[static_cast<size_t>(pictures_.clips()[clip].label)] = 1;
  return {};
}

}  // namespace easel::training
