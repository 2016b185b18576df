#include "training/options.h"

#include <vector>

namespace easel::training {

std::span<const OptionDeclaration> DetectionOptions() {
  static const std::vector<OptionDeclaration> options = {
      {.name = "mode",
       .type = OptionType::kChoice,
       .fallback = "quick",
       .help =
           {"How to train. Quick: a detector learns on what a pretrained network sees, minutes. Full: the "
            "whole network learns, which takes far longer.",
            "训练方式。quick：在预训练网络提取的特征上训练检测器，只需几分钟。full：训练整个网络，耗时长得多"
            "。"},
       .choices = {"quick", "full"},
       .visibility = Visibility::kSimple},
      {.name = "time-limit",
       .type = OptionType::kDuration,
       .fallback = nullptr,
       .help = {"The most time that training may take (3m, 1h). More time lets Easel look at larger "
                "pictures, more "
                "often.",
                "训练时间上限（如 3m、1h）。时间越多，可使用更大的图片并学习更多轮。"},
       .minimum = 1,
       .maximum = 7 * 24 * 3600,
       .visibility = Visibility::kSimple},
      {.name = "network",
       .type = OptionType::kChoice,
       .fallback = "auto",
       .help = {"Which network looks at the pictures. mobilenet-ssd is the classic one; it learns from "
                "nothing, in "
                "full mode only.",
                "用于观察图片的网络。mobilenet-ssd 为经典检测网络，从零开始训练，仅用于 full 模式。"},
       .choices = {"auto", "efficientnet-lite0", "efficientnet-lite1", "efficientnet-lite2", "mobilenet-ssd"},
       .visibility = Visibility::kExpert},
      {.name = "side",
       .type = OptionType::kInteger,
       .fallback = nullptr,
       .help =
           {"The size at which pictures are looked at: the side of a square of as many pixels. Larger finds "
            "smaller objects and takes longer.",
            "观察图片的尺寸：等面积正方形的边长（像素）。越大越能发现小目标，耗时也越长。"},
       .minimum = 128,
       .maximum = 1024,
       .visibility = Visibility::kNormal},
      {.name = "epochs",
       .type = OptionType::kInteger,
       .fallback = nullptr,
       .help = {"How often every picture is looked at, at most.", "每张图片最多学习的轮数。"},
       .minimum = 1,
       .maximum = 10'000,
       .visibility = Visibility::kExpert},
      {.name = "seed",
       .type = OptionType::kInteger,
       .fallback = 1,
       .help = {"The same data and the same seed give the same model, byte for byte.",
                "相同的数据和种子得到逐字节相同的模型。"},
       .minimum = 0,
       .maximum = 2'147'483'647,
       .visibility = Visibility::kExpert}};
  return options;
}

}  // namespace easel::training
