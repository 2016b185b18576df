#pragma once

#include <cstdint>
#include <optional>

#include "base/file.h"
#include "base/hash.h"
#include "base/options.h"
#include "media/decode/decoder.h"
#include "store/blobs.h"
#include "store/catalog.h"

namespace easel::server {

/// What a network learns from pictures of a project, as one picture.
struct SheetRequest {
  std::optional<Hash> item;  ///< the picture to show, else the first of each of the first three classes
  int side = 224;            ///< pixels of a view, 32–512, as the network sees it
  uint64_t seed = 0;         ///< another one draws other variations
};

/// A JPEG of views, five a row: of one picture the plain view and 14 variations, of several a row each, the
/// plain view first. `options` hold the values of media::AugmentationOptions(); "auto" is what a training of
/// the labelled pictures would choose. Mixup and cutmix are not shown. The same request and data give the
/// same bytes. Thread-safe.
///
/// kNotFound "picture-unknown" for an item that the project has not, kBadInput "no-labelled-pictures" for a
/// project without any, and the errors of the decoder, about the picture.
Result<Bytes> AugmentationSheet(store::Catalog& catalog, const store::Blobs& blobs, media::Decoder& decoder,
                                const store::Project& project, const OptionValues& options,
                                const SheetRequest& request);

}  // namespace easel::server
