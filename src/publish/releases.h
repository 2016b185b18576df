#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "media/decode/decoder.h"
#include "runtime/model.h"
#include "store/blobs.h"
#include "store/catalog.h"

namespace easel::publish {

/// Reads a model's bundle out of the store, ready to answer.
Result<std::unique_ptr<runtime::Model>> LoadModel(store::Blobs& blobs, const store::Model& model);

/// Makes model `number` (0: the newest) of the project live under `suffix`, or replaces the one that is live there. The
/// gate: the bundle must read back whole and give its golden outputs on this machine, bit for bit; otherwise nothing
/// changes. See store::Releases for the conflicts.
Result<store::Release> Publish(store::Catalog& catalog, store::Blobs& blobs, media::Decoder& decoder,
                               const store::Project& project, int number, std::string_view suffix, bool open);

}  // namespace easel::publish
