#include "dataset/boxes/xml_reader.h"

#include <expat.h>

#include <algorithm>
#include <memory>

#include "dataset/boxes/faults.h"

namespace easel::dataset {
namespace {

constexpr size_t kMaxDepth = 32;
constexpr size_t kMaxChildBytes = size_t{64} << 20;
constexpr size_t kSlice = size_t{64} << 10;
constexpr size_t kMaxTagBytes = size_t{1} << 20;
constexpr std::string_view kBlanks = " \t\r\n";

/// Builds the elements out of expat's calls.
class Builder {
 public:
  Builder(std::string_view file, std::string_view root,
          const std::function<Status(const XmlElement&)>& on_child)
      : file_(file), root_(root), on_child_(on_child), parser_(XML_ParserCreate(nullptr), XML_ParserFree) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(
        parser_.get(),
        [](void* self, const char* name, const char** attributes) { As(self).Start(name, attributes); },
        [](void* self, const char*) { As(self).End(); });
    XML_SetCharacterDataHandler(parser_.get(), [](void* self, const char* text, int size) {
      As(self).Text({text, static_cast<size_t>(size)});
    });
    XML_SetEntityDeclHandler(parser_.get(), [](void* self, const char*, int, const char*, int, const char*,
                                               const char*, const char*, const char*) {
      As(self).Refuse({"It declares XML entities.", "其中声明了 XML 实体。"});
    });
  }

  Status Write(std::string_view text) {
    // In slices, so that a tag without end is noticed before expat has read it over and over.
    for (size_t at = 0; at < text.size(); at += kSlice) {
      const std::string_view slice = text.substr(at, kSlice);
      EASEL_TRY(Parse(slice, false));
      written_ += slice.size();
      const XML_Index done = XML_GetCurrentByteIndex(parser_.get());
      if (done >= 0 && written_ - std::min(written_, static_cast<size_t>(done)) > kMaxTagBytes) {
        return Invalid({"One of its tags is too long.", "其中一个标记过长。"});
      }
    }
    return {};
  }

  Status Finish() { return Parse({}, true); }

 private:
  static Builder& As(void* self) { return *static_cast<Builder*>(self); }

  std::unexpected<Error> Invalid(easel::Text why) const {
    return std::unexpected(LabelFileInvalid(std::string(file_), std::move(why)));
  }

  Status Parse(std::string_view text, bool last) {
    const XML_Status status = XML_Parse(parser_.get(), text.data(), static_cast<int>(text.size()), last);
    if (!failure_) return failure_;
    if (status == XML_STATUS_OK) return {};
    const std::string line = std::to_string(XML_GetCurrentLineNumber(parser_.get()));
    return Invalid({"It is not valid XML (line " + line + ").", "不是有效的 XML（第 " + line + " 行）。"});
  }

  void Stop(Status failure) {
    if (!failure_) return;
    failure_ = std::move(failure);
    XML_StopParser(parser_.get(), XML_FALSE);
  }
  void Refuse(easel::Text why) { Stop(Invalid(std::move(why))); }

  void Start(std::string_view name, const char** attributes) {
    if (!failure_) return;
    if (depth_++ == 0) {
      if (name != root_) {
        Refuse({"It should start with <" + std::string(root_) + ">.",
                "应以 <" + std::string(root_) + "> 开头。"});
      }
      return;
    }
    if (depth_ > kMaxDepth) return Refuse({"Its elements are nested too deeply.", "元素嵌套过深。"});
    XmlElement& element = open_.emplace_back();
    element.name = name;
    Count(sizeof(XmlElement) + name.size());
    for (; *attributes != nullptr; attributes += 2) {
      const auto& [key, value] = element.attributes.emplace_back(attributes[0], attributes[1]);
      Count(sizeof(element.attributes[0]) + key.size() + value.size());
    }
  }

  void Text(std::string_view text) {
    if (!failure_ || open_.empty()) return;
    Count(text.size());
    open_.back().text += text;
  }

  void End() {
    if (!failure_ || --depth_ == 0) return;
    XmlElement element = std::move(open_.back());
    open_.pop_back();
    std::string& text = element.text;
    text.erase(text.find_last_not_of(kBlanks) + 1);
    text.erase(0, std::min(text.find_first_not_of(kBlanks), text.size()));
    if (!open_.empty()) {
      open_.back().children.push_back(std::move(element));
      return;
    }
    child_bytes_ = 0;
    if (Status status = on_child_(element); !status) Stop(std::move(status));
  }

  void Count(size_t bytes) {
    child_bytes_ += bytes;
    if (child_bytes_ > kMaxChildBytes) Refuse({"One of its elements is too large.", "其中一个元素过大。"});
  }

  const std::string_view file_;
  const std::string_view root_;
  const std::function<Status(const XmlElement&)>& on_child_;
  const std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser_;
  Status failure_;
  size_t depth_ = 0;
  size_t written_ = 0;
  size_t child_bytes_ = 0;
  std::vector<XmlElement> open_;  ///< from the root's child inwards
};

}  // namespace

std::string_view XmlElement::Attribute(std::string_view attribute) const {
  const auto found = std::ranges::find(attributes, attribute, &std::pair<std::string, std::string>::first);
  return found == attributes.end() ? std::string_view() : found->second;
}

const XmlElement* XmlElement::Child(std::string_view child) const {
  const auto found = std::ranges::find(children, child, &XmlElement::name);
  return found == children.end() ? nullptr : &*found;
}

std::string_view XmlElement::TextOf(std::string_view child) const {
  const XmlElement* found = Child(child);
  return found == nullptr ? std::string_view() : found->text;
}

Status ReadXml(const Pieces& pieces, std::string_view file, std::string_view root,
               const std::function<Status(const XmlElement&)>& on_child) {
  Builder builder(file, root, on_child);
  while (true) {
    EASEL_ASSIGN(const std::string_view piece, pieces());
    if (piece.empty()) return builder.Finish();
    EASEL_TRY(builder.Write(piece));
  }
}

std::string XmlText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      case '\r':
        out += "&#13;";
        break;
      case '\t':
        out += "&#9;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
  return out;
}

}  // namespace easel::dataset
