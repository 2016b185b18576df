#include "training/full/team.h"

#include "training/engine/gloo.h"

namespace easel::training {
namespace {

constexpr int kAttempts = 5;

Result<FitResult> Attempt(const FullTask& task, const std::string& plan, const Hash& manifest, int processes,
                          const FitOptions& options, const TrainingResources& resources, Progress& progress) {
  MeetingPoint point{.rank = 0, .size = processes};
  EASEL_ASSIGN(point.port, FreePort());
  std::vector<std::shared_ptr<void>> members;
  for (int rank = 1; rank < processes; ++rank) {
    EASEL_ASSIGN(auto member, resources.start_member({{"manifest", manifest.Hex()},
                                                      {"plan", plan},
                                                      {"port", point.port},
                                                      {"rank", rank},
                                                      {"size", processes},
                                                      {"checkpoint", options.checkpoint.string()}}));
    members.push_back(std::move(member));
  }
  EASEL_ASSIGN(const auto team, GlooTeam::Join(point));
  return Fit(task.network.graph, task.train, task.Validation(), options, team->team(), progress);
}

}  // namespace

Result<FitResult> FitTogether(const FullTask& task, const Hash& manifest, int processes,
                              const FitOptions& options, const TrainingResources& resources,
                              Progress& progress) {
  if (processes == 1) {
    return Fit(task.network.graph, task.train, task.Validation(), options, {}, progress);
  }
  const std::string plan = CanonicalJson(task.plan.ToJson());
  for (int attempt = 1;; ++attempt) {
    auto result = Attempt(task, plan, manifest, processes, options, resources, progress);
    const bool is_lost =
        !result && (result.error().code == "team-lost" || result.error().code == "team-incomplete");
    if (!is_lost || attempt == kAttempts) return result;
    progress.Event({{"kind", "team"}, {"attempt", attempt + 1}});
  }
}

Status RunMember(const dataset::FrozenVersion& version, const json::object& task,
                 const TrainingResources& resources) {
  EASEL_ASSIGN(const std::string text, GetString(task, "plan"));
  EASEL_ASSIGN(const json::value parsed, ParseJson(text, "plan"));
  EASEL_ASSIGN(const FullPlan plan, FullPlan::FromJson(parsed.as_object()));
  EASEL_ASSIGN(const std::string checkpoint, GetString(task, "checkpoint"));
  EASEL_ASSIGN(const int64_t port, GetInt(task, "port"));
  EASEL_ASSIGN(const int64_t rank, GetInt(task, "rank"));
  EASEL_ASSIGN(const int64_t size, GetInt(task, "size"));
  const MeetingPoint point{
      .port = static_cast<uint16_t>(port), .rank = static_cast<int>(rank), .size = static_cast<int>(size)};
  NoProgress quiet;
  EASEL_ASSIGN(const auto prepared, FullTask::Prepare(plan, version, resources, quiet));
  EASEL_ASSIGN(const auto team, GlooTeam::Join(point));
  FitOptions options = prepared->Options(resources.threads, point.size);
  options.checkpoint = checkpoint;
  EASEL_TRY(
      Fit(prepared->network.graph, prepared->train, prepared->Validation(), options, team->team(), quiet));
  return {};
}

}  // namespace easel::training
