#pragma once

#include "base/result.h"
#include "media/decode/decoder.h"
#include "runtime/model.h"

namespace easel::evaluation {

/// What the model says of a golden file, picture or recording, as it is recorded (graph::Golden::scores).
/// Errors: those of the decoder and of the model.
Result<std::vector<float>> AnswerGolden(runtime::Model& model, media::Decoder& decoder,
                                        std::span<const std::byte> file);

/// Whether the model gives its golden answers on this machine, bit for bit (Model::CheckGolden).
Status CheckGolden(runtime::Model& model, media::Decoder& decoder);

}  // namespace easel::evaluation
