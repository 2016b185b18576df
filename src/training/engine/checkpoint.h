#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "base/json.h"
#include "base/result.h"
#include "training/engine/libtorch.h"

namespace easel::training {

/// A training run on disk, from which it goes on after a crash as if nothing had been. One file, replaced as
/// a whole and durably: "EASELCKP", u64 length of the JSON, the JSON, the tensors' bytes one after the other,
/// SHA-256 of all of it.
struct Checkpoint {
  json::object state;                   ///< where the run is
  std::vector<torch::Tensor*> tensors;  ///< whose number and sizes the run knows; not owned
};

Status WriteCheckpoint(const std::filesystem::path& path, const Checkpoint& checkpoint);

/// Fills the tensors in place and returns the state; nothing when there is no file, it is damaged, or
/// `is_ours` says that its state belongs to another run: the run then begins anew.
Result<std::optional<json::object>> ReadCheckpoint(const std::filesystem::path& path,
                                                   const std::vector<torch::Tensor*>& tensors,
                                                   const std::function<bool(const json::object&)>& is_ours);

}  // namespace easel::training
