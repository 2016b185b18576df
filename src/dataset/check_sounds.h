#pragma once

#include <span>
#include <string>
#include <vector>

#include "dataset/check.h"

namespace easel::dataset {

/// What the check looks at of a recording.
struct CheckedSound {
  std::string name;
  std::vector<std::string> classes;  ///< its own, or those of its segments, each once; none: not labelled
  std::string group;
  store::Split split = store::Split::kAuto;
  bool has_segments = false;
  store::SoundFacts facts;
};

/// Adds what is wrong with single recordings ("sound-silent", "sound-mostly-silent", "sound-clipped",
/// "sound-too-short", "sound-long") and with how they were recorded ("rate-tells-class", "rates-mixed",
/// "channels-tell-class", "channels-mixed").
void FindSoundProblems(std::span<const CheckedSound> sounds, std::vector<Finding>& findings);

/// Adds what is wrong with groups: "one-group-only", "class-in-one-group" (no split is clean),
/// "group-of-one-class", "groups-missing", "group-torn-by-marks" (some of it held out by the user, some not);
/// and where there are no groups at all but the names tell some,
/// "names-tell-groups" with the pattern.
void FindGroupProblems(std::span<const CheckedSound> sounds, std::vector<Finding>& findings);

}  // namespace easel::dataset
