#include "training/options.h"

#include <vector>

namespace easel::training {

std::span<const OptionDeclaration> SoundOptions() {
  static const std::vector<OptionDeclaration> options = {
      {.name = "mode",
       .type = OptionType::kChoice,
       .fallback = "thorough",
       .help =
           {"How to train. Thorough: Easel also teaches a network of its own, and takes it where that is "
            "better on speakers, machines or places that it did not learn from; minutes. Quick: only what "
            "pretrained networks hear, seconds.",
            "训练方式。thorough：另外训练一个专用网络，若其在未学过的说话人、机器或场所上更好则采用，需要"
            "几分钟。quick：仅使用预训练网络的特征，只需几秒。"},
       .choices = {"thorough", "quick"},
       .visibility = Visibility::kSimple},
      {.name = "time-limit",
       .type = OptionType::kDuration,
       .fallback = nullptr,
       .help = {"The most time that training may take (3m, 1h). More time lets the network hear every "
                "recording more often.",
                "训练时间上限（如 3m、1h）。时间越多，网络可反复学习每段录音的次数越多。"},
       .minimum = 1,
       .maximum = 7 * 24 * 3600,
       .visibility = Visibility::kSimple},
      {.name = "speed",
       .type = OptionType::kChoice,
       .fallback = "accurate",
       .help = {"Accurate: the model uses large pretrained networks as well, where that is better. Fast: it "
                "does without "
                "them and hears hundreds of seconds in a second on one core, for small machines and endless "
                "streams.",
                "accurate：在更准确时同时使用大型预训练网络。fast：不使用它们，单核每秒可处理数百秒声音，适合"
                "小型设备和"
                "持续的音频流。"},
       .choices = {"accurate", "fast"},
       .visibility = Visibility::kSimple},
      {.name = "balance",
       .type = OptionType::kChoice,
       .fallback = "auto",
       .help = {"Whether recordings of small classes count more, so that every class counts alike. Auto: "
                "where the largest class has three times the recordings of the smallest, or more.",
                "是否提高小类别录音的权重，使每个类别同等重要。auto：当最大类别的录音数达到最小类别的三倍时启"
                "用。"},
       .choices = {"auto", "none", "weights"}},
      {.name = "window",
       .type = OptionType::kNumber,
       .fallback = nullptr,
       .help = {"How many seconds the model hears at a time. Longer recordings are heard in overlapping "
                "windows. Automatic: so long that most recordings fit in.",
                "模型每次听取的时长（秒）。更长的录音会切分为重叠的窗口。默认：大多数录音可一次听完的长度。"},
       .minimum = 0.25,
       .maximum = 10,
       .visibility = Visibility::kExpert},
      {.name = "epochs",
       .type = OptionType::kInteger,
       .fallback = nullptr,
       .help = {"How often the network hears every recording, at most.", "网络学习每段录音的最多轮数。"},
       .minimum = 1,
       .maximum = 10'000,
       .visibility = Visibility::kExpert,
       .when = Condition{"mode", "thorough"}},
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
