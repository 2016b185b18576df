#include "server/routes/documents.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "dataset/types.h"
#include "evaluation/listen.h"
#include "evaluation/report.h"

namespace easel::server {
namespace {

std::optional<int64_t> TimeOrNone(int64_t millis) {
  return millis == 0 ? std::nullopt : std::optional<int64_t>(millis);
}

/// Progress as the worker stored it; nothing when it is not there yet.
std::optional<api::JobProgress> ProgressDocument(const json::object& progress, Language language) {
  const json::value localised = Localise(progress, language);
  const auto document = api::JobProgressFromJson(localised);
  if (!document) return std::nullopt;
  return *document;
}

std::optional<api::Error> ErrorDocument(const store::Job& job, Language language) {
  if (job.error.empty()) return std::nullopt;
  const auto error = ErrorFromStored(job.error);
  if (!error) return std::nullopt;
  api::Error document{.code = error->code,
                      .message = error->message.In(language),
                      .hint = error->hint.In(language),
                      .item = {}};
  if (!error->item.empty()) document.item = error->item;
  return document;
}

/// What the job's kind promises in the API: a stored report becomes a Report, texts those of the language.
json::value ResultDocument(const store::Job& job, Language language) {
  if (job.kind == "evaluate") {
    if (const auto report = evaluation::Report::FromStored(job.result)) return report->ToJson(language);
  }
  return Localise(job.result, language);
}

/// A member of the summary that `easel train` printed; its default when an older version did not print it.
template <typename T>
T Summary(const json::value& summary, std::string_view pointer) {
  boost::system::error_code error;
  const json::value* member = summary.find_pointer(pointer, error);
  if (member == nullptr) return {};
  auto value = json::try_value_to<T>(*member);
  return value ? *value : T{};
}

}  // namespace

api::Job JobDocument(const store::Job& job, const std::string& project, Language language) {
  api::Job document;
  document.id = job.id;
  document.kind = job.kind;
  document.project = project;
  document.state = store::JobStateName(job.state);
  document.attempt = job.attempt;
  document.progress = ProgressDocument(job.progress, language);
  if (job.state == store::JobState::kDone) document.result = ResultDocument(job, language);
  document.error = ErrorDocument(job, language);
  document.created = job.created;
  document.started = TimeOrNone(job.started);
  document.finished = TimeOrNone(job.finished);
  return document;
}

api::Model ModelDocument(const store::Model& model) {
  const json::value summary = model.summary;
  api::Model document;
  document.number = model.number;
  document.version = model.version;
  document.seconds = Summary<double>(summary, "/seconds");
  document.name = Summary<std::string>(summary, "/model/name");
  document.params = Summary<int64_t>(summary, "/model/params");
  document.macs = Summary<int64_t>(summary, "/model/macs");
  document.bytes = Summary<int64_t>(summary, "/model/bytes");
  document.metrics = Summary<json::object>(summary, "/metrics");
  document.created = model.created;
  return document;
}

api::Item ItemDocument(const store::Item& item, const std::map<store::ClassId, std::string>& classes) {
  api::Item document;
  document.id = item.id;
  document.hash = item.hash.Hex();
  document.name = item.name;
  document.width = item.width;
  document.height = item.height;
  document.bytes = item.bytes;
  if (item.class_id) {
    if (const auto name = classes.find(*item.class_id); name != classes.end()) document.class_ = name->second;
  }
  if (!item.source.empty()) document.group = item.source;
  if (item.sound) {
    const store::SoundFacts& sound = *item.sound;
    document.sound = {.seconds = sound.seconds,
                      .rate = sound.rate,
                      .channels = sound.channels,
                      .peak = sound.peak,
                      .clipped = sound.clipped};
    document.segments = item.boxes;
  } else {
    document.boxes = item.boxes;
  }
  document.split = dataset::SplitName(item.split);
  return document;
}

api::Release ReleaseDocument(const store::Release& release, const std::string& project) {
  return {.suffix = release.suffix,
          .project = project,
          .model = release.model,
          .live = release.live,
          .open = release.open,
          .updated = release.updated};
}

api::Prediction PredictionDocument(const std::vector<Score>& scores) {
  api::Prediction document;
  for (const Score& score : scores) {
    api::Score row{.name = score.name, .score = score.score};
    if (const auto& box = score.location)
      row.location = {.left = box->left, .top = box->top, .width = box->width, .height = box->height};
    document.results.push_back(std::move(row));
  }
  return document;
}

Result<std::map<store::ProjectId, std::string>> ProjectNames(store::Catalog& catalog) {
  std::map<store::ProjectId, std::string> names;
  EASEL_ASSIGN(const auto projects, catalog.projects().List());
  for (const store::Project& project : projects) names[project.id] = project.name;
  return names;
}

Result<store::Project> ProjectOf(const http::Call& call, Services& services) {
  return services.catalog.projects().Find(call.Path("project"));
}

Status CheckTask(const store::Project& project, std::string_view task) {
  if (project.task == task) return {};
  return Fail(
      ErrorKind::kConflict, "task-differs",
      {"The project is of another task: its data is labelled in another way.",
       "该项目属于另一种任务，数据的标注方式不同。"},
      {"Label classes in image classification, boxes in object detection, classes or segments in sound "
       "classification.",
       "图像分类标注类别，物体检测标注框，声音分类标注类别或片段。"},
      project.name);
}

Result<bool> BelongsToProject(Services& services, store::ProjectId project, const Hash& hash) {
  EASEL_ASSIGN(const bool is_item, services.catalog.items().Has(project, hash));
  if (is_item) return true;
  EASEL_ASSIGN(const auto models, services.catalog.models().List(project));
  const std::string hex = hash.Hex();
  for (const store::Model& model : models) {
    EASEL_ASSIGN(const Bytes report, services.blobs.Get(model.report));
    const std::string_view text(reinterpret_cast<const char*>(report.data()), report.size());
    if (text.contains("\"hash\":\"" + hex + "\"")) return true;
  }
  return false;
}

Result<store::Model> ModelOf(const http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const int64_t number, call.PathNumber("number"));
  return services.catalog.models().Get(project.id,
                                       static_cast<int>(std::min<int64_t>(number, 1'000'000'000)));
}

Status CheckFileSize(const http::Call& call, std::string_view task) {
  if (task == store::kSound) return {};
  int64_t announced = static_cast<int64_t>(call.request.body.size());
  const std::string_view length = call.request.headers.Get("Content-Length");
  std::from_chars(length.data(), length.data() + length.size(), announced);
  if (announced <= kMaxPicture) return {};
  return Fail(ErrorKind::kResources, "body-too-large",
              {"The picture is too large: at most 10 MiB are accepted.", "图片过大：最多支持 10 MiB。"},
              {"Send a smaller picture.", "请发送较小的图片。"});
}

namespace {

/// What a model hears in a recording: over all of it, and where it is longer than a window, in what order.
Result<api::Prediction> AskAboutSound(Services& services, runtime::Model& model,
                                      std::span<const std::byte> file) {
  EASEL_ASSIGN(const auto heard, evaluation::ListenTo(model, services.decoder, file));
  api::Prediction document = PredictionDocument(Ranked(model, runtime::MeanScores(heard), 0));
  if (heard.size() < 2) return document;
  std::vector<api::Passage>& passages = document.passages.emplace();
  for (const runtime::Passage& passage : runtime::PassagesOf(heard)) {
    passages.push_back({.name = model.labels()[static_cast<size_t>(passage.label)],
                        .begin = passage.begin,
                        .seconds = passage.seconds,
                        .score = passage.score});
  }
  return document;
}

}  // namespace

Result<api::Prediction> Ask(Services& services, const store::Model& row, std::span<const std::byte> file,
                            std::optional<double> threshold) {
  EASEL_ASSIGN(const auto model, services.hosted.Get(row));
  if (model->listens()) return AskAboutSound(services, *model, file);
  EASEL_ASSIGN(const auto decoded, services.decoder.Decode(file, {.min_side = model->decode_min_side()}));
  if (model->is_detector()) {
    EASEL_ASSIGN(const auto boxes, FoundBoxes(*model, decoded, threshold));
    return PredictionDocument(boxes);
  }
  EASEL_ASSIGN(const auto scores, BestScores(*model, decoded.image, 0));
  return PredictionDocument(scores);
}

Result<http::Response> AnswerFile(const http::Call& call, Services& services, const store::Model& model) {
  EASEL_ASSIGN(const std::optional<double> threshold, call.QueryShare("threshold"));
  EASEL_ASSIGN(const api::Prediction prediction,
               Ask(services, model, std::as_bytes(std::span(call.request.body)), threshold));
  return Reply(prediction);
}

}  // namespace easel::server
