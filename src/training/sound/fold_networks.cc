#include "training/sound/fold_networks.h"

#include <algorithm>

#include "base/hash.h"
#include "training/epochs.h"

namespace easel::training {
namespace {

constexpr int kFewestEpochs = 4;  // that a network is worth while with
/// With a time limit another network is worth more than epochs beyond this share of those that it would have.
constexpr double kWorthAnother = 0.7;

std::filesystem::path MembersNote(const std::filesystem::path& checkpoint) {
  return checkpoint.string() + ".members";
}

}  // namespace

double FoldNetworks::Elapsed() const {
  return static_cast<double>(work_.resources.clock.SteadyMillis() - work_.start) / 1000;
}

std::vector<size_t> FoldNetworks::LearnersOf(int fold, bool left_out) const {
  const SoundDivision& division = work_.division;
  std::vector<size_t> chosen;
  for (size_t place = 0; place < division.learners.size(); ++place) {
    if ((division.folds[place] == fold) == left_out) chosen.push_back(division.learners[place]);
  }
  return chosen;
}

NetworkLesson FoldNetworks::LessonWithout(int fold, int member) {
  NetworkLesson lesson{.clips = LearnersOf(fold, false),
                       .judges = LearnersOf(fold, true),
                       .class_weights = work_.class_weights,
                       .epochs = plan_.epochs,
                       .seed = plan_.seed + static_cast<uint64_t>(member),
                       .checkpoint = {}};
  json::object key = work_.key;
  key["fold"] = fold;
  key["member"] = member;
  lesson.checkpoint = work_.resources.checkpoints / (Sha256(CanonicalJson(key)).Hex() + ".checkpoint");
  checkpoints_.insert(lesson.checkpoint);
  return lesson;
}

Result<bool> FoldNetworks::Foresee(Progress& progress) {
  progress.Report("forecast", {"Measuring how long it will take", "正在估算所需时间"}, 0, 1);
  const SoundDivision& division = work_.division;
  const NetworkLesson whole = LessonWithout(division.count, 0);
  EASEL_ASSIGN(const auto forecast, work_.networks.Foresee(whole));
  const auto learners = static_cast<double>(division.learners.size());
  double epochs_of_all = 1;  // of the networks together, by what they learn from
  for (int fold = 0; fold < division.count; ++fold) {
    const std::vector<size_t> left_out = LearnersOf(fold, true);
    if (!left_out.empty()) epochs_of_all += 1 - static_cast<double>(left_out.size()) / learners;
  }
  const double all = forecast.epoch_seconds * epochs_of_all;
  const double left_out = division.count + 1 - epochs_of_all;  // of the learners, by one fold or another
  const double judged =
      division.IsCrossValidated() ? left_out : static_cast<double>(division.judges.size()) / learners;
  const double watching = kLooksAtJudges * left_out * forecast.look_seconds +
                          (left_out + judged) * forecast.hearing_seconds;  // of a member
  if (work_.limit > 0) {
    constexpr double kShare = 0.9;
    const double left = std::max(0.0, kShare * work_.limit - Elapsed());
    const int members = std::clamp(static_cast<int>(left / (all * plan_.epochs * kWorthAnother + watching)),
                                   1, plan_.members);
    const int fitting = std::min(plan_.epochs, static_cast<int>((left / members - watching) / all));
    EASEL_ASSIGN(plan_.epochs, EpochsWithinLimit(whole.checkpoint, fitting));
    EASEL_ASSIGN(plan_.members, EpochsWithinLimit(MembersNote(whole.checkpoint), members));
    if (plan_.epochs < kFewestEpochs) return false;
  }
  weighing_ = left_out * forecast.hearing_seconds * plan_.members;
  judging_ = judged * forecast.hearing_seconds * plan_.members;
  progress.Event({{"kind", "forecast"},
                  {"seconds", (all * plan_.epochs + watching) * plan_.members},
                  {"bytes", forecast.bytes},
                  {"epochs", plan_.epochs * static_cast<int>(Count())},
                  {"networks", Count()}});
  return true;
}

PartOfProgress::Part FoldNetworks::PartOf(int fold, int member) const {
  PartOfProgress::Part part{.number = static_cast<size_t>(fold * plan_.members + member),
                            .count = Count(),
                            .epochs = plan_.epochs,
                            .before = static_cast<double>(member)};
  const auto own = static_cast<double>(LearnersOf(fold, false).size());
  double all = 0;
  for (int each = 0; each <= work_.division.count; ++each) {
    const double work = plan_.members * static_cast<double>(LearnersOf(each, false).size()) / own;
    if (each < fold) part.before += work;
    all += work;
  }
  part.all = all;
  return part;
}

Result<SoundNetwork> FoldNetworks::Learn(int fold, Progress& progress) {
  const double end = 0.95 * work_.limit - judging_ - (fold < work_.division.count ? weighing_ : 0);
  share_learnt_ = 1;
  std::vector<SoundNetwork> members;
  for (int member = 0; member < plan_.members; ++member) {
    NetworkLesson lesson = LessonWithout(fold, member);
    const auto part = static_cast<size_t>(fold * plan_.members + member);
    const double begin = Elapsed();
    const double share = (end - begin) / static_cast<double>(Count() - part);
    lesson.is_over = [this, begin, share] { return work_.limit > 0 && Elapsed() > begin + share; };
    PartOfProgress own_progress(progress, PartOf(fold, member));
    EASEL_ASSIGN(LearntNetwork learnt, work_.networks.Learn(lesson, own_progress));
    out_of_time_ = out_of_time_ || learnt.out_of_time;
    share_learnt_ = std::min(share_learnt_, static_cast<double>(learnt.epochs) / plan_.epochs);
    members.push_back(std::move(learnt.network));
  }
  return Together(std::move(members));
}

void FoldNetworks::Forget() const {
  for (const std::filesystem::path& checkpoint : checkpoints_) {
    ForgetRun(checkpoint);
    ForgetRun(MembersNote(checkpoint));
  }
}

}  // namespace easel::training
