#include "cmd/worker/detection.h"

#include <algorithm>
#include <atomic>
#include <iterator>

#include "base/log.h"
#include "base/parallel.h"
#include "cmd/worker/models.h"
#include "dataset/import/import.h"
#include "dataset/import/labelled_items.h"
#include "dataset/version.h"
#include "evaluation/detection/report.h"
#include "publish/releases.h"
#include "training/deferred.h"
#include "training/options.h"

namespace easel::cmd {
namespace {

/// The true boxes of a picture, of the classes that the model knows; others are counted in `foreign`.
std::vector<evaluation::TrueBox> TruthOf(const std::vector<dataset::LabelledBox>& boxes,
                                         const std::vector<std::string>& labels, int64_t& foreign) {
  std::vector<evaluation::TrueBox> truth;
  for (const dataset::LabelledBox& box : boxes) {
    const auto label = std::ranges::find(labels, box.label);
    if (label == labels.end()) {
      ++foreign;
      continue;
    }
    truth.push_back({box.box, static_cast<int>(label - labels.begin()), box.difficult, box.crowd});
  }
  return truth;
}

std::unexpected<Error> NothingToJudge(const std::string& path) {
  return Fail(ErrorKind::kBadInput, "no-boxes",
              {"No picture here has boxes of the model's classes.", "没有任何图片带有模型类别的标注框。"},
              {"Give pictures with their boxes as VOC, COCO, YOLO, EasyDL, CVAT or Label Studio files.",
               "请提供带 VOC、COCO、YOLO、EasyDL、CVAT 或 Label Studio 标注的图片。"},
              path);
}

/// How much labelling a picture would teach: the boxes of which the model is in doubt, one of a score of 0.5
/// in full (uncertainty sampling, Lewis & Gale 1994, summed over boxes).
double WorthOf(const std::vector<runtime::Detection>& found) {
  double worth = 0;
  for (const runtime::Detection& one : found) {
    const auto score = static_cast<double>(one.score);
    worth += 4 * score * (1 - score);
  }
  return worth;
}

/// Ranks the pictures without labels, those of which nothing is known first, as far as time allows. Somebody
/// who cancels ends this, not the job: a finished training is not thrown away.
Status RankUnlabelled(Installation& installation, const workflow::JobContext& context,
                      const graph::Bundle& bundle, const OptionValues& options, int64_t start) {
  constexpr int kMost = 2000;
  constexpr int64_t kMillis = 20'000;
  store::Catalog& catalog = *installation.catalog;
  EASEL_ASSIGN(const auto items, catalog.boxes().ListByWorth(context.job.project, kMost));
  if (items.empty()) return {};
  const int64_t now = installation.clock->SteadyMillis();
  int64_t end = now + kMillis;
  if (options.Has("time-limit"))
    end = std::min(end, start + static_cast<int64_t>(options.Number("time-limit") * 1000));
  EASEL_ASSIGN(const auto model, runtime::Model::Create(bundle));
  std::vector<std::pair<store::ItemId, double>> worths(items.size(), {0, 0});
  std::atomic<int64_t> done{0};
  EASEL_TRY(TryInParallel(items.size(), ProcessorCount(), [&](size_t i, int) -> Status {
    if (context.progress.IsCancelled() || installation.clock->SteadyMillis() > end) return {};
    EASEL_ASSIGN(const Bytes bytes, installation.blobs->Get(items[i].hash));
    const auto decoded = installation.decoder->Decode(bytes, {.min_side = model->decode_min_side()});
    if (!decoded) return {};
    EASEL_ASSIGN(const auto found, model->Detect(decoded->image));
    worths[i] = {items[i].id, WorthOf(found)};
    context.progress.Report("rank",
                            {"Looking for the pictures most worth labelling", "正在挑选最值得标注的图片"},
                            ++done, static_cast<int64_t>(items.size()));
    return {};
  }));
  std::erase_if(worths, [](const auto& worth) { return worth.first == 0; });
  return catalog.boxes().SetWorth(context.job.project, worths);
}

}  // namespace

Status TrainDetector(Installation& installation, const workflow::JobContext& context) {
  EASEL_ASSIGN(const json::object* given, GetObject(context.job.payload, "options"));
  EASEL_ASSIGN(const OptionValues options, OptionValues::Parse(training::DetectionOptions(), *given));
  const int64_t start = installation.clock->SteadyMillis();
  EASEL_ASSIGN(const dataset::FrozenVersion version,
               dataset::Freeze(*installation.catalog, *installation.blobs, context.job.project));
  EASEL_ASSIGN(const training::Engine* const engine, training::LoadEngine());
  EASEL_ASSIGN(training::TrainedDetector model,
               engine->detection(version, options, ResourcesOf(installation, std::to_string(context.job.id)),
                                 context.progress));
  EASEL_TRY(RankUnlabelled(installation, context, model.bundle, options, start));
  return KeepModel(installation, context,
                   {version.number, model.bundle, model.report.Store(), std::move(model.summary), start}, {});
}

Status EvaluateDetector(Installation& installation, const workflow::JobContext& context) {
  EASEL_ASSIGN(const std::string path, GetString(context.job.payload, "path"));
  EASEL_ASSIGN(const int64_t number, GetInt(context.job.payload, "model"));
  EASEL_ASSIGN(const store::Model row,
               installation.catalog->models().Get(context.job.project, static_cast<int>(number)));
  EASEL_ASSIGN(const auto model, publish::LoadModel(*installation.blobs, row));
  EASEL_ASSIGN(const OptionValues options, OptionValues::Parse(dataset::ImportOptions(), {}));
  std::vector<evaluation::JudgedCandidate> judged;
  int64_t unusable = 0;
  int64_t foreign = 0;
  QuietProgress batch_progress(context.progress);
  EASEL_ASSIGN(
      const int64_t unread,
      dataset::ForEachLabelledBatch(
          path, options, store::kDetection, context.progress,
          [&](std::vector<dataset::LabelledItem> batch) -> Status {
            std::vector<evaluation::BoxedCandidate> candidates;
            for (dataset::LabelledItem& picture : batch) {
              candidates.push_back({.hash = Sha256(picture.bytes),
                                    .name = picture.name,
                                    .truth = {},
                                    .bytes = [&picture]() -> Result<Bytes> { return picture.bytes; }});
            }
            int64_t failed = 0;
            EASEL_ASSIGN(std::vector<evaluation::JudgedCandidate> some,
                         evaluation::JudgeDetector(*model, *installation.decoder, candidates,
                                                   ProcessorCount(), batch_progress, &failed));
            unusable += failed;
            // The boxes need the size of the picture, which is known now.
            auto picture = batch.begin();
            for (evaluation::JudgedCandidate& one : some) {
              picture =
                  std::find_if(picture, batch.end(), [&](const auto& each) { return each.name == one.name; });
              const auto boxes = picture->boxes({one.width, one.height});
              if (!boxes) {
                ++unusable;
                continue;
              }
              one.boxes.truth = TruthOf(*boxes, model->labels(), foreign);
              judged.push_back(std::move(one));
            }
            return {};
          }));
  unusable += unread;
  const bool has_truth =
      std::ranges::any_of(judged, [](const auto& one) { return !one.boxes.truth.empty(); });
  if (!has_truth) return NothingToJudge(path);
  evaluation::DetectionReport report = evaluation::MakeDetectionReport(
      false, model->labels(), std::move(judged), static_cast<double>(model->bundle().detector->threshold));
  if (foreign > 0) {
    report.remarks.push_back(
        {std::to_string(foreign) + " boxes are of classes that the model does not know; they are left out.",
         std::to_string(foreign) + " 个框属于模型未知的类别，未计入。"});
  }
  if (unusable > 0) report.remarks.push_back(UnusableFiles(unusable));
  EASEL_TRY(context.commit([&]() -> Result<json::object> { return report.Store(); }));
  DropUpload(context.job);
  return {};
}

}  // namespace easel::cmd
