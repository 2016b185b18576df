#include "cmd/worker/models.h"

#include "base/parallel.h"
#include "workflow/process.h"
#include "workflow/supervisor.h"

namespace easel::cmd {

training::TrainingResources ResourcesOf(Installation& installation, const std::string& run) {
  return {.weights = installation.places.weights,
          .cache = installation.places.home / "cache" / "features",
          .decoder = *installation.decoder,
          .clock = *installation.clock,
          .picture = [&blobs = *installation.blobs](const Hash& hash) { return blobs.Get(hash); },
          .threads = ProcessorCount(),
          .checkpoints = installation.places.home / "cache" / "training",
          .tensorboard = installation.places.home / "tensorboard" / run,
          .start_member = [](const json::object& task) -> Result<std::shared_ptr<void>> {
            const std::vector<std::string> arguments = {"--member", CanonicalJson(task)};
            EASEL_ASSIGN(auto process,
                         workflow::WorkerProcess::Start(
                             {.program = workflow::WorkerProgram(), .arguments = {}}, arguments));
            return std::make_shared<workflow::WorkerProcess>(std::move(process));
          }};
}

Status KeepModel(Installation& installation, const workflow::JobContext& context, NewModel model,
                 const json::object& more) {
  store::Catalog& catalog = *installation.catalog;
  store::Blobs& blobs = *installation.blobs;
  const Bytes bundle = graph::Serialize(model.bundle);
  EASEL_ASSIGN(const Hash bundle_hash, blobs.Put(bundle));
  const std::string report = CanonicalJson(model.report);
  EASEL_ASSIGN(const Hash report_hash, blobs.Put(std::as_bytes(std::span(report))));
  model.summary["model"].as_object()["bytes"] = bundle.size();
  model.summary["seconds"] = static_cast<double>(installation.clock->SteadyMillis() - model.start) / 1000;
  return context.commit([&]() -> Result<json::object> {
    EASEL_ASSIGN(const store::Project project, catalog.projects().Get(context.job.project));
    EASEL_ASSIGN(const store::Model row, catalog.models().Add(project.id, context.job.id, model.version,
                                                              bundle_hash, report_hash, model.summary));
    json::object result{{"project", project.name}, {"version", row.number}};
    for (const auto& member : model.summary) result[member.key()] = member.value();
    for (const auto& member : more) result[member.key()] = member.value();
    return result;
  });
}

Text UnusableFiles(int64_t count) {
  return {std::to_string(count) + " files could not be used.", std::to_string(count) + " 个文件无法使用。"};
}

/// Deletes an upload once its job cannot run again. A file that stays behind costs disk only.
void DropUpload(const store::Job& job) {
  const json::value* upload = job.payload.if_contains("upload");
  if (upload == nullptr || !upload->is_bool() || !upload->as_bool()) return;
  std::error_code ignored;
  std::filesystem::remove(std::filesystem::path(std::string(job.payload.at("path").as_string())), ignored);
}

}  // namespace easel::cmd
