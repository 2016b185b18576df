#include "graph/bundle.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <set>
#include <string_view>
#include <utility>

namespace easel::graph {
namespace {

static_assert(std::endian::native == std::endian::little, "bundles are little-endian");

// The layout is described in docs/formats/bundle.md: change both, and the version.
constexpr std::array<char, 8> kMagic = {'\x89', 'E', 'A', 'S', 'E', 'L', '\r', '\n'};
constexpr uint32_t kVersion = 1;
constexpr size_t kAlignment = 64;
constexpr size_t kNumbersPerBox = 6;  // of a golden picture
enum SectionIndex : size_t {
  kTask,
  kLabels,
  kGraph,
  kWeights,
  kGolden,
  kPictures,
  kProvenance,
  kSectionCount
};
constexpr std::array<std::string_view, kSectionCount> kSectionNames = {
    "task", "labels", "graph", "weights", "golden", "pictures", "provenance"};

struct Header {
  std::array<char, 8> magic;
  uint32_t version;
  uint32_t section_count;
};
struct TableEntry {
  std::array<char, 16> name;
  uint64_t offset;
  uint64_t length;
};
static_assert(sizeof(Header) == 16 && sizeof(TableEntry) == 32);

constexpr size_t kTableEnd = sizeof(Header) + kSectionCount * sizeof(TableEntry);

constexpr size_t AlignUp(size_t size) { return (size + kAlignment - 1) / kAlignment * kAlignment; }

TableEntry MakeEntry(size_t section, size_t offset, size_t length) {
  TableEntry entry{.name = {}, .offset = offset, .length = length};
  std::ranges::copy(kSectionNames[section], entry.name.begin());
  return entry;
}

template <typename T>
std::span<const std::byte> BytesOf(const T& value) {
  return std::as_bytes(std::span(&value, 1));
}

void Append(Bytes& out, std::span<const std::byte> bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

Bytes JsonBytes(const json::value& value) {
  const std::string text = CanonicalJson(value);
  Bytes bytes;
  Append(bytes, std::as_bytes(std::span(text)));
  return bytes;
}

std::unexpected<Error> Fault(std::string code, Text message, Text hint, std::string item = {}) {
  return Fail(ErrorKind::kBadInput, std::move(code), std::move(message), std::move(hint), std::move(item));
}

std::unexpected<Error> Damaged() {
  return Fault("bundle-damaged", {"The model file is damaged or incomplete.", "模型文件已损坏或不完整。"},
               {"Copy or download it again.", "请重新复制或下载。"});
}

std::unexpected<Error> Invalid(Text why, std::string item = {}) {
  return Fault(
      "bundle-invalid",
      {"The model file contradicts itself: " + why.en + ".", "模型文件内容自相矛盾：" + why.zh + "。"},
      {"It was not made by Easel; train the model again or use another copy.",
       "该文件不是由 Easel 生成；请重新训练或换一份文件。"},
      std::move(item));
}

using Sections = std::array<std::span<const std::byte>, kSectionCount>;

/// Checks the frame: magic, version, digest, table, padding.
Result<Sections> ReadFrame(std::span<const std::byte> bytes) {
  Header header;
  if (bytes.size() < sizeof header || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) {
    return Fault("bundle-unknown", {"This file is not an Easel model.", "此文件不是 Easel 模型。"},
                 {"Choose a file with the extension .easel.", "请选择扩展名为 .easel 的文件。"});
  }
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.version != kVersion) {
    return Fault("bundle-version",
                 {"The model file is of a version that this Easel cannot read.",
                  "此 Easel 无法读取该版本的模型文件。"},
                 {"Install a newer Easel.", "请安装更新版本的 Easel。"}, std::to_string(header.version));
  }
  if (bytes.size() < AlignUp(kTableEnd) + sizeof(Hash)) return Damaged();
  const std::span<const std::byte> body = bytes.first(bytes.size() - sizeof(Hash));
  const Hash digest = Sha256(body);
  if (std::memcmp(digest.bytes.data(), bytes.data() + body.size(), sizeof(Hash)) != 0) return Damaged();
  if (header.section_count != kSectionCount)
    return Invalid({"its number of parts is wrong", "部分的数量不正确"});

  // Lengths determine everything else, so a table with other offsets is refused: no overlap, no gap, one
  // form.
  Sections sections;
  size_t end = kTableEnd;
  for (size_t i = 0; i < kSectionCount; ++i) {
    TableEntry entry;
    std::memcpy(&entry, body.data() + sizeof header + i * sizeof entry, sizeof entry);
    const size_t offset = AlignUp(end);
    if (offset > body.size() || entry.length > body.size() - offset) return Damaged();
    const TableEntry expected = MakeEntry(i, offset, entry.length);
    if (std::memcmp(&entry, &expected, sizeof entry) != 0) {
      return Invalid({"its table of contents is wrong", "目录不正确"}, std::string(kSectionNames[i]));
    }
    const std::span<const std::byte> padding = body.subspan(end, offset - end);
    if (std::ranges::any_of(padding, [](std::byte b) { return b != std::byte{0}; })) return Damaged();
    sections[i] = body.subspan(offset, entry.length);
    end = offset + entry.length;
  }
  if (end != body.size()) return Invalid({"it has bytes that belong to no part", "存在不属于任何部分的数据"});
  return sections;
}

Result<json::value> ReadJson(const Sections& sections, SectionIndex index) {
  const std::span<const std::byte> bytes = sections[index];
  return ParseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                   std::string(kSectionNames[index]));
}

Result<json::object> ReadJsonObject(const Sections& sections, SectionIndex index) {
  EASEL_ASSIGN(json::value value, ReadJson(sections, index));
  if (!value.is_object())
    return Invalid({"a part has the wrong form", "某一部分的格式不正确"}, std::string(kSectionNames[index]));
  return std::move(value.get_object());
}

Result<json::array> ReadJsonArray(const Sections& sections, SectionIndex index) {
  EASEL_ASSIGN(json::value value, ReadJson(sections, index));
  if (!value.is_array())
    return Invalid({"a part has the wrong form", "某一部分的格式不正确"}, std::string(kSectionNames[index]));
  return std::move(value.get_array());
}

Status ReadTask(const Sections& sections, Bundle& bundle) {
  EASEL_ASSIGN(const json::object task, ReadJsonObject(sections, kTask));
  EASEL_ASSIGN(bundle.task, GetString(task, "task"));
  EASEL_ASSIGN(const json::array* const inputs, GetArray(task, "inputs"));
  for (const json::value& element : *inputs) {
    if (!element.is_object()) return Invalid({"an input has no description", "某个输入没有描述"});
    BundleInput& input = bundle.inputs.emplace_back();
    EASEL_ASSIGN(input.name, GetString(element.get_object(), "name"));
    EASEL_ASSIGN(const json::object* const transform, GetObject(element.get_object(), "transform"));
    input.transform = *transform;
  }
  if (task.contains("detector")) {
    EASEL_ASSIGN(const json::object* const detector, GetObject(task, "detector"));
    EASEL_ASSIGN(bundle.detector, Detector::FromJson(*detector));
  }
  if (task.contains("listening")) {
    EASEL_ASSIGN(const json::object* const listening, GetObject(task, "listening"));
    EASEL_ASSIGN(bundle.listening, Listening::FromJson(*listening));
  }
  return {};
}

Status ReadLabels(const Sections& sections, Bundle& bundle) {
  EASEL_ASSIGN(const json::array labels, ReadJsonArray(sections, kLabels));
  std::set<std::string_view> seen;
  for (const json::value& label : labels) {
    if (!label.is_string() || label.get_string().empty() || !seen.insert(label.get_string()).second) {
      return Invalid({"a label is missing, or there twice", "标签缺失或重复"});
    }
    bundle.labels.emplace_back(label.get_string());
  }
  return {};
}

/// The golden files and their scores follow each other in the section of pictures.
Status ReadGolden(const Sections& sections, Bundle& bundle) {
  EASEL_ASSIGN(const json::array golden, ReadJsonArray(sections, kGolden));
  std::span<const std::byte> rest = sections[kPictures];
  for (const json::value& element : golden) {
    if (!element.is_object()) return Invalid({"a test picture has no description", "某张测试图片没有描述"});
    Golden& out = bundle.golden.emplace_back();
    EASEL_ASSIGN(out.name, GetString(element.get_object(), "name"));
    EASEL_ASSIGN(const int64_t length, GetInt(element.get_object(), "picture"));
    size_t count = bundle.labels.size();
    if (bundle.detector) {
      EASEL_ASSIGN(const int64_t boxes, GetInt(element.get_object(), "boxes"));
      if (boxes < 0 || boxes > bundle.detector->max_boxes)
        return Invalid({"a test picture has too many boxes", "某张测试图片的检测框过多"}, out.name);
      count = static_cast<size_t>(boxes) * kNumbersPerBox;
    }
    const size_t scores_size = count * sizeof(float);
    if (length < 0 || static_cast<uint64_t>(length) > rest.size() ||
        scores_size > rest.size() - static_cast<size_t>(length)) {
      return Invalid({"a test picture is cut off", "某张测试图片被截断"}, out.name);
    }
    const auto file = rest.first(static_cast<size_t>(length));
    out.file.assign(file.begin(), file.end());
    out.scores.resize(count);
    if (count > 0) std::memcpy(out.scores.data(), rest.data() + file.size(), scores_size);
    rest = rest.subspan(file.size() + scores_size);
  }
  if (!rest.empty()) return Invalid({"there are more test pictures than described", "测试图片多于描述"});
  return {};
}

Status CheckConsistent(const Bundle& bundle) {
  const Graph& graph = bundle.graph;
  EASEL_TRY(Validate(graph));
  const bool same_inputs = std::ranges::equal(
      bundle.inputs, graph.inputs,
      [&](const BundleInput& input, ValueId id) { return input.name == graph.At(id).name; });
  if (!same_inputs)
    return Invalid({"the described inputs are not those of the network", "描述的输入与网络不符"});
  if (bundle.detector.has_value() != (bundle.task == "object-detection") ||
      bundle.listening.has_value() != (bundle.task == "sound-classification"))
    return Invalid({"its task is not that of its network", "任务与网络不符"}, bundle.task);
  if (bundle.detector) return CheckDetector(*bundle.detector, graph, bundle.labels.size());
  if (graph.outputs.size() != 1 ||
      graph.At(graph.outputs.front()).shape != Shape{1, static_cast<int64_t>(bundle.labels.size())}) {
    return Invalid({"the number of labels is not that of the network's results", "标签数量与网络输出不符"});
  }
  return {};
}

}  // namespace

