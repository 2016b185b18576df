#include "graph/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>
#include <utility>

#include "base/json.h"

namespace easel::graph {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors are little-endian");

std::unexpected<Error> Broken(Text why, std::string item = {}) {
  return Fail(ErrorKind::kBadInput, "weights-broken",
              {"The weights file cannot be used: " + why.en + ".", "权重文件无法使用：" + why.zh + "。"},
              {"Use an undamaged safetensors file with float32 tensors.",
               "请使用未损坏的、float32 张量的 safetensors 文件。"},
              std::move(item));
}

/// Where a tensor's bytes are in the data part.
struct Entry {
  std::string name;
  Shape shape;
  uint64_t begin = 0;
  uint64_t end = 0;
  bool is_float = true;
};

Result<std::vector<uint64_t>> ReadSizes(const json::object& object, std::string_view key,
                                        const std::string& name) {
  const json::value* const found = object.if_contains(key);
  if (found == nullptr || !found->is_array())
    return Broken({"a tensor's description is incomplete", "张量描述不完整"}, name);
  std::vector<uint64_t> sizes;
  for (const json::value& element : found->get_array()) {
    boost::system::error_code error;
    const auto size = element.to_number<uint64_t>(error);
    if (error || element.is_double())
      return Broken({"a tensor's description has a bad number", "张量描述中的数字有误"}, name);
    sizes.push_back(size);
  }
  return sizes;
}

Result<Entry> ReadEntry(const std::string& name, const json::value& description, size_t data_size) {
  if (!description.is_object())
    return Broken({"a tensor's description is incomplete", "张量描述不完整"}, name);
  const json::object& object = description.get_object();
  const json::value* const type = object.if_contains("dtype");
  const bool is_counter = type != nullptr && *type == "I64";
  if (type == nullptr || (*type != "F32" && !is_counter))
    return Broken({"a tensor is not of type F32", "张量类型不是 F32"}, name);
  EASEL_ASSIGN(const std::vector<uint64_t> sizes, ReadSizes(object, "shape", name));
  EASEL_ASSIGN(const std::vector<uint64_t> offsets, ReadSizes(object, "data_offsets", name));
  Entry entry{.name = name, .shape = {}, .is_float = !is_counter};
  for (const uint64_t size : sizes)
    entry.shape.push_back(std::in_range<int64_t>(size) ? static_cast<int64_t>(size) : 0);
  const Result<int64_t> count = ElementCount(entry.shape);
  if (!count) return Broken({"a tensor has an impossible size", "张量的尺寸不可能存在"}, name);
  if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > data_size ||
      offsets[1] - offsets[0] !=
          static_cast<uint64_t>(*count) * (is_counter ? sizeof(int64_t) : sizeof(float))) {
    return Broken({"a tensor's place in the file does not fit its size", "张量在文件中的位置与尺寸不符"},
                  name);
  }
  entry.begin = offsets[0];
  entry.end = offsets[1];
  return entry;
}

}  // namespace

Result<std::map<std::string, Tensor>> ParseSafetensors(std::span<const std::byte> bytes) {
  uint64_t header_size = 0;
  if (bytes.size() < sizeof header_size) return Broken({"it is cut off", "文件被截断"});
  std::memcpy(&header_size, bytes.data(), sizeof header_size);
  bytes = bytes.subspan(sizeof header_size);
  if (header_size > bytes.size()) return Broken({"it is cut off", "文件被截断"});
  const std::string_view header(reinterpret_cast<const char*>(bytes.data()), header_size);
  const std::span<const std::byte> data = bytes.subspan(header_size);

  const Result<json::value> document = ParseJson(header, "safetensors");
  if (!document || !document->is_object()) return Broken({"its header is not JSON", "文件头不是 JSON"});
  std::vector<Entry> entries;
  for (const auto& [key, description] : document->get_object()) {
    if (key == "__metadata__") continue;
    EASEL_ASSIGN(Entry entry, ReadEntry(std::string(key), description, data.size()));
    entries.push_back(std::move(entry));
  }

  // The format allows no gap and no overlap, so the tensors together are never larger than the file.
  std::ranges::sort(entries, {}, &Entry::begin);
  uint64_t position = 0;
  std::map<std::string, Tensor> tensors;
  for (Entry& entry : entries) {
    if (entry.begin != position)
      return Broken({"a tensor overlaps another or leaves a gap", "张量之间重叠或有空隙"}, entry.name);
    position = entry.end;
    if (!entry.is_float) continue;
    Tensor tensor{std::move(entry.shape), std::vector<float>((entry.end - entry.begin) / sizeof(float))};
    std::memcpy(tensor.data.data(), data.data() + entry.begin, entry.end - entry.begin);
    tensors.emplace(std::move(entry.name), std::move(tensor));
  }
  if (position != data.size())
    return Broken({"it has bytes that no tensor uses", "文件中有未被任何张量使用的数据"});
  return tensors;
}

}  // namespace easel::graph
