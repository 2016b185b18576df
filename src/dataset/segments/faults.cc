#include "dataset/segments/faults.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "dataset/boxes/number.h"
#include "dataset/import/entry_path.h"

namespace easel::dataset {
namespace {

constexpr double kShortest = 1e-4;  ///< seconds; less is nothing to hear at any rate
constexpr double kToldCut = 0.1;    ///< label files round

Error Fault(std::string code, Text message, Text hint, std::string item) {
  return {ErrorKind::kBadInput, std::move(code), std::move(message), std::move(hint), std::move(item)};
}

/// Why the segment cannot be used.
std::optional<Error> FaultOf(const Segment& segment, double end, const std::string& item) {
  if (!std::isfinite(segment.begin) || !std::isfinite(segment.seconds)) {
    return Fault("segment-not-a-number",
                 {"Begin or end of this segment is not a number.", "此片段的起点或终点不是数字。"},
                 {"Write seconds, such as 12.5.", "请填写秒数，例如 12.5。"}, item);
  }
  if (segment.seconds < kShortest) {
    return Fault("segment-no-length", {"This segment ends where it begins, or before.", "此片段没有时长。"},
                 {"Draw it longer, or leave it out.", "请延长或删除该片段。"}, item);
  }
  if (segment.begin > end - kShortest || segment.end() < kShortest) {
    return Fault(
        "segment-outside", {"This segment lies outside of its recording.", "此片段超出录音范围。"},
        {"Check that the labels belong to this recording, and that times are seconds from its start.",
         "请检查标注与录音是否对应，以及时间是否为从录音开头算起的秒数。"},
        item);
  }
  if (segment.label.empty()) {
    return Fault("segment-no-label", {"This segment has no class.", "此片段没有类别。"},
                 {"Give it one, or leave it out.", "请为其指定类别，或删除该片段。"}, item);
  }
  if (Status status = CheckLabel(segment.label, item); !status) return std::move(status).error();
  return std::nullopt;
}

}  // namespace

Status KeepSoundSegments(const std::string& recording, double seconds, std::vector<Segment>& segments,
                         BoxFaults& faults) {
  if (segments.size() > kMaxBoxesPerPicture) {
    return std::unexpected(TooManyBoxes(recording, kMaxBoxesPerPicture));
  }
  const double end = seconds > 0 ? seconds : std::numeric_limits<double>::max();
  std::vector<Segment> kept;
  for (size_t i = 0; i < segments.size(); ++i) {
    Segment& segment = segments[i];
    segment.label = std::string(TrimBlanks(segment.label));
    if (std::optional<Error> fault = FaultOf(segment, end, BoxItem(recording, i))) {
      faults.Add(*std::move(fault));
      continue;
    }
    const double low = std::max(segment.begin, 0.0);
    const double high = std::min(segment.end(), end);
    const double cut = segment.seconds - (high - low);
    // What lies inside stays as it is, bit by bit.
    if (low > segment.begin || high < segment.end()) segment = {low, high - low, std::move(segment.label)};
    if (cut > kToldCut) {
      faults.Add(Fault("segment-clipped",
                       {"This segment reaches " + FormatNumber(std::ceil(cut * 10) / 10) +
                            " s beyond its recording; it was cut at the end.",
                        "此片段超出录音 " + FormatNumber(std::ceil(cut * 10) / 10) + " 秒，已裁剪。"},
                       {}, BoxItem(recording, i)));
    }
    kept.push_back(std::move(segment));
  }
  std::ranges::stable_sort(kept, {}, &Segment::begin);
  segments = std::move(kept);
  return {};
}

}  // namespace easel::dataset
