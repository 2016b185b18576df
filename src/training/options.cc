#include "training/options.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "training/full/options.h"

namespace easel::training {

std::span<const OptionDeclaration> TrainOptions() {
  static const std::vector<OptionDeclaration> options = [] {
    std::vector<OptionDeclaration> all = {
        {.name = "mode",
         .type = OptionType::kChoice,
         .fallback = "quick",
         .help =
             {"How to train. Quick: a head on features of a pretrained network, seconds. Thorough: the "
              "network's last stages learn "
              "as well, minutes. Full: a whole network learns, from nothing if you like, minutes to hours.",
              "训练方式。quick：在预训练网络的特征上训练分类头，只需几秒。thorough：同时微调网络的最后几个阶"
              "段，需要几分钟。"
              "full：训练整个网络（可从零开始），需要几分钟到几小时。"},
         .choices = {"quick", "thorough", "full"},
         .visibility = Visibility::kSimple},
        {.name = "time-limit",
         .type = OptionType::kDuration,
         .fallback = nullptr,
         .help = {"The most time that training may take (30s, 10m). More time lets Easel combine several "
                  "networks and views.",
                  "训练时间上限（如 30s、10m）。时间越多，可组合的网络和视角越多。"},
         .minimum = 1,
         .maximum = 7 * 24 * 3600,
         .visibility = Visibility::kSimple},
        {.name = "other",
         .type = OptionType::kFlag,
         .fallback = false,
         .help =
             {"Add a class \"other\" for pictures that show none of the classes. Easel brings its pictures.",
              "增加一个“other”类别，用于识别不属于任何类别的图片；其图片由 Easel 自动准备。"},
         .visibility = Visibility::kSimple},
        {.name = "other-from",
         .type = OptionType::kText,
         .fallback = "",
         .help = {"Names of other projects of yours, separated by commas, whose pictures may serve in the "
                  "class \"other\".",
                  "可用于“other”类别的其他项目名称，用逗号分隔。"}},
        {.name = "balance",
         .type = OptionType::kChoice,
         .fallback = "auto",
         .help = {"Whether pictures of small classes count more, so that every class counts alike. Auto: "
                  "where the largest class has three "
                  "times the pictures of the smallest, or more.",
                  "是否提高小类别图片的权重，使每个类别同等重要。auto：当最大类别的图片数达到最小类别的三倍时"
                  "启用。"},
         .choices = {"auto", "none", "weights"}},
        {.name = "seed",
         .type = OptionType::kInteger,
         .fallback = 1,
         .help = {"The same data and the same seed give the same model, byte for byte.",
                  "相同的数据和相同的种子得到逐字节相同的模型。"},
         .minimum = 0,
         .maximum = 2147483647,
         .visibility = Visibility::kExpert},
    };
    for (OptionDeclaration& option : FullOptions()) all.push_back(std::move(option));
    return all;
  }();
  return options;
}

std::span<const OptionDeclaration> TrainOptionsOf(std::string_view task) {
  if (task == "object-detection") return DetectionOptions();
  return task == "sound-classification" ? SoundOptions() : TrainOptions();
}

std::vector<std::string> OtherProjects(const OptionValues& options) {
  const std::string given = options.Text("other-from");
  std::vector<std::string> names;
  for (size_t begin = 0; begin <= given.size();) {
    const size_t end = std::min(given.find(',', begin), given.size());
    std::string_view name = std::string_view(given).substr(begin, end - begin);
    while (name.starts_with(' ')) name.remove_prefix(1);
    while (name.ends_with(' ')) name.remove_suffix(1);
    if (!name.empty()) names.emplace_back(name);
    begin = end + 1;
  }
  return names;
}

}  // namespace easel::training
