#include <algorithm>
#include <cmath>

#include "dataset/boxes/faults.h"
#include "server/routes/documents.h"
#include "server/routes/routes.h"

namespace easel::server {
namespace {

/// What 100,000 segments take.
constexpr int64_t kMaxBody = int64_t{16} << 20;

api::Segments Document(const store::ItemBoxes& boxes) {
  api::Segments document{.revision = boxes.revision, .labelled = boxes.labelled, .segments = {}};
  for (const store::ItemBox& box : boxes.boxes)
    document.segments.push_back({.name = box.class_name, .begin = box.left, .seconds = box.width});
  return document;
}

std::unexpected<Error> NotANumber(std::string item) {
  return Fail(ErrorKind::kBadInput, "segment-not-a-number",
              {"Begin and length of a segment must be numbers.", "片段的起点和时长必须是数字。"},
              {"Draw it again.", "请重新标注该片段。"}, std::move(item));
}

std::unexpected<Error> NoLength(std::string item) {
  return Fail(ErrorKind::kBadInput, "segment-no-length",
              {"A segment must last longer than a single sample.", "片段时长必须大于一个采样点。"},
              {"Draw it longer, or leave it out.", "请延长或删除该片段。"}, std::move(item));
}

std::unexpected<Error> NoLabel(std::string item) {
  return Fail(ErrorKind::kBadInput, "segment-no-label", {"A segment has no class.", "片段没有类别。"},
              {"Give it one, or leave it out.", "请为其指定类别，或删除该片段。"}, std::move(item));
}

std::unexpected<Error> Outside(std::string item) {
  return Fail(ErrorKind::kBadInput, "segment-outside",
              {"A segment lies outside of its recording.", "片段超出录音范围。"},
              {"Move it into the recording, or leave it out.", "请将其移入录音范围内，或删除该片段。"},
              std::move(item));
}

std::unexpected<Error> Unlabelled(std::string item) {
  return Fail(ErrorKind::kBadInput, "segments-unlabelled",
              {"A recording that is not labelled has no segments.", "未标注的录音不能带有片段。"},
              {"Mark it as labelled, or leave the segments out.", "请标记为已标注，或去掉片段。"},
              std::move(item));
}

std::unexpected<Error> Changed(const Error& conflict) {
  return Fail(
      ErrorKind::kConflict, "segments-changed",
      {"The segments of this recording were changed meanwhile, in another window or by somebody else.",
       "此录音的片段已在其他窗口中或被他人修改。"},
      {"Load them again and decide which ones to keep.", "请重新加载，并决定保留哪一份。"}, conflict.item);
}

/// A segment as it may be stored: what reaches beyond the recording is cut. Less than a sample is nothing to
/// hear.
Result<store::ItemBox> Sound(const api::SegmentLabel& label, const store::SoundFacts& sound,
                             const std::string& item) {
  if (label.name.find_first_not_of(" \t") == std::string::npos) return NoLabel(item);
  EASEL_TRY(dataset::CheckLabel(label.name, item));
  if (!std::isfinite(label.begin) || !std::isfinite(label.seconds)) return NotANumber(item);
  if (label.seconds * sound.rate < 1) return NoLength(item);
  const double begin = std::max(0.0, label.begin);
  const double end = std::min(sound.seconds, label.begin + label.seconds);
  if ((end - begin) * sound.rate < 1) return Outside(item);
  // What needs no cutting stays as it was given: begin + seconds − begin would not.
  const bool inside = begin == label.begin && label.begin + label.seconds <= sound.seconds;
  return store::ItemBox{.class_name = label.name,
                        .left = begin,
                        .top = 0,
                        .width = inside ? label.seconds : end - begin,
                        .height = 1};
}

Result<std::vector<store::ItemBox>> SoundSegments(const std::vector<api::SegmentLabel>& labels,
                                                  const store::Item& item) {
  if (labels.size() > dataset::kMaxBoxesPerPicture)
    return std::unexpected(dataset::TooManyBoxes(item.name, dataset::kMaxBoxesPerPicture));
  std::vector<store::ItemBox> segments;
  for (size_t i = 0; i < labels.size(); ++i) {
    EASEL_ASSIGN(segments.emplace_back(),
                 Sound(labels[i], item.sound.value_or(store::SoundFacts{}), dataset::BoxItem(item.name, i)));
  }
  std::ranges::stable_sort(segments, {}, &store::ItemBox::left);
  return segments;
}

Result<store::Project> SoundProjectOf(const http::Call& call, Services& services) {
  EASEL_ASSIGN(store::Project project, ProjectOf(call, services));
  EASEL_TRY(CheckTask(project, store::kSound));
  return project;
}

Result<http::Response> GetSegments(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, SoundProjectOf(call, services));
  EASEL_ASSIGN(const int64_t item, call.PathNumber("item"));
  EASEL_ASSIGN(const store::ItemBoxes boxes, services.catalog.boxes().Get(project.id, item));
  return Reply(Document(boxes));
}

Result<http::Response> PutSegments(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, SoundProjectOf(call, services));
  EASEL_ASSIGN(const int64_t id, call.PathNumber("item"));
  EASEL_ASSIGN(const api::Segments body, ReadBody(call, api::SegmentsFromJson));
  EASEL_ASSIGN(const store::Item item, services.catalog.items().Get(project.id, id));
  if (!body.labelled && !body.segments.empty()) return Unlabelled(item.name);
  EASEL_ASSIGN(const std::vector<store::ItemBox> segments, SoundSegments(body.segments, item));
  const auto stored = services.catalog.boxes().Put(project.id, id, body.revision, body.labelled, segments);
  if (!stored && stored.error().code == "boxes-changed") return Changed(stored.error());
  if (!stored) return std::unexpected(stored.error());
  return Reply(Document(*stored));
}

}  // namespace

void AddSegmentRoutes(http::Router& router, Services& services) {
  router.Add("getSegments", [&services](http::Call& call) { return GetSegments(call, services); });
  router.Add("putSegments", {.max_body = kMaxBody, .check = {}},
             [&services](http::Call& call) { return PutSegments(call, services); });
}

}  // namespace easel::server
