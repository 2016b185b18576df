#!/usr/bin/env python3
"""Makes the server's C++ types and its table of operations out of openapi.yaml.

usage: generate_cpp.py openapi.yaml OUTPUT_FOLDER      writes types.h and types.cc

Understands what the file uses: objects of scalars, arrays, references and free-form members. Anything else stops the
build here, with its name, rather than giving a wrong type.
"""
import pathlib
import sys

import yaml

SCALARS = {"string": "std::string", "integer": "int64_t", "number": "double", "boolean": "bool"}
KEYWORDS = {"class", "default", "operator", "private", "public", "new", "delete"}
METHODS = ("get", "put", "post", "patch", "delete")


def reference(schema):
    return schema["$ref"].rsplit("/", 1)[1] if "$ref" in schema else None


def cpp_type(schema, where):
    name = reference(schema)
    if name:
        return name
    kind = schema.get("type")
    if kind in SCALARS:
        return SCALARS[kind]
    if kind == "array":
        return f"std::vector<{cpp_type(schema['items'], where)}>"
    if kind == "object" and "properties" not in schema:
        return "json::object"
    if kind is None:
        return "json::value"
    sys.exit(f"{where}: no C++ type for {schema}")


def member(name):
    return name + "_" if name in KEYWORDS else name


def used_by(schema):
    if reference(schema):
        return {reference(schema)}
    children = list(schema.get("properties", {}).values()) + [schema[k] for k in ("items",) if k in schema]
    return set().union(*map(used_by, children)) if children else set()


def in_order_of_use(schemas):
    done = []

    def visit(name):
        for other in sorted(used_by(schemas[name])):
            visit(other)
        if name not in done:
            done.append(name)

    for name in schemas:
        visit(name)
    return done


