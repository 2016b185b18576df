#include "training/full/options.h"

#include "graph/zoo/network.h"
#include "media/augment/augmentation.h"

namespace easel::training {
namespace {

std::vector<std::string> Networks() {
  std::vector<std::string> names = {"auto"};
  for (const graph::NetworkInfo& network : graph::Zoo()) names.emplace_back(network.name);
  return names;
}

}  // namespace

std::vector<OptionDeclaration> FullOptions() {
  std::vector<OptionDeclaration> options = {
      {.name = "network",
       .type = OptionType::kChoice,
       .fallback = "auto",
       .help = {"The network that learns.", "要训练的网络。"},
       .choices = Networks()},
      {.name = "start",
       .type = OptionType::kText,
       .fallback = "auto",
       .help =
           {"What the network knows at the beginning: nothing, shipped (the weights that come with Easel), "
            "or a safetensors file with the names of torchvision or timm. Auto: shipped where there are "
            "some.",
            "网络的初始权重：nothing（从零开始）、shipped（随 Easel 提供的权重），或采用 torchvision / timm "
            "命名的 safetensors 文件。auto：有随附权重时使用。"}},
      {.name = "side",
       .type = OptionType::kInteger,
       .fallback = nullptr,
       .help = {"Pictures are shown to the network as squares of this many pixels.",
                "图片以该边长（像素）的正方形输入网络。"},
       .minimum = 32,
       .maximum = 1024},
      {.name = "width",
       .type = OptionType::kNumber,
       .fallback = 1.0,
       .help = {"Times the channels of every layer.", "每层通道数的倍数。"},
       .minimum = 0.1,
       .maximum = 4,
       .visibility = Visibility::kExpert},
      {.name = "depth",
       .type = OptionType::kNumber,
       .fallback = 1.0,
       .help = {"Times the layers of every stage.", "每个阶段层数的倍数。"},
       .minimum = 0.1,
       .maximum = 4,
       .visibility = Visibility::kExpert},
      {.name = "epochs",
       .type = OptionType::kInteger,
       .fallback = nullptr,
       .help = {"How often the network sees every picture. A time limit may allow fewer.",
                "每张图片的训练轮数；时间上限可能使其减少。"},
       .minimum = 1,
       .maximum = 10'000},
      {.name = "batch",
       .type = OptionType::kInteger,
       .fallback = 32,
       .help = {"Pictures a step.", "每步的图片数。"},
       .minimum = 1,
       .maximum = 4096,
       .visibility = Visibility::kExpert},
      {.name = "rate",
       .type = OptionType::kNumber,
       .fallback = nullptr,
       .help = {"The highest learning rate of stochastic gradient descent.", "随机梯度下降的最大学习率。"},
       .minimum = 1e-6,
       .maximum = 100,
       .visibility = Visibility::kExpert},
      {.name = "smoothing",
       .type = OptionType::kNumber,
       .fallback = 0.1,
       .help = {"Label smoothing: the share of every label that goes to all classes alike.",
                "标签平滑：平均分配给所有类别的标签比例。"},
       .minimum = 0,
       .maximum = 0.9,
       .visibility = Visibility::kExpert},
      {.name = "patience",
       .type = OptionType::kInteger,
       .fallback = 0,
       .help = {"Stop after so many epochs without getting better on pictures kept aside; 0: never.",
                "在预留图片上连续多少轮没有提升后停止；0 表示不提前停止。"},
       .minimum = 0,
       .maximum = 10'000,
       .visibility = Visibility::kExpert},
      {.name = "processes",
       .type = OptionType::kInteger,
       .fallback = 1,
       .help =
           {"Processes that share every batch. The model is the same for any number of them, byte for byte.",
            "共同分担每批数据的进程数。无论多少个进程，得到的模型逐字节相同。"},
       .minimum = 1,
       .maximum = 64,
       .visibility = Visibility::kExpert},
      {.name = "precision",
       .type = OptionType::kChoice,
       .fallback = "float32",
       .help =
           {"float32, or mixed: 16 bits where it does no harm, faster where the machine has units for it.",
            "float32，或 mixed（混合精度：在不影响结果处使用 16 位，硬件支持时更快）。"},
       .choices = {"float32", "mixed"},
       .visibility = Visibility::kExpert},
      {.name = "tensorboard",
       .type = OptionType::kFlag,
       .fallback = false,
       .help = {"Also write the curves as files for TensorBoard.", "同时将曲线写为 TensorBoard 文件。"},
       .visibility = Visibility::kExpert},
  };
  for (const OptionDeclaration& option : media::AugmentationOptions()) options.push_back(option);
  for (OptionDeclaration& option : options) option.when = Condition{"mode", "full"};
  return options;
}

}  // namespace easel::training
