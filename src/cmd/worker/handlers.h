#pragma once

#include "cmd/installation.h"
#include "workflow/queue.h"

namespace easel::cmd {

/// What a worker can do, by job kind. `installation` must outlive the handlers.
///   import    {"path", "options", "upload"?}            → dataset::ImportReport::Store
///   train     {"options"}                               → the model's summary and the report's suspects; adds the model
///   evaluate  {"model", "path", "upload"?}              → evaluation::Report::Store
/// With "upload": true the file at "path" is deleted when the job has ended.
workflow::JobHandlers MakeHandlers(Installation& installation);

/// Trains along with another worker that started this process for it; `task` is JSON (training/deferred.h).
Status TrainAlong(Installation& installation, std::string_view task);

}  // namespace easel::cmd
