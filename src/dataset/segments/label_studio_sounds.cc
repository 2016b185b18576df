#include "dataset/segments/label_studio_sounds.h"

#include <utility>

#include "dataset/boxes/json_elements.h"
#include "dataset/boxes/label_studio_task.h"
#include "dataset/boxes/number.h"
#include "dataset/import/entry_path.h"
#include "dataset/import/manifest.h"
#include "dataset/types.h"

namespace easel::dataset {
namespace {

/// Texts of a list, those that are none as "".
std::vector<std::string> TextsIn(const json::array& list) {
  std::vector<std::string> out;
  for (const json::value& value : list) {
    out.emplace_back(value.is_string() ? std::string_view(value.get_string()) : std::string_view());
  }
  return out;
}

Error SeveralClasses(std::string recording, const std::string& kept) {
  return {ErrorKind::kBadInput,
          "several-classes",
          {"This recording was given several classes; \"" + kept + "\" was used.",
           "此录音有多个类别，已采用“" + kept + "”。"},
          {"Label segments of it where it holds several sounds.", "若其中有多种声音，请标注片段。"},
          std::move(recording)};
}

class Reader {
 public:
  Reader(std::string_view file, BoxFaults& faults) : file_(file), faults_(faults) {}

  Status OnTask(std::string_view section, const json::value& element) {
    const json::object* task = element.if_object();
    const json::object* data = task == nullptr ? nullptr : ObjectIn(*task, "data");
    if (!section.empty() || data == nullptr) {
      return std::unexpected(
          LabelFileInvalid(std::string(file_),
                           {"It should be a list of tasks with \"data\".", "应为包含 “data” 的任务列表。"}));
    }
    LabelledSound sound{.name = FileOfTask(*data, "audio"),
                        .group = std::string(TrimBlanks(TextIn(*data, "group"))),
                        .split = ParseSplit(TextIn(*data, "split"))};
    const json::array* results = ResultsOf(*task);
    if (results == nullptr || sound.name.empty()) return {};
    AddResults(*results, sound);
    if (sound.segments) segments_ += sound.segments->size();
    if (segments_ > kMaxBoxes || sounds_.size() == kMaxPictures) {
      return std::unexpected(TooManyBoxes(std::string(file_), kMaxBoxes));
    }
    sounds_.push_back(std::move(sound));
    return {};
  }

  std::vector<LabelledSound> Finish() { return std::move(sounds_); }

 private:
  void AddResults(const json::array& results, LabelledSound& sound) {
    std::vector<Segment> regions;
    std::vector<Segment> chosen;
    for (const json::value& element : results) {
      const json::object* result = element.if_object();
      const json::object* value = result == nullptr ? nullptr : ObjectIn(*result, "value");
      if (value == nullptr) continue;
      if (const double length = ParseNumber(result->if_contains("original_length")); length > 0) {
        sound.seconds = length;
      }
      const json::array* labels = ArrayIn(*value, "labels");
      const json::array* choices = ArrayIn(*value, "choices");
      if (labels != nullptr) {
        AddSegments(*value, TextsIn(*labels), regions);
      } else if (choices != nullptr && value->contains("start")) {
        AddSegments(*value, TextsIn(*choices), chosen);
      } else if (choices != nullptr) {
        for (const std::string& name : TextsIn(*choices)) Choose(name, sound);
      }
    }
    // Choices about regions that have labels say something else about them.
    if (regions.empty()) regions = std::move(chosen);
    if (!regions.empty() || sound.class_name.empty()) sound.segments = std::move(regions);
  }

  static void AddSegments(const json::object& value, std::vector<std::string> labels,
                          std::vector<Segment>& out) {
    const double begin = ParseNumber(value.if_contains("start"));
    const double seconds = ParseNumber(value.if_contains("end")) - begin;
    if (labels.empty()) labels.emplace_back();
    for (std::string& label : labels) out.push_back({begin, seconds, std::move(label)});
  }

  void Choose(const std::string& name, LabelledSound& sound) {
    const std::string_view trimmed = TrimBlanks(name);
    if (sound.class_name.empty()) {
      sound.class_name = trimmed;
    } else if (sound.class_name != trimmed) {
      faults_.Add(SeveralClasses(sound.name, sound.class_name));
    }
  }

  const std::string_view file_;
  BoxFaults& faults_;
  size_t segments_ = 0;
  std::vector<LabelledSound> sounds_;
};

std::string Quoted(std::string_view text) { return json::serialize(json::string(text)); }

std::string ResultsText(const LabelledSound& sound, const std::string& id) {
  std::string out;
  const std::string head = "\",\"to_name\":\"audio\"" +
                           (sound.seconds > 0 ? ",\"original_length\":" + FormatNumber(sound.seconds) : "");
  if (!sound.class_name.empty()) {
    out += "\n  {\"id\":\"" + id + "-0\",\"type\":\"choices\",\"from_name\":\"class" + head +
           ",\"value\":{\"choices\":[" + Quoted(sound.class_name) + "]}}";
  }
  size_t number = 0;
  for (const Segment& segment : sound.segments.value_or(std::vector<Segment>())) {
    out += (out.empty() ? "\n  " : ",\n  ") + ("{\"id\":\"" + id) + "-" + std::to_string(++number) +
           "\",\"type\":\"labels\",\"from_name\":\"label" + head +
           ",\"value\":{\"start\":" + FormatNumber(segment.begin) +
           ",\"end\":" + FormatNumber(segment.end()) + ",\"channel\":0,\"labels\":[" + Quoted(segment.label) +
           "]}}";
  }
  return out;
}

}  // namespace

Result<std::vector<LabelledSound>> ReadLabelStudioSounds(const Pieces& pieces, std::string_view file,
                                                         BoxFaults& faults) {
  Reader reader(file, faults);
  EASEL_TRY(ReadJsonElements(pieces, file, {}, [&](std::string_view section, const json::value& task) {
    return reader.OnTask(section, task);
  }));
  return reader.Finish();
}

std::string WriteLabelStudioSounds(const std::vector<LabelledSound>& sounds) {
  std::string out = "[";
  for (size_t i = 0; i < sounds.size(); ++i) {
    const LabelledSound& sound = sounds[i];
    const std::string id = std::to_string(i + 1);
    out += (i > 0 ? ",\n" : "\n") + ("{\"id\":" + id) +
           ",\"data\":{\"audio\":" + Quoted(UploadAddress(sound.name));
    if (!sound.group.empty()) out += ",\"group\":" + Quoted(sound.group);
    if (sound.split != store::Split::kAuto) out += ",\"split\":" + Quoted(SplitName(sound.split));
    out += "},\"annotations\":[{\"was_cancelled\":false,\"result\":[" + ResultsText(sound, id) + "]}]}";
  }
  return out + "\n]\n";
}

}  // namespace easel::dataset
