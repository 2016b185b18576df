#include "dataset/check_sounds.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "dataset/boxes/number.h"
#include "dataset/quiet.h"

namespace easel::dataset {
namespace {

using Severity = Finding::Severity;

constexpr size_t kNamed = 20;
constexpr double kMostlySilent = 0.9;  ///< share of its time
constexpr double kClipped = 0.005;     ///< share of its samples
constexpr double kShortest = 0.1;      ///< seconds
constexpr double kLong = 60;
constexpr int kFewest = 2;  ///< recordings by which a class's way of recording is judged

struct Named {
  int64_t count = 0;
  std::vector<std::string> items;

  void Add(const std::string& name) {
    if (++count <= static_cast<int64_t>(kNamed)) items.push_back(name);
  }
};

/// A finding about each recording that `is_such`; "#" in its text stands for how many there are.
void FindSuch(std::span<const CheckedSound> sounds, const std::function<bool(const CheckedSound&)>& is_such,
              Finding finding, std::vector<Finding>& findings) {
  Named such;
  for (const CheckedSound& sound : sounds) {
    if (is_such(sound)) such.Add(sound.name);
  }
  if (such.count == 0) return;
  for (std::string* text : {&finding.message.en, &finding.message.zh}) {
    text->replace(text->find('#'), 1, std::to_string(such.count));
  }
  finding.items = std::move(such.items);
  findings.push_back(std::move(finding));
}

/// Values of something about the recordings, such as their sampling rate, by class.
using ValuesByClass = std::map<std::string, std::map<int, int>>;

ValuesByClass CountByClass(std::span<const CheckedSound> sounds, int store::SoundFacts::* value) {
  ValuesByClass out;
  for (const CheckedSound& sound : sounds) {
    for (const std::string& name : sound.classes) ++out[name][sound.facts.*value];
  }
  return out;
}

/// Classes none of whose values another class has: they can be told without listening.
std::vector<std::string> ToldBy(const ValuesByClass& classes) {
  std::map<int, int> holders;
  for (const auto& [name, values] : classes) {
    for (const auto& [value, count] : values) ++holders[value];
  }
  std::vector<std::string> told;
  for (const auto& [name, values] : classes) {
    int total = 0;
    for (const auto& [value, count] : values) total += count;
    const bool alone =
        std::ranges::all_of(values, [&](const auto& value) { return holders[value.first] == 1; });
    if (alone && total >= kFewest) told.push_back(name);
  }
  return told;
}

std::set<int> ValuesOf(std::span<const CheckedSound> sounds, int store::SoundFacts::* value) {
  std::set<int> out;
  for (const CheckedSound& sound : sounds) out.insert(sound.facts.*value);
  return out;
}

std::string Join(const std::set<int>& values) {
  constexpr size_t kShown = 6;
  std::string out;
  size_t shown = 0;
  for (const int value : values) {
    if (shown == kShown) return out + ", …";
    out += (shown++ > 0 ? ", " : "") + std::to_string(value);
  }
  return out;
}

/// One of two findings where values differ: that they tell classes apart, or just that they differ.
void FindMixed(std::span<const CheckedSound> sounds, int store::SoundFacts::* value, Finding tells,
               Finding differs, std::vector<Finding>& findings) {
  if (ValuesOf(sounds, value).size() < 2) return;
  const ValuesByClass classes = CountByClass(sounds, value);
  std::vector<std::string> told = ToldBy(classes);
  if (classes.size() >= 2 && !told.empty()) {
    if (told.size() > kNamed) told.resize(kNamed);
    tells.items = std::move(told);
    findings.push_back(std::move(tells));
    return;
  }
  findings.push_back(std::move(differs));
}

}  // namespace

void FindSoundProblems(std::span<const CheckedSound> sounds, std::vector<Finding>& findings) {
  FindSuch(
      sounds, [](const CheckedSound& sound) { return sound.facts.peak < kQuiet; },
      {Severity::kWarning,
       "sound-silent",
       {"# recordings are silent: nothing in them reaches −60 dB.",
        "# 段录音是静音：没有任何声音达到 −60 dB。"},
       {"Delete them, or record them again: without labels they do no harm.",
        "请删除或重新录制；若不标注，则不影响训练。"},
       {}},
      findings);
  FindSuch(
      sounds,
      [](const CheckedSound& sound) {
        return sound.facts.peak >= kQuiet && sound.facts.quiet > kMostlySilent && !sound.has_segments;
      },
      {Severity::kHint,
       "sound-mostly-silent",
       {"# recordings are silent for more than nine tenths of their time.", "# 段录音超过九成的时间是静音。"},
       {"Cut them to the sound, or label the segment with the sound.", "请裁剪到有声部分，或标注有声片段。"},
       {}},
      findings);
  FindSuch(
      sounds, [](const CheckedSound& sound) { return sound.facts.clipped > kClipped; },
      {Severity::kWarning,
       "sound-clipped",
       {"# recordings are clipped: they were recorded too loud.", "# 段录音削波：录音音量过大。"},
       {"Record with less gain. When all classes are clipped alike, the model may still do.",
        "请降低录音增益。若各类别削波程度相近，模型仍可能可用。"},
       {}},
      findings);
  FindSuch(
      sounds, [](const CheckedSound& sound) { return sound.facts.seconds < kShortest; },
      {Severity::kWarning,
       "sound-too-short",
       {"# recordings are shorter than 0.1 s.", "# 段录音短于 0.1 秒。"},
       {"Leave some time before and behind the sound.", "请在声音前后保留一些时间。"},
       {}},
      findings);
  FindSuch(
      sounds,
      [](const CheckedSound& sound) {
        return sound.facts.seconds > kLong && !sound.has_segments && !sound.classes.empty();
      },
      {Severity::kHint,
       "sound-long",
       {"# recordings are longer than a minute and have one class for all of it.",
        "# 段录音超过一分钟，且整段只有一个类别。"},
       {"Where only part of it is that sound, label segments instead.",
        "若其中只有部分是该声音，请改为标注片段。"},
       {}},
      findings);
  const std::string rates = Join(ValuesOf(sounds, &store::SoundFacts::rate));
  FindMixed(sounds, &store::SoundFacts::rate,
            {Severity::kWarning,
             "rate-tells-class",
             {"All recordings of these classes have a sampling rate that no other class has (" + rates +
                  " Hz in all): the model may learn how they were recorded.",
              "这些类别的全部录音采用了其他类别没有的采样率（全部采样率：" + rates +
                  " Hz）：模型可能学到的是录音方式而非声音。"},
             {"Record all classes with the same device and settings.", "请用相同的设备和设置录制所有类别。"},
             {}},
            {Severity::kHint,
             "rates-mixed",
             {"The recordings have different sampling rates: " + rates + " Hz.",
              "录音的采样率不一致：" + rates + " Hz。"},
             {"They are brought to one rate; what a low rate lacks stays lacking.",
              "系统会统一采样率；低采样率缺失的高频无法恢复。"},
             {}},
            findings);
  const std::string channels = Join(ValuesOf(sounds, &store::SoundFacts::channels));
  FindMixed(sounds, &store::SoundFacts::channels,
            {Severity::kWarning,
             "channels-tell-class",
             {"All recordings of these classes have a number of channels that no other class has (" +
                  channels + " in all): the model may learn how they were recorded.",
              "这些类别的全部录音采用了其他类别没有的声道数（全部声道数：" + channels +
                  "）：模型可能学到的是录音方式而非声音。"},
             {"Record all classes with the same device and settings.", "请用相同的设备和设置录制所有类别。"},
             {}},
            {Severity::kHint,
             "channels-mixed",
             {"The recordings have different numbers of channels: " + channels + ".",
              "录音的声道数不一致：" + channels + "。"},
             {"The mean of the channels is used.", "系统会使用各声道的平均值。"},
             {}},
            findings);
}

}  // namespace easel::dataset
