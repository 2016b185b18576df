#include "runtime/transforms.h"

#include <string>
#include <utility>

namespace easel::runtime {
namespace {

Result<media::ImageTransform> ReadPicture(const graph::Bundle& bundle, size_t i,
                                          const std::vector<media::ImageTransform>& before) {
  EASEL_ASSIGN(const media::ImageTransform transform,
               media::ImageTransform::FromJson(bundle.inputs[i].transform));
  if (bundle.graph.At(bundle.graph.inputs[i]).shape !=
      graph::Shape{1, transform.height, transform.width, 3}) {
    return ModelUnfit({"an input's picture size is not what the network takes", "输入的图片尺寸与网络不符"},
                      bundle.inputs[i].name);
  }
  if (before.empty()) return transform;
  if (transform.decode_min_side != before.front().decode_min_side) {
    return ModelUnfit({"its inputs need differently decoded pictures", "各输入需要不同的解码方式"},
                      bundle.inputs[i].name);
  }
  if (transform.follow_orientation != before.front().follow_orientation) {
    return ModelUnfit(
        {"its inputs disagree on pictures that lie on their side", "各输入对横向图片的处理不一致"},
        bundle.inputs[i].name);
  }
  return transform;
}

Result<media::SoundTransform> ReadSound(const graph::Bundle& bundle, size_t i) {
  EASEL_ASSIGN(const media::SoundTransform transform,
               media::SoundTransform::FromJson(bundle.inputs[i].transform));
  if (bundle.graph.At(bundle.graph.inputs[i]).shape !=
      graph::Shape{1, transform.frames, transform.width(), 1}) {
    return ModelUnfit({"an input's spectrogram is not what the network takes", "输入的频谱图与网络不符"},
                      bundle.inputs[i].name);
  }
  return transform;
}

}  // namespace

std::unexpected<Error> ModelUnfit(const Text& why, std::string item) {
  return Fail(ErrorKind::kBadInput, "model-unfit",
              {"The model cannot be used: " + why.en + ".", "模型无法使用：" + why.zh + "。"},
              {"Train the model again or use another copy of the file.", "请重新训练或换一份文件。"},
              std::move(item));
}

Result<Transforms> Transforms::Read(const graph::Bundle& bundle) {
  if (bundle.inputs.empty() || bundle.inputs.size() != bundle.graph.inputs.size()) {
    return ModelUnfit({"not every input is described", "并非所有输入都有描述"}, bundle.task);
  }
  Transforms transforms;
  for (size_t i = 0; i < bundle.inputs.size(); ++i) {
    if (bundle.listening) {
      EASEL_ASSIGN(transforms.of_sounds.emplace_back(), ReadSound(bundle, i));
    } else {
      EASEL_ASSIGN(const media::ImageTransform transform, ReadPicture(bundle, i, transforms.of_pictures));
      transforms.of_pictures.push_back(transform);
    }
  }
  return transforms;
}

}  // namespace easel::runtime
