#include "graph/listening.h"

#include <string>
#include <utility>

namespace easel::graph {
namespace {

constexpr double kMinSeconds = 0.05;
constexpr double kMaxSeconds = 60;
constexpr double kMostAtATime = 64;  // windows that a moment is in

std::unexpected<Error> Invalid(std::string item) {
  return Fail(ErrorKind::kBadInput, "listening-invalid",
              {"The model does not say rightly how it listens.", "模型中关于如何聆听的描述不正确。"},
              {"Train the model again or use another copy of the file.", "请重新训练或换一份文件。"},
              std::move(item));
}

}  // namespace

json::object Listening::ToJson() const { return {{"seconds", seconds}, {"hop", hop}}; }

Result<Listening> Listening::FromJson(const json::object& object) {
  Listening listening;
  EASEL_ASSIGN(listening.seconds, GetNumber(object, "seconds"));
  EASEL_ASSIGN(listening.hop, GetNumber(object, "hop"));
  if (!(listening.seconds >= kMinSeconds && listening.seconds <= kMaxSeconds)) return Invalid("seconds");
  if (!(listening.hop >= listening.seconds / kMostAtATime && listening.hop <= listening.seconds))
    return Invalid("hop");
  return listening;
}

}  // namespace easel::graph
