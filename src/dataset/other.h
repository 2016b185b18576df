#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "dataset/labelled.h"
#include "media/decode/decoder.h"
#include "store/blobs.h"
#include "store/catalog.h"

namespace easel::dataset {

/// The class of what belongs to none of the user's classes.
inline constexpr std::string_view kOtherName = "other";

/// Where the pictures of the class "other" come from; everything is there on a machine without network.
struct OtherClass {
  media::Decoder& decoder;
  std::filesystem::path photos;       ///< folder of photos of all sorts of things; it may be missing
  std::vector<std::string> projects;  ///< names of projects whose pictures may serve
  uint64_t seed = 1;
  int threads = 1;
};

/// Adds pictures that show none of the classes to `labelled`, as items of the class "other", which is made
/// when there is none: twice as many as a class has on average, but 60 to 1,000. Three quarters come, in
/// equal shares, from pictures of the given projects (none whose class bears the name of one of `project`'s,
/// none that looks like a picture of it) and from the photos of the folder; the rest, and what these lack, is
/// made up (media/synthesis) in the sizes of the user's. The pictures are stored as blobs. Where the user
/// marked pictures as validation or test, the same share of these is marked as validation. Why so:
/// docs/decisions/0011.
///
/// The same project, sources and seed give the same items. kNotFound "project-unknown", kBadInput
/// "other-from-itself".
Status AddOther(store::Catalog& catalog, store::Blobs& blobs, store::ProjectId project,
                const OtherClass& other, Labelled& labelled);

/// What a report says of the class: how many pictures it was given, and where from.
Text DescribeOther(const FrozenVersion& version);

}  // namespace easel::dataset
