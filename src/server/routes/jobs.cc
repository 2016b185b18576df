#include <charconv>
#include <memory>

#include "server/routes/documents.h"
#include "server/routes/routes.h"

namespace easel::server {
namespace {

Result<api::Job> DocumentOf(const store::Job& job, Services& services, Language language) {
  EASEL_ASSIGN(const store::Project project, services.catalog.projects().Get(job.project));
  return JobDocument(job, project.name, language);
}

Result<http::Response> ListJobs(http::Call& call, Services& services) {
  EASEL_ASSIGN(const int64_t limit, call.QueryNumber("limit", 100, 1, 500));
  store::ProjectId only = 0;
  if (const std::string name = call.QueryText("project"); !name.empty()) {
    EASEL_ASSIGN(const store::Project project, services.catalog.projects().Find(name));
    only = project.id;
  }
  EASEL_ASSIGN(const auto jobs, services.catalog.jobs().List(only, static_cast<int>(limit)));
  EASEL_ASSIGN(const auto names, ProjectNames(services.catalog));
  std::vector<api::Job> documents;
  for (const store::Job& job : jobs) {
    const auto name = names.find(job.project);
    if (name != names.end()) documents.push_back(JobDocument(job, name->second, call.request.language));
  }
  return Reply(documents);
}

Result<http::Response> GetJob(http::Call& call, Services& services) {
  EASEL_ASSIGN(const int64_t id, call.PathNumber("job"));
  EASEL_ASSIGN(const store::Job job, services.catalog.jobs().Get(id));
  EASEL_ASSIGN(const api::Job document, DocumentOf(job, services, call.request.language));
  return Reply(document);
}

Result<http::Response> CancelJob(http::Call& call, Services& services) {
  EASEL_ASSIGN(const int64_t id, call.PathNumber("job"));
  EASEL_TRY(services.catalog.jobs().RequestCancel(id));
  return GetJob(call, services);
}

/// What one watcher has seen of a job.
class JobWatch {
 public:
  JobWatch(Services& services, store::JobId job, int64_t after, Language language)
      : services_(services), job_(job), after_(after), language_(language) {}

  /// The events since the last call; nullopt when the job has ended and all was told, or is gone.
  std::optional<std::string> Poll() {
    if (ended_) return std::nullopt;
    // The job first: points that it reported before it ended are then in the list.
    const auto job = services_.catalog.jobs().Get(job_);
    const auto points = services_.catalog.jobs().Events(job_, after_);
    const auto document = job ? DocumentOf(*job, services_, language_) : std::unexpected(job.error());
    if (!points || !document) return std::nullopt;
    std::string out;
    for (const store::JobEvent& point : *points) {
      after_ = point.sequence;
      out += "id: " + std::to_string(point.sequence) +
             "\nevent: point\ndata: " + json::serialize(Localise(point.event, language_)) + "\n\n";
    }
    std::string text = json::serialize(ToJson(*document));
    if (text != last_) {
      out += "event: job\ndata: " + text + "\n\n";
      last_ = std::move(text);
    }
    ended_ = store::IsFinal(job->state);
    return out;
  }

 private:
  Services& services_;
  const store::JobId job_;
  int64_t after_;
  const Language language_;
  std::string last_;
  bool ended_ = false;
};

/// Where the watcher left off: its last event's id, as a reconnecting browser sends it, or the query.
Result<int64_t> LastSeen(const http::Call& call) {
  const std::string_view header = call.request.headers.Get("Last-Event-ID");
  int64_t sequence = 0;
  const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), sequence);
  if (!header.empty() && error == std::errc() && end == header.data() + header.size() && sequence >= 0)
    return sequence;
  return call.QueryNumber("after", 0, 0, INT64_MAX);
}

Result<http::Response> WatchJob(http::Call& call, Services& services) {
  EASEL_ASSIGN(const int64_t id, call.PathNumber("job"));
  EASEL_ASSIGN(const int64_t after, LastSeen(call));
  EASEL_TRY(services.catalog.jobs().Get(id));
  // Shared because a std::function has to be copyable.
  auto watch = std::make_shared<JobWatch>(services, id, after, call.request.language);
  return http::Response{.status = 200,
                        .content_type = "text/event-stream",
                        .headers = {},
                        .body = http::EventStream{[watch] { return watch->Poll(); }}};
}

}  // namespace

void AddJobRoutes(http::Router& router, Services& services) {
  router.Add("listJobs", [&services](http::Call& call) { return ListJobs(call, services); });
  router.Add("getJob", [&services](http::Call& call) { return GetJob(call, services); });
  router.Add("cancelJob", [&services](http::Call& call) { return CancelJob(call, services); });
  router.Add("watchJob", [&services](http::Call& call) { return WatchJob(call, services); });
}

}  // namespace easel::server
