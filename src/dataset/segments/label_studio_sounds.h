#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dataset/boxes/faults.h"
#include "dataset/boxes/types.h"
#include "dataset/segments/types.h"

namespace easel::dataset {

/// Label Studio's export "JSON" of audio: a list of tasks with labelled regions ("labels" with start and end
/// in seconds) and choices, which are classes of the whole recording, or of a region where they have a start.
/// Which annotation counts and how recordings are named is as for pictures (boxes/label_studio.h), the
/// address is that of "audio"; a region with several labels is a segment for each, the first choice is the
/// class ("several-classes" tells of others). The task's data may have a "group" and a "split", too. Tasks
/// that nobody annotated are left out; one that is annotated with nothing has no segments. Segments come as
/// they are (KeepSoundSegments judges them). Errors: "label-file-invalid", "too-many-boxes".
Result<std::vector<LabelledSound>> ReadLabelStudioSounds(const Pieces& pieces, std::string_view file,
                                                         BoxFaults& faults);

/// Segments that begin and end where they did, up to the rounding of a double; all else comes back as it is.
std::string WriteLabelStudioSounds(const std::vector<LabelledSound>& sounds);

}  // namespace easel::dataset
