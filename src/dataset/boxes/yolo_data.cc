#include <yaml.h>

#include <algorithm>
#include <memory>

#include "dataset/boxes/number.h"
#include "dataset/boxes/yolo.h"
#include "dataset/import/entry_path.h"

namespace easel::dataset {
namespace {

constexpr size_t kMaxBytes = size_t{4} << 20;
constexpr int kMaxDepth = 16;
constexpr size_t kMaxClasses = 100'000;

struct Node {
  enum class Kind { kScalar, kList, kMap } kind = Kind::kScalar;
  std::string key;  ///< within a map
  std::string scalar;
  std::vector<Node> children;

  /// The map's value, or null.
  const Node* Find(std::string_view name) const {
    const auto found = std::ranges::find(children, name, &Node::key);
    return kind == Kind::kMap && found != children.end() ? &*found : nullptr;
  }
};

/// libyaml's events as a tree. Aliases and what is nested too deeply are refused.
class Parser {
 public:
  Parser(std::string_view text, std::string_view file) : file_(file) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~Parser() { yaml_parser_delete(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  Result<Node> Document() {
    while (true) {
      EASEL_ASSIGN(const Event event, Next());
      if (event->type == YAML_STREAM_END_EVENT) return Node();
      if (event->type == YAML_STREAM_START_EVENT || event->type == YAML_DOCUMENT_START_EVENT) continue;
      return Value(*event, 0);
    }
  }

 private:
  using Event = std::unique_ptr<yaml_event_t, void (*)(yaml_event_t*)>;

  Result<Event> Next() {
    Event event(new yaml_event_t(), [](yaml_event_t* held) {
      yaml_event_delete(held);
      delete held;
    });
    if (yaml_parser_parse(&parser_, event.get()) == 0) {
      const std::string line = std::to_string(parser_.problem_mark.line + 1);
      return Invalid(
          {"It is not valid YAML (line " + line + ").", "不是有效的 YAML（第 " + line + " 行）。"});
    }
    return event;
  }

  Result<Node> Value(const yaml_event_t& event, int depth) {
    Node node;
    if (depth > kMaxDepth) return Invalid({"Its entries are nested too deeply.", "条目嵌套过深。"});
    switch (event.type) {
      case YAML_SCALAR_EVENT:
        node.scalar.assign(reinterpret_cast<const char*>(event.data.scalar.value), event.data.scalar.length);
        return node;
      case YAML_SEQUENCE_START_EVENT:
        node.kind = Node::Kind::kList;
        while (true) {
          EASEL_ASSIGN(const Event item, Next());
          if (item->type == YAML_SEQUENCE_END_EVENT) return node;
          EASEL_ASSIGN(Node value, Value(*item, depth + 1));
          node.children.push_back(std::move(value));
        }
      case YAML_MAPPING_START_EVENT:
        node.kind = Node::Kind::kMap;
        while (true) {
          EASEL_ASSIGN(const Event key_event, Next());
          if (key_event->type == YAML_MAPPING_END_EVENT) return node;
          EASEL_ASSIGN(Node key, Value(*key_event, depth + 1));
          EASEL_ASSIGN(const Event value_event, Next());
          EASEL_ASSIGN(Node value, Value(*value_event, depth + 1));
          value.key = std::move(key.scalar);
          node.children.push_back(std::move(value));
        }
      default:
        return Invalid({"It uses YAML aliases.", "其中使用了 YAML 别名。"});
    }
  }

  std::unexpected<Error> Invalid(Text why) const {
    return std::unexpected(LabelFileInvalid(std::string(file_), std::move(why)));
  }

  const std::string_view file_;
  yaml_parser_t parser_;
};

std::vector<std::string> ScalarsOf(const Node* node) {
  std::vector<std::string> out;
  if (node == nullptr) return out;
  if (node->kind == Node::Kind::kScalar && !node->scalar.empty()) out.push_back(node->scalar);
  for (const Node& item : node->children) out.push_back(item.scalar);
  return out;
}

/// Numbers that are left out of a map are classes without a name.
Result<std::vector<std::string>> NamesOf(const Node& names, std::string_view file) {
  if (names.kind == Node::Kind::kList) return ScalarsOf(&names);
  std::vector<std::string> out;
  for (const Node& name : names.children) {
    const double number = ParseNumber(name.key);
    if (!(number >= 0 && number < static_cast<double>(kMaxClasses))) {
      return std::unexpected(LabelFileInvalid(
          std::string(file),
          {"\"" + name.key + "\" is not the number of a class.", "“" + name.key + "”不是类别编号。"}));
    }
    const size_t index = static_cast<size_t>(number);
    if (index >= out.size()) out.resize(index + 1);
    out[index] = name.scalar;
  }
  return out;
}

std::string Quoted(std::string_view text) { return json::serialize(json::string(text)); }

}  // namespace

Result<YoloData> ReadYoloData(std::string_view text, std::string_view file) {
  const auto invalid = [&](Text why) {
    return std::unexpected(LabelFileInvalid(std::string(file), std::move(why)));
  };
  if (text.size() > kMaxBytes) return invalid({"It is too large.", "文件过大。"});
  EASEL_ASSIGN(const Node root, Parser(text, file).Document());
  const Node* names = root.Find("names");
  if (names == nullptr) return invalid({"It has no \"names\" of classes.", "其中没有类别名称 “names”。"});
  YoloData data;
  EASEL_ASSIGN(data.classes, NamesOf(*names, file));
  for (size_t c = 0; c < data.classes.size(); ++c) {
    std::string& name = data.classes[c];
    name = std::string(TrimBlanks(name));
    if (!name.empty()) EASEL_TRY(CheckLabel(name, BoxItem(file, c)));
  }
  if (data.classes.empty()) return invalid({"It has no \"names\" of classes.", "其中没有类别名称 “names”。"});
  if (const Node* path = root.Find("path")) data.path = path->scalar;
  data.train = ScalarsOf(root.Find("train"));
  data.validation = ScalarsOf(root.Find("val"));
  data.test = ScalarsOf(root.Find("test"));
  return data;
}

std::string WriteYoloData(const YoloData& data) {
  std::string out;
  if (!data.path.empty()) out += "path: " + Quoted(data.path) + "\n";
  const auto folders = [&](const std::string& key, const std::vector<std::string>& values) {
    if (values.size() == 1) out += key + ": " + Quoted(values[0]) + "\n";
    if (values.size() < 2) return;
    out += key + ":\n";
    for (const std::string& value : values) out += "  - " + Quoted(value) + "\n";
  };
  folders("train", data.train);
  folders("val", data.validation);
  folders("test", data.test);
  out += "names:\n";
  for (size_t c = 0; c < data.classes.size(); ++c) {
    out += "  " + std::to_string(c) + ": " + Quoted(data.classes[c]) + "\n";
  }
  return out;
}

}  // namespace easel::dataset
