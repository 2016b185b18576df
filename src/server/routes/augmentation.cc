#include "media/augment/augmentation.h"

#include <algorithm>
#include <array>

#include "server/augmentation_sheet.h"
#include "server/routes/documents.h"
#include "server/routes/routes.h"

namespace easel::server {
namespace {

constexpr std::array<std::string_view, 3> kParameters = {"item", "side", "seed"};

/// Every other parameter is an option.
Result<OptionValues> OptionsOf(const http::Call& call) {
  json::object given;
  for (const auto& [name, value] : call.request.query) {
    if (std::ranges::find(kParameters, name) == kParameters.end()) given[name] = value;
  }
  return OptionValues::Parse(media::AugmentationOptions(), given);
}

Result<http::Response> PreviewAugmentation(http::Call& call, Services& services) {
  EASEL_ASSIGN(const store::Project project, ProjectOf(call, services));
  if (project.task == store::kSound) EASEL_TRY(CheckTask(project, store::kClassification));
  EASEL_ASSIGN(const OptionValues options, OptionsOf(call));
  SheetRequest request;
  EASEL_ASSIGN(const int64_t side, call.QueryNumber("side", request.side, 32, 512));
  EASEL_ASSIGN(const int64_t seed, call.QueryNumber("seed", 0, 0, INT32_MAX));
  request.side = static_cast<int>(side);
  request.seed = static_cast<uint64_t>(seed);
  if (const std::string item = call.QueryText("item"); !item.empty()) {
    EASEL_ASSIGN(request.item, Hash::FromHex(item));
  }
  EASEL_ASSIGN(const Bytes jpeg, AugmentationSheet(services.catalog, services.blobs, services.decoder,
                                                   project, options, request));
  http::Response response;
  response.content_type = "image/jpeg";
  response.body = std::string(reinterpret_cast<const char*>(jpeg.data()), jpeg.size());
  return response;
}

}  // namespace

void AddAugmentationRoutes(http::Router& router, Services& services) {
  router.Add("previewAugmentation", {.heavy = true, .check = {}},
             [&services](http::Call& call) { return PreviewAugmentation(call, services); });
}

}  // namespace easel::server
