#include "training/sound/judge.h"

#include "runtime/listening/passages.h"

namespace easel::training {
Result<std::unique_ptr<SoundJudge>> SoundJudge::Create(const SoundParts& parts, int classes,
                                                       const Clips& clips, const WindowRows& windows,
                                                       const std::vector<Matrix>& features) {
  std::unique_ptr<SoundJudge> judge(new SoundJudge(parts, classes, clips, windows, features));
  judge->tail_ = AssembleSoundTail(judge->parts_, classes);
  EASEL_ASSIGN(judge->tail_executor_, runtime::Executor::Create(judge->tail_));
  if (parts.HasNetwork()) {
    EASEL_ASSIGN(judge->network_, runtime::Executor::Create(parts.network->graph));
    const media::SoundTransform& transform = parts.network->transform;
    judge->spectrogram_.resize(static_cast<size_t>(transform.frames) *
                               static_cast<size_t>(transform.width()));
  }
  return judge;
}

Status SoundJudge::RunNetwork(const media::Sound& sound, size_t row, std::span<float> logits) {
  media::Apply(parts_.network->transform, Cut(sound, windows_.rows[row].window), spectrogram_);
  const std::span<const float> input(spectrogram_);
  return network_->Run({&input, 1}, {&logits, 1});
}

Result<std::vector<float>> SoundJudge::NetworkLogits(size_t clip) {
  EASEL_ASSIGN(const auto sound, clips_.SoundOf(clip));
  std::vector<float> mean(classes_);
  std::vector<float> logits(classes_);
  for (size_t row = windows_.first[clip]; row < windows_.first[clip + 1]; ++row) {
    EASEL_TRY(RunNetwork(*sound, row, logits));
    const auto weight = static_cast<float>(windows_.rows[row].weight);
    for (size_t k = 0; k < classes_; ++k) mean[k] += weight * logits[k];
  }
  return mean;
}

Result<std::vector<float>> SoundJudge::Predict(size_t clip) {
  std::shared_ptr<const media::Sound> sound;
  if (network_) {
    EASEL_ASSIGN(sound, clips_.SoundOf(clip));
  }
  std::vector<float> logits(classes_);
  std::vector<runtime::Heard> heard;
  for (size_t row = windows_.first[clip]; row < windows_.first[clip + 1]; ++row) {
    std::vector<std::span<const float>> inputs;
    if (parts_.HasHead()) {
      for (const size_t view : parts_.head->views) {
        const auto features = features_[view].row(static_cast<Eigen::Index>(row));
        inputs.emplace_back(features.data(), static_cast<size_t>(features.size()));
      }
    }
    if (network_) {
      EASEL_TRY(RunNetwork(*sound, row, logits));
      inputs.emplace_back(logits);
    }
    heard.push_back({.scores = std::vector<float>(classes_), .peak = windows_.rows[row].peak});
    const std::span<float> output(heard.back().scores);
    EASEL_TRY(tail_executor_->Run(inputs, {&output, 1}));
  }
  return runtime::MeanScores(heard);
}

}  // namespace easel::training
