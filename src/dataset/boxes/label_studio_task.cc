#include "dataset/boxes/label_studio_task.h"

#include <algorithm>
#include <charconv>

#include "dataset/import/entry_path.h"

namespace easel::dataset {
namespace {

std::string PercentDecoded(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    const char* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return IsUtf8(out) ? out : std::string(text);
}

/// Names are written so that they read back as the same.
std::string PercentEncoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '?' || c == '#' || c == '/') {
      out += {'%', kDigits[static_cast<unsigned char>(c) >> 4], kDigits[static_cast<unsigned char>(c) & 15]};
    } else {
      out += c;
    }
  }
  return out;
}

std::string NameOfAddress(std::string_view address) {
  if (const size_t local = address.find("?d="); local != std::string_view::npos) {
    address.remove_prefix(local + 3);
    address = address.substr(0, address.find('&'));
    return PercentDecoded(address);
  }
  return PercentDecoded(FileName(address.substr(0, address.find_first_of("?#"))));
}

std::string_view AddressOf(const json::object& data, std::string_view medium) {
  if (const std::string_view address = TextIn(data, medium); !address.empty()) return address;
  for (const auto& member : data) {
    if (member.value().is_string()) return member.value().get_string();
  }
  return {};
}

}  // namespace

const json::object* ObjectIn(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_object();
}

const json::array* ArrayIn(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? nullptr : value->if_array();
}

std::string_view TextIn(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

std::string FileOfTask(const json::object& data, std::string_view medium) {
  return NameOfAddress(AddressOf(data, medium));
}

std::string UploadAddress(std::string_view name) { return "/data/upload/" + PercentEncoded(name); }

const json::array* ResultsOf(const json::object& task) {
  const json::array* annotations = ArrayIn(task, "annotations");
  if (annotations == nullptr) annotations = ArrayIn(task, "completions");  // before version 1.0
  const json::array* results = nullptr;
  if (annotations == nullptr) return results;
  for (const json::value& annotation : *annotations) {
    const json::object* object = annotation.if_object();
    if (object == nullptr || GetBoolOr(*object, "was_cancelled", false).value_or(false)) continue;
    if (const json::array* found = ArrayIn(*object, "result")) results = found;
  }
  return results;
}

std::string_view NameBeforeUpload(std::string_view name) {
  const std::string_view digits = name.substr(0, name.find('-'));
  const bool is_upload = digits.size() == 8 && digits.size() < name.size() &&
                         digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return is_upload ? name.substr(9) : std::string_view();
}

}  // namespace easel::dataset
