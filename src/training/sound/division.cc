#include "training/sound/division.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>

#include "dataset/folds.h"
#include "dataset/group_folds.h"

namespace easel::training {
namespace {

constexpr int kFolds = 5;

/// Some clips, cut between the groups of their recordings where they have any.
struct Cutting {
  std::vector<int> folds;  ///< of each clip
  int count = 0;
  std::vector<Text> remarks;
};

Text OnGroups(const std::vector<dataset::FrozenItem>& recordings) {
  const bool has_group =
      std::ranges::any_of(recordings, [](const dataset::FrozenItem& item) { return !item.source.empty(); });
  if (has_group) {
    return {
        "All recordings are of one group: how well the model does on other speakers or machines is not "
        "known.",
        "所有录音都属于同一分组：模型对其他说话人或机器的效果未知。"};
  }
  return {
      "The recordings have no groups (speakers, machines): the model may do less well on new ones than the "
      "figures say.",
      "录音没有分组信息（说话人、机器）：对新的说话人或机器，效果可能低于报告中的数字。"};
}

/// Clip by clip: pieces of one recording come to both sides.
Cutting CutRecordingsUp(const Clips& clips, const std::vector<size_t>& places,
                        const std::vector<dataset::FrozenItem>& recordings, uint64_t seed) {
  std::vector<dataset::FrozenItem> pieces;
  for (const size_t clip : places) {
    dataset::FrozenItem piece{
        .hash = Sha256(clips.ItemOf(clip).hash.Hex() + std::to_string(clips[clip].begin)),
        .name = {},
        .label = clips[clip].label,
        .group = static_cast<int>(clip),
        .source = {},
        .boxes = {}};
    pieces.push_back(std::move(piece));
  }
  return {
      dataset::StratifiedFolds(pieces, kFolds, seed),
      kFolds,
      {OnGroups(recordings),
       {"There are too few recordings to hold whole ones out: the model was judged by segments of recordings "
        "that it had learnt other segments of.",
        "录音太少，无法整段留出：评估所用的片段与训练片段来自同一录音。"}}};
}

/// What is left of a single group, when the others judge, would all come to one fold, and nothing to the
/// rest.
void SetApartIfAllAreOne(std::vector<dataset::FrozenItem>& recordings) {
  const auto is_of_first = [&](const dataset::FrozenItem& item) {
    return item.group == recordings.front().group;
  };
  if (!std::ranges::all_of(recordings, is_of_first)) return;
  for (size_t i = 0; i < recordings.size(); ++i) recordings[i].group = static_cast<int>(i);
}

Cutting CutUp(const dataset::FrozenVersion& version, const Clips& clips, const std::vector<size_t>& places,
              uint64_t seed) {
  std::map<size_t, size_t> recording_of;  // place of an item → of the recording
  std::vector<dataset::FrozenItem> recordings;
  for (const size_t clip : places) {
    if (recording_of.try_emplace(clips[clip].item, recordings.size()).second)
      recordings.push_back(clips.ItemOf(clip));
  }
  Cutting out;
  std::vector<int> folds;
  const auto groups = dataset::FoldsOfGroups(recordings, seed);
  if (groups) {
    folds = groups->fold_of;
    out.count = groups->folds;
    if (groups->one_group_each) {
      const std::string count = std::to_string(groups->folds);
      out.remarks.push_back(
          {"Every group was judged by a model that had learnt from the other groups only (" + count +
               " groups).",
           "每个分组均由只学习过其他分组的模型来评估（共 " + count + " 个分组）。"});
    }
  } else {
    out.remarks.push_back(OnGroups(recordings));
    SetApartIfAllAreOne(recordings);
    folds = dataset::StratifiedFolds(recordings, kFolds, seed);
    out.count = kFolds;
  }
  const auto unclean = dataset::ClassesHeldOutWhole(recordings, folds);
  const bool has_segments = recordings.size() < places.size();
  if (!unclean.empty() && !groups && has_segments) return CutRecordingsUp(clips, places, recordings, seed);
  if (!unclean.empty()) out.remarks.push_back(dataset::DescribeUnclean(unclean, version.classes));
  for (const size_t clip : places) out.folds.push_back(folds[recording_of.at(clips[clip].item)]);
  return out;
}

Status CheckLearners(const dataset::FrozenVersion& version, const Clips& clips,
                     const std::vector<size_t>& learners) {
  std::vector<int> counts(version.classes.size(), 0);
  for (const size_t clip : learners) ++counts[static_cast<size_t>(clips[clip].label)];
  const auto least = std::ranges::min_element(counts);
  if (*least >= 2) return {};
  return Fail(
      ErrorKind::kBadInput, "class-too-small",
      {"A class needs at least two recordings to learn from.", "每个类别至少需要两段用于训练的录音。"},
      {"Add recordings, or mark fewer of them as validation.", "请添加录音，或减少标记为验证的录音。"},
      version.classes[static_cast<size_t>(least - counts.begin())]);
}

}  // namespace

Result<SoundDivision> SoundDivision::Of(const dataset::FrozenVersion& version, const Clips& clips,
                                        size_t many, uint64_t seed) {
  std::vector<size_t> all(clips.size());
  std::iota(all.begin(), all.end(), size_t{0});
  const auto is_marked = [&](size_t clip) { return dataset::IsHeldOut(clips.ItemOf(clip).split); };
  const bool has_marks = std::ranges::any_of(all, is_marked);
  const bool is_large = clips.size() >= many;
  SoundDivision out;
  if (has_marks) {
    std::ranges::copy_if(all, std::back_inserter(out.judges), is_marked);
  } else if (is_large) {
    Cutting cutting = CutUp(version, clips, all, seed + 1);
    std::ranges::copy_if(all, std::back_inserter(out.judges),
                         [&](size_t clip) { return cutting.folds[clip] == 0; });
    out.remarks = std::move(cutting.remarks);
  }
  std::ranges::set_difference(all, out.judges, std::back_inserter(out.learners));
  Cutting cutting = CutUp(version, clips, out.learners, seed);
  out.folds = std::move(cutting.folds);
  out.count = cutting.count;
  if (!has_marks && !is_large) out.remarks = std::move(cutting.remarks);
  // With many clips one fold is enough to choose by.
  if (is_large) {
    for (int& fold : out.folds) fold = fold == 0 ? 0 : -1;
    out.count = 1;
  }
  EASEL_TRY(CheckLearners(version, clips, out.learners));
  return out;
}

}  // namespace easel::training
