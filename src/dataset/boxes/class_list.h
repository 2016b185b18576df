#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace easel::dataset {

/// Class names, each once, numbered in the order in which they came.
class ClassList {
 public:
  ClassList() = default;
  explicit ClassList(const std::vector<std::string>& names) {
    for (const std::string& name : names) Index(name);
  }

  /// The number of the name, a new one if need be.
  size_t Index(const std::string& name) {
    const auto [entry, added] = numbers_.try_emplace(name, names_.size());
    if (added) names_.push_back(name);
    return entry->second;
  }
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, size_t> numbers_;
};

}  // namespace easel::dataset
