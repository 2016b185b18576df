#include "cmd/worker/handlers.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/hash.h"
#include "base/parallel.h"
#include "dataset/import/import.h"
#include "dataset/import/labelled_pictures.h"
#include "dataset/version.h"
#include "dataset/version_manifest.h"
#include "evaluation/remarks.h"
#include "evaluation/report.h"
#include "publish/releases.h"
#include "training/deferred.h"
#include "training/options.h"
#include "training/quick.h"
#include "workflow/process.h"
#include "workflow/supervisor.h"

namespace easel::cmd {
namespace {

/// Deletes an upload once its job cannot run again. A file that stays behind costs disk only.
void DropUpload(const store::Job& job) {
  const json::value* upload = job.payload.if_contains("upload");
  if (upload == nullptr || !upload->is_bool() || !upload->as_bool()) return;
  std::error_code ignored;
  std::filesystem::remove(std::filesystem::path(std::string(job.payload.at("path").as_string())), ignored);
}

Status Import(Installation& installation, const workflow::JobContext& context) {
  EASEL_ASSIGN(const std::string path, GetString(context.job.payload, "path"));
  EASEL_ASSIGN(const json::object* given, GetObject(context.job.payload, "options"));
  EASEL_ASSIGN(const OptionValues options, OptionValues::Parse(dataset::ImportOptions(), *given));
  EASEL_ASSIGN(const dataset::ImportReport report,
               dataset::Import(*installation.catalog, *installation.blobs, *installation.decoder, context.job.project,
                               path, options, std::to_string(context.job.id), context.progress));
  EASEL_TRY(context.commit([&]() -> Result<json::object> { return report.Store(); }));
  DropUpload(context.job);
  return {};
}

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
            EASEL_ASSIGN(auto process, workflow::WorkerProcess::Start({.program = workflow::WorkerProgram(), .arguments = {}},
                                                                      arguments));
            return std::make_shared<workflow::WorkerProcess>(std::move(process));
          }};
}

Result<training::TrainFunction> FunctionOf(const std::string& mode) {
  if (mode == "quick") return &training::TrainQuick;
  EASEL_ASSIGN(const training::Engine* const engine, training::LoadEngine());
  return mode == "full" ? engine->full : engine->thorough;
}

Result<dataset::FrozenVersion> FreezeFor(const OptionValues& options, Installation& installation,
                                         store::ProjectId project) {
  if (!options.Flag("other")) return dataset::Freeze(*installation.catalog, *installation.blobs, project);
  const dataset::OtherClass other{.decoder = *installation.decoder,
                                  .photos = installation.places.others,
                                  .projects = training::OtherProjects(options),
                                  .seed = static_cast<uint64_t>(options.Integer("seed")),
                                  .threads = ProcessorCount()};
  return dataset::Freeze(*installation.catalog, *installation.blobs, project, &other);
}

/// Says what the class "other" is made of; the labels of its pictures are not the user's to check.
void AccountForOther(const dataset::FrozenVersion& version, evaluation::Report& report) {
  std::set<Hash> foreign;
  for (const dataset::FrozenItem& item : version.items) {
    if (item.origin != dataset::Origin::kProject) foreign.insert(item.hash);
  }
  std::erase_if(report.suspects, [&](const evaluation::Suspect& each) { return foreign.contains(each.judgement.hash); });
  report.remarks.push_back(dataset::DescribeOther(version));
  const auto without = evaluation::RemarkWithout(report.metrics, dataset::kOtherName);
  if (without) report.remarks.push_back(*without);
}

Status Train(Installation& installation, const workflow::JobContext& context) {
  EASEL_ASSIGN(const json::object* given, GetObject(context.job.payload, "options"));
  EASEL_ASSIGN(const OptionValues options, OptionValues::Parse(training::TrainOptions(), *given));
  store::Catalog& catalog = *installation.catalog;
  store::Blobs& blobs = *installation.blobs;
  const int64_t start = installation.clock->SteadyMillis();
  EASEL_ASSIGN(const dataset::FrozenVersion version, FreezeFor(options, installation, context.job.project));
  const training::TrainingResources resources = ResourcesOf(installation, std::to_string(context.job.id));
  EASEL_ASSIGN(const training::TrainFunction train, FunctionOf(options.Text("mode")));
  EASEL_ASSIGN(training::TrainedModel model, train(version, options, resources, context.progress));
  std::ranges::move(model.remarks, std::back_inserter(model.report.remarks));
  if (options.Flag("other")) AccountForOther(version, model.report);
  const Bytes bundle = graph::Serialize(model.bundle);
  EASEL_ASSIGN(const Hash bundle_hash, blobs.Put(bundle));
  const std::string report = CanonicalJson(model.report.Store());
  EASEL_ASSIGN(const Hash report_hash, blobs.Put(std::as_bytes(std::span(report))));
  model.summary["model"].as_object()["bytes"] = bundle.size();
  model.summary["seconds"] = static_cast<double>(installation.clock->SteadyMillis() - start) / 1000;
  return context.commit([&]() -> Result<json::object> {
    EASEL_ASSIGN(const store::Project project, catalog.projects().Get(context.job.project));
    EASEL_ASSIGN(const store::Model row, catalog.models().Add(project.id, context.job.id, version.number, bundle_hash,
                                                              report_hash, model.summary));
    json::object result{{"project", project.name}, {"version", row.number}};
    for (const auto& member : model.summary) result[member.key()] = member.value();
    result["suspects"] = model.report.ToJson(Language::kEnglish).at("suspects");  // says the same in every language
    return result;
  });
}

