#include "evaluation/listen.h"

#include <iterator>
#include <optional>

#include "media/decode/pieces.h"
#include "runtime/listening/stream.h"

namespace easel::evaluation {

Result<std::vector<runtime::Heard>> ListenTo(runtime::Model& model, media::Decoder& decoder,
                                             std::span<const std::byte> file) {
  std::vector<runtime::Heard> heard;
  std::optional<runtime::SoundStream> stream;
  const auto add = [&](Result<std::vector<runtime::Heard>> some) -> Status {
    if (!some) return std::unexpected(std::move(some).error());
    heard.insert(heard.end(), std::make_move_iterator(some->begin()), std::make_move_iterator(some->end()));
    return {};
  };
  EASEL_TRY(media::DecodeInPieces(decoder, file, [&](const media::Sound& piece) {
    if (!stream) stream.emplace(model, piece.rate);
    return add(stream->Push(piece.samples));
  }));
  if (stream) EASEL_TRY(add(stream->Finish()));
  return heard;
}

}  // namespace easel::evaluation
