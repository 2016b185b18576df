#include "dataset/version_manifest.h"

#include <algorithm>
#include <array>

#include "base/json.h"

namespace easel::dataset {
namespace {

std::unexpected<Error> Broken() {
  return Fail(ErrorKind::kBadInput, "manifest-broken",
              {"The list of a data version's pictures is damaged.", "数据版本的图片清单已损坏。"},
              {"Train again: the version is frozen anew.", "请重新训练：系统会重新冻结数据版本。"});
}

Result<store::Split> SplitOf(std::string_view name) {
  for (const store::Split split :
       {store::Split::kAuto, store::Split::kTrain, store::Split::kValidation, store::Split::kTest}) {
    if (SplitName(split) == name) return split;
  }
  return Broken();
}

Result<FrozenItem> ParseItem(const json::value& value, size_t classes) {
  const json::array* const line = value.if_array();
  if (line == nullptr || line->size() != 4 || !line->at(0).is_string() || !line->at(1).is_int64() ||
      !line->at(2).is_string() || !line->at(3).is_int64()) {
    return Broken();
  }
  FrozenItem item;
  EASEL_ASSIGN(item.hash, Hash::FromHex(line->at(0).get_string()));
  item.label = static_cast<int>(line->at(1).get_int64());
  EASEL_ASSIGN(item.split, SplitOf(line->at(2).get_string()));
  item.group = static_cast<int>(line->at(3).get_int64());
  if (item.label < 0 || static_cast<size_t>(item.label) >= classes || item.group < 0) return Broken();
  return item;
}

}  // namespace

std::string ManifestOf(const FrozenVersion& version) {
  std::string out =
      "{\"classes\":" + CanonicalJson(json::value_from(version.classes)) + ",\"format\":1,\"items\":[";
  for (const FrozenItem& item : version.items) {
    if (&item != &version.items.front()) out += ',';
    out += "[\"" + item.hash.Hex() + "\"," + std::to_string(item.label) + ",\"" +
           std::string(SplitName(item.split)) + "\"," + std::to_string(item.group) + "]";
  }
  return out + "]}";
}

Result<FrozenVersion> ParseManifest(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  EASEL_ASSIGN(const json::value document, ParseJson(text, "manifest"));
  if (!document.is_object()) return Broken();
  EASEL_ASSIGN(const int64_t format, GetInt(document.get_object(), "format"));
  EASEL_ASSIGN(const json::array* const classes, GetArray(document.get_object(), "classes"));
  EASEL_ASSIGN(const json::array* const items, GetArray(document.get_object(), "items"));
  if (format != 1) return Broken();
  FrozenVersion version;
  version.manifest = Sha256(bytes);
  for (const json::value& name : *classes) {
    if (!name.is_string()) return Broken();
    version.classes.emplace_back(name.get_string());
  }
  for (const json::value& line : *items) {
    EASEL_ASSIGN(FrozenItem item, ParseItem(line, version.classes.size()));
    version.items.push_back(std::move(item));
  }
  return version;
}

}  // namespace easel::dataset
