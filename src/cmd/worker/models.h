#pragma once

#include <string>

#include "cmd/installation.h"
#include "graph/bundle.h"
#include "training/resources.h"
#include "workflow/queue.h"

/// What the jobs that make and judge models have in common.
namespace easel::cmd {

/// What training reads and writes in this installation; `run` names the folder of its curves.
training::TrainingResources ResourcesOf(Installation& installation, const std::string& run);

/// A model that was trained by a job.
struct NewModel {
  int version = 0;  ///< the data version that it learnt from
  const graph::Bundle& bundle;
  const json::object& report;  ///< as it is stored
  json::object summary;        ///< of the command-line contract, without the bundle's size
  int64_t start = 0;           ///< SteadyMillis at which the job began
};

/// Stores bundle and report durably, and adds the model in one transaction with the job's end. The job's
/// result is the summary with project, number and `more`.
Status KeepModel(Installation& installation, const workflow::JobContext& context, NewModel model,
                 const json::object& more);

/// A remark on files of an evaluation that could not be used.
Text UnusableFiles(int64_t count);

/// Deletes an upload once its job cannot run again. A file that stays behind costs disk only.
void DropUpload(const store::Job& job);

}  // namespace easel::cmd
