// The worker of supervisor_test: workflow_test_worker HOME (--serve | --job ID). Its jobs do what their
// payload says.
#include <chrono>
#include <string>
#include <string_view>
#include <thread>

#include "workflow/worker.h"

namespace {

using easel::Status;
using easel::workflow::JobContext;

Status Rest(const JobContext& context) {
  while (!context.progress.IsCancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return easel::Cancelled();
}

Status Greet(const JobContext& context) {
  for (int i = 1; i <= 3; ++i) context.progress.Report("greet", {"Greeting", "问候"}, i, 3);
  return context.commit([] { return easel::Result<easel::json::object>({{"hello", "world"}}); });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const auto stop = easel::workflow::StopOnSignals();
  const easel::SystemClock clock;
  const auto catalog = easel::store::Catalog::Open(argv[1], clock);
  if (!catalog) return 1;
  const easel::workflow::JobHandlers handlers = {{"rest", Rest}, {"greet", Greet}};
  if (std::string_view(argv[2]) == "--job") {
    return easel::workflow::RunOneJob(**catalog, handlers, clock, std::stoll(argv[3]), stop) ? 0 : 1;
  }
  easel::workflow::RunWorker(**catalog, handlers, clock, stop);
  return 0;
}
