#include "dataset/boxes/faults.h"
#include "server/routes/documents.h"
#include "server/routes/routes.h"

namespace easel::server {
namespace {

/// What 100,000 boxes take.
constexpr int64_t kMaxBody = int64_t{32} << 20;

Result<store::Project> DetectionProjectOf(const http::Call& call, Services& services) {
  EASEL_ASSIGN(store::Project project, ProjectOf(call, services));
  EASEL_TRY(CheckTask(project, store::kDetection));
  return project;
}

api::Boxes Document(const store::ItemBoxes& boxes) {
  api::Boxes document{.revision = boxes.revision, .labelled = boxes.labelled, .boxes = {}};
  for (const store::ItemBox& box : boxes.boxes) {
    api::BoxLabel& label = document.boxes.emplace_back();
    label.name = box.class_name;
    label.location = {.left = box.left, .top = box.top, .width = box.width, .height = box.height};
    if (box.difficult) label.difficult = true;
    if (box.crowd) label.crowd = true;
  }
  return document;
}

/// The boxes as they may be stored. The first that cannot be used refuses them all; what reaches beyond the
/// picture is cut at its edge.
Result<std::vector<store::ItemBox>> SoundBoxes(const std::vector<api::BoxLabel>& labels,
                                               const store::Item& item) {
  dataset::BoxedPicture picture{.name = item.name, .size = {item.width, item.height}, .boxes = {}};
  for (const api::BoxLabel& label : labels) {
    const api::Location& at = label.location;
    picture.boxes.push_back({{at.left, at.top, at.width, at.height},
                             label.name,
                             label.difficult.value_or(false),
                             label.crowd.value_or(false)});
  }
  dataset::BoxFaults faults;
  EASEL_TRY(dataset::KeepSoundBoxes(picture, picture.size, faults));
  if (picture.dropped > 0) {
    for (const Error& fault : faults.first()) {
      if (fault.code != "box-clipped") return std::unexpected(fault);
    }
    return std::unexpected(dataset::BoxMissing(item.name));
  }
  std::vector<store::ItemBox> boxes;
  for (dataset::LabelledBox& labelled : picture.boxes) {
    boxes.push_back({.class_name = std::move(labelled.label),
                     .left = labelled.box.left,
                     .top = labelled.box.top,
                     .width = labelled.box.width,
                     .height = labelled.box.height,
                     .difficult = labelled.difficult,
                     .crowd = labelled.crowd});
  }
  return boxes;
}

Result<http::Response> GetBoxes(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, DetectionProjectOf(call, services));
  EASEL_ASSIGN(const int64_t item, call.PathNumber("item"));
  EASEL_ASSIGN(const store::ItemBoxes boxes, services.catalog.boxes().Get(project.id, item));
  return Reply(Document(boxes));
}

Result<http::Response> PutBoxes(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, DetectionProjectOf(call, services));
  EASEL_ASSIGN(const int64_t id, call.PathNumber("item"));
  EASEL_ASSIGN(const api::Boxes body, ReadBody(call, api::BoxesFromJson));
  EASEL_ASSIGN(const store::Item item, services.catalog.items().Get(project.id, id));
  if (!body.labelled && !body.boxes.empty()) {
    return Fail(ErrorKind::kBadInput, "boxes-unlabelled",
                {"A picture that is not labelled has no boxes.", "未标注的图片不能带有标注框。"},
                {"Mark it as labelled, or leave the boxes out.", "请标记为已标注，或去掉标注框。"},
                item.name);
  }
  EASEL_ASSIGN(const std::vector<store::ItemBox> boxes, SoundBoxes(body.boxes, item));
  EASEL_ASSIGN(const store::ItemBoxes stored,
               services.catalog.boxes().Put(project.id, id, body.revision, body.labelled, boxes));
  return Reply(Document(stored));
}

}  // namespace

void AddBoxRoutes(http::Router& router, Services& services) {
  router.Add("getBoxes", [&services](http::Call& call) { return GetBoxes(call, services); });
  router.Add("putBoxes", {.max_body = kMaxBody, .check = {}},
             [&services](http::Call& call) { return PutBoxes(call, services); });
}

}  // namespace easel::server
