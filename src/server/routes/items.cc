#include <algorithm>

#include "evaluation/report.h"
#include "media/encode/jpeg.h"
#include "media/transform/image_transform.h"
#include "server/routes/documents.h"
#include "server/routes/routes.h"

namespace easel::server {
namespace {

constexpr int64_t kDefaultSide = 320;
constexpr int kJpegQuality = 85;

using ClassNames = std::map<store::ClassId, std::string>;

Result<ClassNames> NamesOf(store::Catalog& catalog, store::ProjectId project) {
  ClassNames names;
  EASEL_ASSIGN(const auto classes, catalog.projects().Classes(project));
  for (const store::Class& row : classes) names[row.id] = row.name;
  return names;
}

Result<store::ItemFilter> FilterOf(const http::Call& call, const store::Project& project,
                                   const ClassNames& classes) {
  store::ItemFilter filter;
  EASEL_ASSIGN(filter.unlabelled_only, call.QueryFlag("unlabelled"));
  if (const std::string hash = call.QueryText("hash"); !hash.empty()) {
    EASEL_ASSIGN(filter.hash, Hash::FromHex(hash));
  }
  const std::string name = call.QueryText("class");
  if (name.empty()) return filter;
  const auto found = std::ranges::find(classes, name, [](const auto& entry) { return entry.second; });
  if (found == classes.end()) {
    return Fail(ErrorKind::kNotFound, "class-unknown",
                {"There is no such class in this project.", "项目中没有该类别。"},
                {"Reload the project's classes.", "请刷新项目类别。"}, name);
  }
  if (project.task == store::kDetection) {
    filter.box_class = found->first;
  } else {
    (project.task == store::kSound ? filter.any_class : filter.class_id) = found->first;
  }
  return filter;
}

/// What is worth labelling most: a single page.
Result<http::Response> ListByWorth(const http::Call& call, Services& services, const store::Project& project,
                                   const ClassNames& classes) {
  EASEL_TRY(CheckTask(project, store::kDetection));
  EASEL_ASSIGN(const int64_t limit, call.QueryNumber("limit", 100, 1, 500));
  EASEL_ASSIGN(const auto items, services.catalog.boxes().ListByWorth(project.id, static_cast<int>(limit)));
  api::ItemPage page;
  EASEL_ASSIGN(page.total, services.catalog.items().Count(project.id, {.unlabelled_only = true}));
  for (const store::Item& item : items) page.items.push_back(ItemDocument(item, classes));
  return Reply(page);
}

Result<http::Response> ListItems(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const ClassNames classes, NamesOf(services.catalog, project.id));
  const std::string order = call.QueryText("order");
  if (order == "worth") return ListByWorth(call, services, project, classes);
  if (!order.empty() && order != "id") {
    return Fail(ErrorKind::kUsage, "parameter-invalid",
                {"The order must be id or worth.", "排序方式必须是 id 或 worth。"}, {}, "order");
  }
  EASEL_ASSIGN(const store::ItemFilter filter, FilterOf(call, project, classes));
  EASEL_ASSIGN(const int64_t after, call.QueryNumber("after", 0, 0, INT64_MAX));
  EASEL_ASSIGN(const int64_t limit, call.QueryNumber("limit", 100, 1, 500));
  // One more than asked for tells whether there is a next page.
  EASEL_ASSIGN(auto items,
               services.catalog.items().List(project.id, filter, after, static_cast<int>(limit) + 1));
  api::ItemPage page;
  EASEL_ASSIGN(page.total, services.catalog.items().Count(project.id, filter));
  if (static_cast<int64_t>(items.size()) > limit) {
    items.pop_back();
    page.next = items.back().id;
  }
  for (const store::Item& item : items) page.items.push_back(ItemDocument(item, classes));
  return Reply(page);
}

Result<http::Response> LabelItem(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const int64_t id, call.PathNumber("item"));
  EASEL_ASSIGN(const api::ItemLabel body, ReadBody(call, api::ItemLabelFromJson));
  if (body.class_ && project.task != store::kSound) EASEL_TRY(CheckTask(project, store::kClassification));
  EASEL_TRY(services.catalog.Transact([&]() -> Status {
    store::Items& items = services.catalog.items();
    if (body.class_) EASEL_TRY(items.SetLabel(project.id, id, *body.class_));
    return body.group ? items.SetSource(project.id, id, *body.group) : Status();
  }));
  EASEL_ASSIGN(const store::Item item, services.catalog.items().Get(project.id, id));
  EASEL_ASSIGN(const ClassNames classes, NamesOf(services.catalog, project.id));
  return Reply(ItemDocument(item, classes));
}

Result<http::Response> DeleteItem(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const int64_t id, call.PathNumber("item"));
  EASEL_TRY(services.catalog.items().Delete(project.id, id));
  return NoContent();
}

media::Image Shrink(const media::Image& image, int64_t side) {
  const int64_t longest = std::max(image.width, image.height);
  if (longest <= side) return image;
  const auto scaled = [&](int length) {
    return static_cast<int>(std::max<int64_t>(1, length * side / longest));
  };
  return media::Resize(image, scaled(image.width), scaled(image.height));
}

Result<http::Response> GetPicture(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  EASEL_ASSIGN(const int64_t side, call.QueryNumber("side", kDefaultSide, 16, 2048));
  const Result<Hash> hash = Hash::FromHex(call.Path("hash"));
  EASEL_ASSIGN(const bool is_ours,
               hash ? BelongsToProject(services, project.id, *hash) : Result<bool>(false));
  if (!is_ours) {
    return Fail(ErrorKind::kNotFound, "picture-unknown",
                {"There is no such picture in this project.", "项目中没有该图片。"},
                {"Reload the page.", "请刷新页面。"}, call.Path("hash"));
  }
  const std::string tag = "\"" + call.Path("hash").substr(0, 32) + "-" + std::to_string(side) + "\"";
  http::Response response;
  response.headers.Add("ETag", tag);
  response.headers.Add("Cache-Control", "private, max-age=31536000, immutable");
  if (call.request.headers.Get("If-None-Match") == tag) {
    response.status = 304;
    return response;
  }
  EASEL_ASSIGN(const Bytes bytes, services.blobs.Get(*hash));
  EASEL_ASSIGN(const auto decoded, services.decoder.Decode(bytes, {.min_side = static_cast<int>(side)}));
  const Bytes jpeg = media::EncodeJpeg(Shrink(decoded.image, side), kJpegQuality);
  response.content_type = "image/jpeg";
  response.body = std::string(reinterpret_cast<const char*>(jpeg.data()), jpeg.size());
  return response;
}

}  // namespace

void AddItemRoutes(http::Router& router, Services& services) {
  router.Add("listItems", [&services](http::Call& call) { return ListItems(call, services); });
  router.Add("labelItem", [&services](http::Call& call) { return LabelItem(call, services); });
  router.Add("deleteItem", [&services](http::Call& call) { return DeleteItem(call, services); });
  router.Add("getPicture", {.heavy = true, .check = {}},
             [&services](http::Call& call) { return GetPicture(call, services); });
}

}  // namespace easel::server
