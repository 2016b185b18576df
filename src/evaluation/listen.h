#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "media/decode/decoder.h"
#include "runtime/listening/passages.h"
#include "runtime/model.h"

namespace easel::evaluation {

/// What a model hears in an encoded recording of any length, window by window: bit for bit Model::Listen of
/// the whole, with no more than some minutes of it in memory. runtime::MeanScores of it are Model::Predict's.
/// Errors: those of the decoder, and "sound-empty".
Result<std::vector<runtime::Heard>> ListenTo(runtime::Model& model, media::Decoder& decoder,
                                             std::span<const std::byte> file);

}  // namespace easel::evaluation
