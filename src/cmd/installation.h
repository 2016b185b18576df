#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "media/decode/decoder.h"
#include "store/blobs.h"
#include "store/catalog.h"

namespace easel::cmd {

/// Where things lie. A file or folder named here need not exist.
struct Places {
  std::filesystem::path home;      ///< EASEL_HOME, else $XDG_DATA_HOME/easel, else ~/.local/share/easel
  std::filesystem::path weights;   ///< EASEL_WEIGHTS, else beside the program (installed, or in its build tree)
  std::filesystem::path others;    ///< EASEL_OTHERS, else beside the program: photos for the class "other"
  std::filesystem::path studio;    ///< EASEL_STUDIO, else beside the program
};
Places FindPlaces();

/// Everything that one installation holds open; both mains begin with it.
struct Installation {
  Places places;
  std::unique_ptr<Clock> clock;
  std::unique_ptr<store::Catalog> catalog;
  std::optional<store::Blobs> blobs;
  std::unique_ptr<media::Decoder> decoder;

  /// Creates the home when it is new.
  static Result<Installation> Open(const Places& places);
};

}  // namespace easel::cmd
