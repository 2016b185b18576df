#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "base/json.h"
#include "dataset/boxes/types.h"

namespace easel::dataset {

/// Reads a JSON document and gives its elements one by one; only one is in memory at a time. The elements are
/// those of the lists in the outermost object, with the list's key as their section, or those of the
/// outermost list, with the section "". Members of the outermost object that are no lists are given as well.
/// Members called as one of `skipped` are left out of the elements (polygons, say). NaN and Infinity, which
/// Python writes although JSON has none, are read as null. Errors: "label-file-invalid" with `file` as its
/// item (no JSON, truncated, nested more than 64 deep, an element of more than 64 MiB), those of `pieces` and
/// of `on_element`.
Status ReadJsonElements(
    const Pieces& pieces, std::string_view file, std::span<const std::string_view> skipped,
    const std::function<Status(std::string_view section, const json::value&)>& on_element);

}  // namespace easel::dataset
