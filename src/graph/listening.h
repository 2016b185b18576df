#pragma once

#include "base/json.h"
#include "base/result.h"

namespace easel::graph {

/// How a model hears recordings of any length: in windows, whose scores are averaged; loud ones count more.
struct Listening {
  double seconds = 1;  ///< of a window, in [0.05, 60]
  double hop = 0.5;    ///< between the beginnings of two windows, in [seconds / 64, seconds]

  json::object ToJson() const;
  /// kBadInput "listening-invalid".
  static Result<Listening> FromJson(const json::object& object);
  bool operator==(const Listening&) const = default;
};

}  // namespace easel::graph
