#pragma once

#include "base/result.h"
#include "cmd/easel/console.h"
#include "cmd/easel/sound_input.h"
#include "runtime/model.h"

namespace easel::cmd {

/// Says what the model hears on stdin as it comes, until that ends: a line when another class begins; with --json a JSON
/// object a line for every window: {"begin","seconds","name","score"}, smoothed like passages. At constant memory.
Status FollowSound(const Console& console, runtime::Model& model, SoundFormat raw);

}  // namespace easel::cmd