def literal(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def struct(name, schema):
    required = schema.get("required", [])
    lines = [f"struct {name} {{"]
    for key, child in schema["properties"].items():
        kind = cpp_type(child, f"{name}.{key}")
        default = " = 0" if kind in ("int64_t", "double") else " = false" if kind == "bool" else ""
        if key not in required:
            kind, default = f"std::optional<{kind}>", ""
        comment = child.get("description") or (" | ".join(child["enum"]) if "enum" in child else "")
        lines.append(f"  {kind} {member(key)}{default};" + (f"  ///< {comment}" if comment else ""))
    lines += ["};", f"json::value ToJson(const {name}& value);",
              f"Result<{name}> {name}FromJson(const json::value& value, const std::string& path = {{}});", ""]
    return lines


def functions(name, schema):
    required = schema.get("required", [])
    keys = list(schema["properties"])
    out = [f"json::value ToJson(const {name}& value) {{", "  json::object out;"]
    for key in keys:
        out.append(f"  Put(out, {literal(key)}, value.{member(key)});")
    out += ["  return out;", "}", "",
            f"Result<{name}> {name}FromJson(const json::value& value, const std::string& path) {{",
            f"  EASEL_ASSIGN(const json::object* object, Members(value, path, {{{', '.join(map(literal, keys))}}}));",
            f"  {name} out;"]
    for key in keys:
        child = schema["properties"][key]
        reader = "Required" if key in required else "Optional"
        out.append(f"  EASEL_TRY({reader}(*object, path, {literal(key)}, out.{member(key)}));")
        bounds = []
        if "enum" in child:
            bounds.append(f"Among(path, {literal(key)}, out.{member(key)}, {{{', '.join(map(literal, child['enum']))}}})")
        if "minimum" in child:
            bounds.append(f"AtLeast(path, {literal(key)}, out.{member(key)}, {child['minimum']})")
        out += [f"  EASEL_TRY({check});" for check in bounds]
    return out + ["  return out;", "}", ""]


def reader(name):
    return "\n".join([f"Status Read(const json::value& from, const std::string& path, {name}& to) {{",
                      f"  EASEL_ASSIGN(to, {name}FromJson(from, path));", "  return {};", "}"])


def operations(document):
    base = document["servers"][0]["url"]
    rows = []
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method not in methods:
                continue
            operation = methods[method]
            content = operation.get("requestBody", {}).get("content", {})
            body = "kNone" if not content else "kJson" if "application/json" in content else "kBytes"
            secured = "false" if operation.get("security") == [] else "true"
            rows.append(f"    Operation{{{literal(operation['operationId'])}, {literal(method.upper())}, "
                        f"{literal(base + path)}, {secured}, Operation::Body::{body}}},")
    return rows


HEADER = """#pragma once
// Made from api/openapi.yaml by api/generate_cpp.py: change those.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

/// The HTTP API's documents as plain values. XFromJson is strict, as for request bodies: a member that is missing, unknown
/// or of another type is a kBadInput error whose item is the member's path.
namespace easel::api {

/// One row of the API.
struct Operation {
  enum class Body { kNone, kJson, kBytes };
  std::string_view id;      ///< operationId
  std::string_view method;  ///< GET, PUT, POST, PATCH, DELETE
  std::string_view path;    ///< template, e.g. /api/v1/projects/{project}
  bool secured = true;
  Body body = Body::kNone;  ///< of the request
};
"""

SOURCE = """#include "api/types.h"
// Made from api/openapi.yaml by api/generate_cpp.py: change those.

#include <algorithm>
#include <initializer_list>
#include <type_traits>

namespace easel::api {
namespace {

std::string Join(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

std::unexpected<easel::Error> Wrong(const std::string& path, const Text& expected) {
  return Fail(ErrorKind::kBadInput, "field-invalid",
              {"\\"" + path + "\\" must be " + expected.en + ".", "“" + path + "”必须是" + expected.zh + "。"},
              {"Correct the field and send the request again.", "请修正该字段后重新发送请求。"}, path);
}

Result<const json::object*> Members(const json::value& value, const std::string& path,
                                    std::initializer_list<std::string_view> known) {
  const json::object* object = value.if_object();
  if (object == nullptr) return Wrong(path.empty() ? "body" : path, {"an object", "对象"});
  for (const auto& member : *object) {
    if (std::ranges::find(known, std::string_view(member.key())) == known.end()) {
      const std::string item = Join(path, member.key());
      return Fail(ErrorKind::kBadInput, "field-unknown",
                  {"There is no field \\"" + item + "\\".", "不存在字段“" + item + "”。"},
                  {"Check its spelling, or leave it out.", "请检查拼写，或删除该字段。"}, item);
    }
  }
  return object;
}

Status Read(const json::value& from, const std::string& path, std::string& to) {
  if (!from.is_string()) return Wrong(path, {"a text", "文本"});
  to.assign(from.get_string().begin(), from.get_string().end());
  return {};
}
Status Read(const json::value& from, const std::string& path, int64_t& to) {
  if (!from.is_int64()) return Wrong(path, {"a whole number", "整数"});
  to = from.get_int64();
  return {};
}
[[maybe_unused]] Status Read(const json::value& from, const std::string& path, double& to) {
  if (!from.is_number()) return Wrong(path, {"a number", "数字"});
  to = from.to_number<double>();
  return {};
}
Status Read(const json::value& from, const std::string& path, bool& to) {
  if (!from.is_bool()) return Wrong(path, {"true or false", "true 或 false"});
  to = from.get_bool();
  return {};
}
Status Read(const json::value& from, const std::string& path, json::object& to) {
  if (!from.is_object()) return Wrong(path, {"an object", "对象"});
  to = from.get_object();
  return {};
}
[[maybe_unused]] Status Read(const json::value& from, const std::string&, json::value& to) {
  to = from;
  return {};
}
@READERS@
template <typename T>
Status Read(const json::value& from, const std::string& path, std::vector<T>& to) {
  if (!from.is_array()) return Wrong(path, {"a list", "列表"});
  for (size_t i = 0; i < from.get_array().size(); ++i) {
    EASEL_TRY(Read(from.get_array()[i], path + "[" + std::to_string(i) + "]", to.emplace_back()));
  }
  return {};
}

template <typename T>
Status Required(const json::object& object, const std::string& path, std::string_view key, T& to) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr) {
    const std::string item = Join(path, key);
    return Fail(ErrorKind::kBadInput, "field-missing",
                {"The field \\"" + item + "\\" is missing.", "缺少字段“" + item + "”。"},
                {"Add it and send the request again.", "请补充后重新发送请求。"}, item);
  }
  return Read(*value, Join(path, key), to);
}
template <typename T>
Status Optional(const json::object& object, const std::string& path, std::string_view key, std::optional<T>& to) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? Status{} : Read(*value, Join(path, key), to.emplace());
}

Status Among(const std::string& path, std::string_view key, const std::optional<std::string>& value,
             std::initializer_list<std::string_view> choices) {
  if (!value || std::ranges::find(choices, *value) != choices.end()) return {};
  std::string list;
  for (const std::string_view choice : choices) list += (list.empty() ? "" : ", ") + std::string(choice);
  return Wrong(Join(path, key), {"one of " + list, "以下之一：" + list});
}
Status AtLeast(const std::string& path, std::string_view key, const std::optional<double>& value, int64_t minimum) {
  if (!value || *value >= static_cast<double>(minimum)) return {};
  return Wrong(Join(path, key), {"at least " + std::to_string(minimum), "不小于 " + std::to_string(minimum) + " 的数"});
}

template <typename T>
json::value AsJson(const T& value) {
  if constexpr (requires { ToJson(value); }) {
    return ToJson(value);
  } else {
    return json::value(value);
  }
}
template <typename T>
json::value AsJson(const std::vector<T>& values) {
  json::array out;
  for (const T& value : values) out.push_back(AsJson(value));
  return out;
}
template <typename T>
void Put(json::object& out, std::string_view key, const T& value) {
  out[key] = AsJson(value);
}
template <typename T>
void Put(json::object& out, std::string_view key, const std::optional<T>& value) {
  if (value) out[key] = AsJson(*value);
}

}  // namespace

"""


def main():
    document = yaml.safe_load(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    folder = pathlib.Path(sys.argv[2])
    schemas = document["components"]["schemas"]
    order = in_order_of_use(schemas)
    rows = operations(document)
    header = [HEADER] + [line for name in order for line in struct(name, schemas[name])]
    header += [f"inline constexpr std::array<Operation, {len(rows)}> kOperations = {{", *rows, "};", "",
               "}  // namespace easel::api", ""]
    nested = set().union(*(used_by(schema) for schema in schemas.values()))
    readers = [reader(name) for name in order if name in nested]
    body = [line for name in order for line in functions(name, schemas[name])]
    source = SOURCE.replace("@READERS@", "\n".join(readers)) + "\n".join(body) + "\n}  // namespace easel::api\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "types.h").write_text("\n".join(header), encoding="utf-8")
    (folder / "types.cc").write_text(source, encoding="utf-8")


if __name__ == "__main__":
    main()
