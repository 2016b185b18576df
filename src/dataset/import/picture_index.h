#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace easel::dataset {

/// Finds the picture that a label file means: by its path, else by its name in another folder, else by its
/// name with another extension. Case does not count. About 250 bytes a picture.
class PictureIndex {
 public:
  /// Numbers are given in the order of adding. Not after Build.
  void Add(std::string path) { paths_.push_back(std::move(path)); }
  void Build();

  size_t size() const { return paths_.size(); }
  const std::string& path(size_t picture) const { return paths_[picture]; }

  static constexpr int64_t kNone = -1;
  static constexpr int64_t kAmbiguous = -2;  ///< several fit as well
  /// The number of the picture called `name`, with folders or without. Of several of the same name, the one
  /// counts that shares most folders with `name`, then with the label file at `near`.
  int64_t Find(std::string_view name, std::string_view near) const;
  /// The same for a name whose extension says nothing, such as that of the label file itself.
  int64_t FindStem(std::string_view stem, std::string_view near) const;

 private:
  using Keys = std::vector<std::pair<uint64_t, uint32_t>>;  ///< sorted: hash of the end of a path, picture

  int64_t Search(const Keys& keys, std::string_view name, std::string_view near, bool stems) const;

  std::vector<std::string> paths_;
  Keys by_name_;
  Keys by_stem_;
};

}  // namespace easel::dataset
