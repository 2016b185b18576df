#include "dataset/check_boxes.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <string>
#include <utility>

#include "dataset/boxes/faults.h"

namespace easel::dataset {
namespace {

using Severity = Finding::Severity;

constexpr int64_t kNeeded = 20;       // EasyDL's minimum of boxes per class
constexpr double kNetworkSide = 320;  // pixels that a network sees of a picture's longer side
constexpr double kTinySide = 8;       // of those; a network's finest map has a point for so many
constexpr double kSameClass = 0.9;    // overlap from which two boxes are one object
constexpr double kOtherClass = 0.95;
constexpr int64_t kCompared = 20'000'000;  // pairs in a picture, which only a hostile one has
constexpr size_t kNamed = 20;

/// Items of a finding: all are counted, the first are named.
struct Named {
  int64_t count = 0;
  std::vector<std::string> items;

  void Add(std::string item) {
    ++count;
    if (items.size() < kNamed) items.push_back(std::move(item));
  }
};

struct Found {
  int64_t boxes = 0;
  Named tiny;
  Named twice;
  Named empty;
};

bool IsTiny(const store::ItemBox& box, const store::Item& item) {
  const double scale = kNetworkSide / std::max({item.width, item.height, 1});
  return std::min(box.width, box.height) * scale < kTinySide;
}

/// Boxes that are nearly the same as an earlier one. Sorted by their left edge, a box can only overlap so
/// much with those that begin within a tenth of its width, so that thousands of boxes in a picture are no
/// matter.
void FindTwice(const store::Item& item, std::span<const store::ItemBox> boxes, Named& twice) {
  std::vector<size_t> order(boxes.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, {}, [&](size_t i) { return std::pair(boxes[i].left, i); });
  int64_t comparisons = 0;
  std::vector<size_t> found;
  for (size_t i = 0; i < order.size(); ++i) {
    const store::ItemBox& a = boxes[order[i]];
    for (size_t k = i + 1; k < order.size(); ++k) {
      const store::ItemBox& b = boxes[order[k]];
      const bool apart = b.left > a.left + a.width * (1 - kSameClass);
      if (apart || ++comparisons > kCompared) break;
      if (OverlapOf(a, b) <= (a.class_name == b.class_name ? kSameClass : kOtherClass)) continue;
      found.push_back(std::max(order[i], order[k]));
      break;
    }
  }
  std::ranges::sort(found);
  found.erase(std::ranges::unique(found).begin(), found.end());
  for (const size_t box : found) twice.Add(BoxItem(item.name, box));
}

std::string Count(int64_t count) { return std::to_string(count); }

void FindSmallClasses(const std::vector<store::Class>& classes, std::vector<Finding>& findings) {
  Named small;
  for (const store::Class& c : classes) {
    if (c.boxes < kNeeded) small.Add(c.name);
  }
  if (small.count == 0) return;
  findings.push_back({Severity::kWarning,
                      "class-too-small",
                      {"Classes with fewer than 20 boxes are seldom found well.",
                       "少于 20 个标注框的类别通常检测效果不佳。"},
                      {"Draw more boxes of them: 20 are the least, 50 and more are advised.",
                       "请为其添加标注框：至少 20 个，建议 50 个以上。"},
                      small.items});
}

}  // namespace

double OverlapOf(const store::ItemBox& a, const store::ItemBox& b) {
  const double width = std::min(a.left + a.width, b.left + b.width) - std::max(a.left, b.left);
  const double height = std::min(a.top + a.height, b.top + b.height) - std::max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const double both = width * height;
  return both / (a.width * a.height + b.width * b.height - both);
}

Status FindBoxProblems(store::Catalog& catalog, store::ProjectId project,
                       const std::vector<store::Class>& classes, std::vector<Finding>& findings) {
  Found found;
  const auto look = [&](const store::Item& item, std::span<const store::ItemBox> boxes) -> Status {
    found.boxes += static_cast<int64_t>(boxes.size());
    if (boxes.empty()) found.empty.Add(item.name);
    for (size_t i = 0; i < boxes.size(); ++i) {
      if (IsTiny(boxes[i], item)) found.tiny.Add(BoxItem(item.name, i));
    }
    FindTwice(item, boxes, found.twice);
    return {};
  };
  EASEL_TRY(catalog.boxes().ForEach(project, look));
  if (found.boxes == 0) {
    findings.push_back({Severity::kError,
                        "no-boxes",
                        {"No picture has a box, so there is nothing to learn to find.",
                         "没有任何图片带有标注框，无法学习检测目标。"},
                        {"Draw boxes around the objects, at least 20 of each class.",
                         "请为目标物体画框，每个类别至少 20 个。"},
                        {}});
    return {};
  }
  FindSmallClasses(classes, findings);
  if (found.twice.count > 0) {
    findings.push_back(
        {Severity::kWarning,
         "boxed-twice",
         {Count(found.twice.count) + " boxes lie on top of another one, as if an object was boxed twice.",
          Count(found.twice.count) + " 个标注框与另一个几乎重合，可能重复标注了同一物体。"},
         {"Delete one of the two, or correct its class.", "请删除其中一个，或修改其类别。"},
         found.twice.items});
  }
  if (found.tiny.count > 0) {
    findings.push_back(
        {Severity::kWarning,
         "box-tiny",
         {Count(found.tiny.count) + " boxes are so small that a network would hardly see them.",
          Count(found.tiny.count) + " 个标注框过小，模型几乎无法看到。"},
         {"Take pictures from closer, or cut them into parts; remove boxes that were drawn by mistake.",
          "请拍得更近，或将图片裁成几块；误画的标注框请删除。"},
         found.tiny.items});
  }
  if (found.empty.count > 0) {
    findings.push_back(
        {Severity::kHint,
         "pictures-without-boxes",
         {Count(found.empty.count) + " pictures are labelled as having nothing in them.",
          Count(found.empty.count) + " 张图片被标注为没有目标。"},
         {"On purpose they teach what not to find; draw the missing boxes if it was a mistake.",
          "若是有意为之，它们能教会模型不误检；若是遗漏，请补画标注框。"},
         found.empty.items});
  }
  return {};
}

}  // namespace easel::dataset
