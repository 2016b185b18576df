#include "evaluation/golden.h"

#include <utility>
#include <vector>

namespace easel::evaluation {

Result<std::vector<float>> AnswerGolden(runtime::Model& model, media::Decoder& decoder,
                                        std::span<const std::byte> file) {
  if (model.listens()) {
    EASEL_ASSIGN(const media::DecodedSound decoded, decoder.DecodeSound(file, {}));
    return model.GoldenAnswer(decoded.sound);
  }
  EASEL_ASSIGN(const media::DecodedImage decoded,
               decoder.Decode(file, {.min_side = model.decode_min_side()}));
  return model.GoldenAnswer(decoded.image);
}

Status CheckGolden(runtime::Model& model, media::Decoder& decoder) {
  std::vector<media::Image> pictures;
  std::vector<media::Sound> sounds;
  for (const graph::Golden& golden : model.bundle().golden) {
    if (model.listens()) {
      EASEL_ASSIGN(media::DecodedSound decoded, decoder.DecodeSound(golden.file, {}));
      sounds.push_back(std::move(decoded.sound));
    } else {
      EASEL_ASSIGN(media::DecodedImage decoded,
                   decoder.Decode(golden.file, {.min_side = model.decode_min_side()}));
      pictures.push_back(std::move(decoded.image));
    }
  }
  return model.listens() ? model.CheckGolden(sounds) : model.CheckGolden(pictures);
}

}  // namespace easel::evaluation