Bytes Serialize(const Bundle& bundle) {
  std::array<Bytes, kSectionCount> sections;
  json::array inputs;
  for (const BundleInput& input : bundle.inputs)
    inputs.push_back({{"name", input.name}, {"transform", input.transform}});
  json::object task = {{"task", bundle.task}, {"inputs", std::move(inputs)}};
  if (bundle.detector) task["detector"] = bundle.detector->ToJson();
  if (bundle.listening) task["listening"] = bundle.listening->ToJson();
  sections[kTask] = JsonBytes(task);
  sections[kLabels] = JsonBytes(json::array(bundle.labels.begin(), bundle.labels.end()));
  sections[kGraph] = JsonBytes(ToJson(bundle.graph));
  for (const Value& value : bundle.graph.values)
    Append(sections[kWeights], std::as_bytes(std::span(value.data)));
  json::array golden;
  for (const Golden& one : bundle.golden) {
    json::object described = {{"name", one.name}, {"picture", one.file.size()}};
    if (bundle.detector) described["boxes"] = one.scores.size() / kNumbersPerBox;
    golden.push_back(std::move(described));
    Append(sections[kPictures], one.file);
    Append(sections[kPictures], std::as_bytes(std::span(one.scores)));
  }
  sections[kGolden] = JsonBytes(golden);
  sections[kProvenance] = JsonBytes(bundle.provenance);

  Bytes out;
  Append(out, BytesOf(Header{kMagic, kVersion, kSectionCount}));
  size_t end = kTableEnd;
  for (size_t i = 0; i < kSectionCount; ++i) {
    const size_t offset = AlignUp(end);
    Append(out, BytesOf(MakeEntry(i, offset, sections[i].size())));
    end = offset + sections[i].size();
  }
  out.reserve(end + sizeof(Hash));
  for (const Bytes& section : sections) {
    out.resize(AlignUp(out.size()));
    Append(out, section);
  }
  const Hash digest = Sha256(out);
  Append(out, digest.bytes);
  return out;
}

Result<Bundle> ParseBundle(std::span<const std::byte> bytes) {
  EASEL_ASSIGN(const Sections sections, ReadFrame(bytes));
  Bundle bundle;
  EASEL_TRY(ReadTask(sections, bundle));
  EASEL_TRY(ReadLabels(sections, bundle));
  EASEL_ASSIGN(const json::value graph, ReadJson(sections, kGraph));
  EASEL_ASSIGN(bundle.graph, FromJson(graph, sections[kWeights]));
  EASEL_TRY(CheckConsistent(bundle));
  EASEL_TRY(ReadGolden(sections, bundle));
  EASEL_ASSIGN(bundle.provenance, ReadJsonObject(sections, kProvenance));
  return bundle;
}

}  // namespace easel::graph