std::unexpected<Error> NoCommonClass(const std::string& path) {
  return Fail(ErrorKind::kBadInput, "classes-differ",
              {"None of these pictures belongs to a class of the model.", "这些图片都不属于模型的任何类别。"},
              {"Give a folder or an archive with a folder per class, named as the model's classes.",
               "请提供每类一个文件夹的文件夹或压缩包，文件夹名与模型类别一致。"},
              path);
}

Status Evaluate(Installation& installation, const workflow::JobContext& context) {
  EASEL_ASSIGN(const std::string path, GetString(context.job.payload, "path"));
  EASEL_ASSIGN(const int64_t number, GetInt(context.job.payload, "model"));
  EASEL_ASSIGN(const store::Model row,
               installation.catalog->models().Get(context.job.project, static_cast<int>(number)));
  EASEL_ASSIGN(const auto model, publish::LoadModel(*installation.blobs, row));
  EASEL_ASSIGN(const OptionValues options, OptionValues::Parse(dataset::ImportOptions(), {}));
  std::vector<evaluation::Judgement> judgements;
  int64_t unusable = 0;
  int64_t foreign = 0;
  NoProgress batch_progress;
  EASEL_ASSIGN(const int64_t unread, dataset::ForEachLabelledBatch(
      path, options, context.progress, [&](std::vector<dataset::LabelledPicture> batch) -> Status {
        std::vector<evaluation::Candidate> candidates;
        for (dataset::LabelledPicture& picture : batch) {
          const auto label = std::ranges::find(model->labels(), picture.class_name);
          if (label == model->labels().end()) {
            ++foreign;
            continue;
          }
          candidates.push_back({.hash = Sha256(picture.bytes),
                                .name = picture.name,
                                .label = static_cast<int>(label - model->labels().begin()),
                                .bytes = [&picture]() -> Result<Bytes> { return picture.bytes; }});
        }
        int64_t failed = 0;
        EASEL_ASSIGN(std::vector<evaluation::Judgement> judged,
                     evaluation::Judge(*model, *installation.decoder, candidates, ProcessorCount(), batch_progress, &failed));
        unusable += failed;
        std::ranges::move(judged, std::back_inserter(judgements));
        return {};
      }));
  unusable += unread;
  if (judgements.empty()) return NoCommonClass(path);
  evaluation::Report report = evaluation::MakeReport(evaluation::Method::kFiles, 0, model->labels(), judgements);
  if (foreign > 0) {
    report.remarks.push_back({std::to_string(foreign) + " pictures are of classes that the model does not know; they are left out.",
                              std::to_string(foreign) + " 张图片属于模型未知的类别，未计入。"});
  }
  if (unusable > 0) {
    report.remarks.push_back({std::to_string(unusable) + " files could not be used.",
                              std::to_string(unusable) + " 个文件无法使用。"});
  }
  EASEL_TRY(context.commit([&]() -> Result<json::object> { return report.Store(); }));
  DropUpload(context.job);
  return {};
}

}  // namespace

Status TrainAlong(Installation& installation, std::string_view task) {
  EASEL_ASSIGN(const json::value parsed, ParseJson(task, "member"));
  if (!parsed.is_object()) return Fail(ErrorKind::kUsage, "task-invalid", {"The task is no object.", "任务不是对象。"});
  EASEL_ASSIGN(const std::string manifest, GetString(parsed.get_object(), "manifest"));
  EASEL_ASSIGN(const Hash hash, Hash::FromHex(manifest));
  EASEL_ASSIGN(const Bytes bytes, installation.blobs->Get(hash));
  EASEL_ASSIGN(const dataset::FrozenVersion version, dataset::ParseManifest(bytes));
  EASEL_ASSIGN(const training::Engine* const engine, training::LoadEngine());
  return engine->member(version, parsed.get_object(), ResourcesOf(installation, {}));
}

workflow::JobHandlers MakeHandlers(Installation& installation) {
  return {{"import", [&](const workflow::JobContext& context) { return Import(installation, context); }},
          {"train", [&](const workflow::JobContext& context) { return Train(installation, context); }},
          {"evaluate", [&](const workflow::JobContext& context) { return Evaluate(installation, context); }}};
}

}  // namespace easel::cmd
