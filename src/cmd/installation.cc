#include "cmd/installation.h"

#include <cstdlib>
#include <initializer_list>

#include "base/file.h"
#include "base/parallel.h"

namespace easel::cmd {
namespace {

std::filesystem::path FromEnvironment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here changes the environment
  return value != nullptr ? value : "";
}

std::filesystem::path FirstThatExists(std::initializer_list<std::filesystem::path> candidates) {
  std::error_code ignored;
  for (const auto& candidate : candidates) {
    if (!candidate.empty() && std::filesystem::exists(candidate, ignored)) return candidate;
  }
  return *(candidates.end() - 1);
}

std::filesystem::path HomeFolder() {
  if (auto home = FromEnvironment("EASEL_HOME"); !home.empty()) return std::filesystem::absolute(home);
  if (auto data = FromEnvironment("XDG_DATA_HOME"); !data.empty()) return data / "easel";
  return FromEnvironment("HOME") / ".local/share/easel";
}

}  // namespace

Places FindPlaces() {
  const auto program = ProgramFolder();
  const auto build = program.parent_path().parent_path();
  return {.home = HomeFolder(),
          .weights = FirstThatExists({FromEnvironment("EASEL_WEIGHTS"), program / "../share/easel/weights",
                                      build / "weights"}),
          .others = FirstThatExists({FromEnvironment("EASEL_OTHERS"), program / "../share/easel/others",
                                     build / "samples/others"}),
          .studio = FirstThatExists({FromEnvironment("EASEL_STUDIO"), program / "../share/easel/studio",
                                     build.parent_path() / "web/dist"})};
}

Result<Installation> Installation::Open(const Places& places) {
  Installation out;
  out.places = places;
  EASEL_TRY(MakeFolders(places.home));
  out.clock = std::make_unique<SystemClock>();
  EASEL_ASSIGN(out.catalog, store::Catalog::Open(places.home, *out.clock));
  EASEL_ASSIGN(out.blobs, store::Blobs::Open(places.home));
  out.decoder = media::MakeSandboxedDecoder(media::DecoderProgram(), ProcessorCount());
  return out;
}

}  // namespace easel::cmd
