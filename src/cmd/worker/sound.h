#pragma once

#include "cmd/installation.h"
#include "workflow/queue.h"

/// The job "evaluate" of sound classification projects.
namespace easel::cmd {

/// {"model", "path", "names"?, "upload"?} → evaluation::Report::Store
Status EvaluateListener(Installation& installation, const workflow::JobContext& context);

}  // namespace easel::cmd
