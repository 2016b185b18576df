#pragma once

#include "cmd/installation.h"
#include "workflow/queue.h"

/// The jobs "train" and "evaluate" of object detection projects.
namespace easel::cmd {

/// {"options"} (training::DetectionOptions) → the model's summary; adds the model. Afterwards the pictures
/// without labels are ranked by how much labelling them would teach the next model.
Status TrainDetector(Installation& installation, const workflow::JobContext& context);

/// {"model", "path", "upload"?} → evaluation::DetectionReport::Store
Status EvaluateDetector(Installation& installation, const workflow::JobContext& context);

}  // namespace easel::cmd
