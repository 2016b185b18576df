#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace easel::dataset {

struct NamedItem {
  std::string name;
  std::string class_name;  ///< empty: none; it is passed over
};

struct NameSuggestion {
  std::string pattern;              ///< as NamePattern takes it
  std::vector<std::string> groups;  ///< what it finds, sorted
};

/// Guesses from names like "8_jackson_12.wav" which part of them is a group. All names have to fall into as
/// many parts between the same signs ('_', '-', '.', blank); the part has letters, is found with every class
/// at least twice, several of it with most classes, and is neither a class nor a count ("take1") where
/// another part fits better. nullopt when that is not plain, or when there are fewer than 20 names or 2
/// classes.
std::optional<NameSuggestion> SuggestNamePattern(std::span<const NamedItem> items);

}  // namespace easel::dataset
