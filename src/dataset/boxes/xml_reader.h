#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "dataset/boxes/types.h"

namespace easel::dataset {

/// An XML element with all that is in it.
struct XmlElement {
  std::string name;
  std::string text;  ///< its own characters, blanks at both ends cut off
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<XmlElement> children;

  /// The value, or "" when there is none.
  std::string_view Attribute(std::string_view attribute) const;
  /// The first child of this name, or null.
  const XmlElement* Child(std::string_view child) const;
  /// The text of that child, or "".
  std::string_view TextOf(std::string_view child) const;
};

/// Reads a document whose root is called `root` and gives the root's children one by one; only one is in
/// memory at a time. Entities are never expanded: a document that declares any is refused, as are elements
/// nested more than 32 deep, a child of more than 64 MiB, and a single tag of more than a MiB. Errors:
/// "label-file-invalid" with `file` as its item, those of `pieces` and of `on_child`.
Status ReadXml(const Pieces& pieces, std::string_view file, std::string_view root,
               const std::function<Status(const XmlElement&)>& on_child);

/// The text with all that XML gives a meaning to replaced; characters that XML cannot hold are left out.
std::string XmlText(std::string_view text);

}  // namespace easel::dataset
