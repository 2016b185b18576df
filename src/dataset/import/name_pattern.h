#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace easel::dataset {

/// What the names of files say about them, in a notation for people: "{class}_{group}_{number}" reads
/// "8_jackson_0.wav" as class 8, group jackson. "{class}" and "{group}" are what is looked for, any other
/// name in braces is passed over; with '/' folders count too: "{group}/{class}/{file}". Compared with the end
/// of the path, without its extension.
class NamePattern {
 public:
  /// kUsage "name-pattern-invalid": braces that do not match, two parts in braces with nothing between them,
  /// or neither a class nor a group.
  static Result<NamePattern> Parse(std::string_view text);

  bool has_group() const { return has_group_; }
  size_t folders() const { return depth_; }  ///< that it speaks of

  struct Match {
    std::string class_name;  ///< empty where the pattern has none
    std::string group;
  };
  /// A part in braces is as short as possible, not empty and has no '/'; the last one takes the rest. nullopt
  /// when the path does not look like this.
  std::optional<Match> Find(std::string_view path) const;

 private:
  struct Part {
    std::string field;  ///< "class", "group" or another name
    std::string after;  ///< the text up to the next part
  };
  std::string before_;  ///< the first part
  std::vector<Part> parts_;
  size_t depth_ = 0;
  bool has_group_ = false;
};

}  // namespace easel::dataset
