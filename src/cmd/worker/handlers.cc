#include "cmd/worker/handlers.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/hash.h"
#include "base/parallel.h"
#include "cmd/worker/detection.h"
#include "cmd/worker/models.h"
#include "cmd/worker/sound.h"
#include "dataset/import/import.h"
#include "dataset/import/labelled_items.h"
#include "dataset/version.h"
#include "dataset/version_manifest.h"
#include "evaluation/remarks.h"
#include "evaluation/report.h"
#include "publish/releases.h"
#include "training/deferred.h"
#include "training/options.h"
#include "training/quick.h"
#include "training/sound/sound.h"

namespace easel::cmd {
namespace {

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

Result<training::TrainFunction> FunctionOf(const std::string& task, const std::string& mode) {
  const bool is_sound = task == store::kSound;
  if (mode == "quick") return is_sound ? &training::TrainSoundQuick : &training::TrainQuick;
  EASEL_ASSIGN(const training::Engine* const engine, training::LoadEngine());
  if (is_sound) return engine->sound;
  return mode == "full" ? engine->full : engine->thorough;
}

Result<dataset::FrozenVersion> FreezeFor(const OptionValues& options, Installation& installation,
                                         store::ProjectId project) {
  if (!options.ToJson().contains("other") || !options.Flag("other")) return dataset::Freeze(*installation.catalog, *installation.blobs, project);
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

Status TrainClassifier(Installation& installation, const workflow::JobContext& context) {
  EASEL_ASSIGN(const json::object* given, GetObject(context.job.payload, "options"));
  EASEL_ASSIGN(const store::Project project, installation.catalog->projects().Get(context.job.project));
  EASEL_ASSIGN(const OptionValues options, OptionValues::Parse(training::TrainOptionsOf(project.task), *given));
  const bool has_other = project.task == store::kClassification && options.Flag("other");
  const int64_t start = installation.clock->SteadyMillis();
  EASEL_ASSIGN(const dataset::FrozenVersion version, FreezeFor(options, installation, context.job.project));
  const training::TrainingResources resources = ResourcesOf(installation, std::to_string(context.job.id));
  EASEL_ASSIGN(const training::TrainFunction train, FunctionOf(project.task, options.Text("mode")));
  EASEL_ASSIGN(training::TrainedModel model, train(version, options, resources, context.progress));
  std::ranges::move(model.remarks, std::back_inserter(model.report.remarks));
  if (has_other) AccountForOther(version, model.report);
  const json::object report = model.report.Store();
  json::object more;
  more["suspects"] = model.report.ToJson(Language::kEnglish).at("suspects");  // says the same in every language
  return KeepModel(installation, context, {version.number, model.bundle, report, std::move(model.summary), start}, more);
}

std::unexpected<Error> NoCommonClass(const std::string& path) {
  return Fail(ErrorKind::kBadInput, "classes-differ",
              {"None of these pictures belongs to a class of the model.", "这些图片都不属于模型的任何类别。"},
              {"Give a folder or an archive with a folder per class, named as the model's classes.",
               "请提供每类一个文件夹的文件夹或压缩包，文件夹名与模型类别一致。"},
              path);
}

Status EvaluateClassifier(Installation& installation, const workflow::JobContext& context) {
  EASEL_ASSIGN(const std::string path, GetString(context.job.payload, "path"));
  EASEL_ASSIGN(const int64_t number, GetInt(context.job.payload, "model"));
  EASEL_ASSIGN(const store::Model row,
               installation.catalog->models().Get(context.job.project, static_cast<int>(number)));
  EASEL_ASSIGN(const auto model, publish::LoadModel(*installation.blobs, row));
  EASEL_ASSIGN(const std::string names, GetStringOr(context.job.payload, "names", ""));
  EASEL_ASSIGN(const OptionValues options, OptionValues::Parse(dataset::ImportOptions(), {{"names", names}}));
  std::vector<evaluation::Judgement> judgements;
  int64_t unusable = 0;
  int64_t foreign = 0;
  QuietProgress batch_progress(context.progress);
  EASEL_ASSIGN(const int64_t unread, dataset::ForEachLabelledBatch(
      path, options, store::kClassification, context.progress, [&](std::vector<dataset::LabelledItem> batch) -> Status {
        std::vector<evaluation::Candidate> candidates;
        for (dataset::LabelledItem& picture : batch) {
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
  if (unusable > 0) report.remarks.push_back(UnusableFiles(unusable));
  EASEL_TRY(context.commit([&]() -> Result<json::object> { return report.Store(); }));
  DropUpload(context.job);
  return {};
}

/// What a job does depends on its project's task.
Status Train(Installation& installation, const workflow::JobContext& context) {
  EASEL_ASSIGN(const store::Project project, installation.catalog->projects().Get(context.job.project));
  return project.task == store::kDetection ? TrainDetector(installation, context)
                                            : TrainClassifier(installation, context);
}

Status Evaluate(Installation& installation, const workflow::JobContext& context) {
  EASEL_ASSIGN(const store::Project project, installation.catalog->projects().Get(context.job.project));
  if (project.task == store::kSound) return EvaluateListener(installation, context);
  return project.task == store::kDetection ? EvaluateDetector(installation, context)
                                            : EvaluateClassifier(installation, context);
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
