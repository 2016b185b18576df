#pragma once

#include "server/http/router.h"
#include "server/services.h"

/// The operations of api/openapi.yaml, a file per noun. Each function registers the handlers of its noun;
/// `services` must outlive the router.
namespace easel::server {

void AddHealthRoutes(http::Router& router, Services& services);
void AddSessionRoutes(http::Router& router, Services& services);
void AddProjectRoutes(http::Router& router, Services& services);
void AddItemRoutes(http::Router& router, Services& services);
void AddBoxRoutes(http::Router& router, Services& services);
void AddSegmentRoutes(http::Router& router, Services& services);
void AddSoundRoutes(http::Router& router, Services& services);
void AddAugmentationRoutes(http::Router& router, Services& services);
void AddImportRoutes(http::Router& router, Services& services);
void AddTrainingRoutes(http::Router& router, Services& services);
void AddModelRoutes(http::Router& router, Services& services);
void AddJobRoutes(http::Router& router, Services& services);
void AddReleaseRoutes(http::Router& router, Services& services);
void AddTokenRoutes(http::Router& router, Services& services);
void AddOptionRoutes(http::Router& router, Services& services);

/// All of them.
http::Router MakeRouter(Services& services);

}  // namespace easel::server
