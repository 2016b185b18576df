#include "server/routes/routes.h"

namespace easel::server {

http::Router MakeRouter(Services& services) {
  http::Router router;
  AddHealthRoutes(router, services);
  AddSessionRoutes(router, services);
  AddProjectRoutes(router, services);
  AddItemRoutes(router, services);
  AddBoxRoutes(router, services);
  AddSegmentRoutes(router, services);
  AddSoundRoutes(router, services);
  AddAugmentationRoutes(router, services);
  AddImportRoutes(router, services);
  AddTrainingRoutes(router, services);
  AddModelRoutes(router, services);
  AddJobRoutes(router, services);
  AddReleaseRoutes(router, services);
  AddTokenRoutes(router, services);
  AddOptionRoutes(router, services);
  return router;
}

}  // namespace easel::server
