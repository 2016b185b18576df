#include "training/sound/part_of_progress.h"

#include <cmath>
#include <string>
#include <utility>

namespace easel::training {

void PartOfProgress::Report(std::string_view stage, const Text&, int64_t done, int64_t total) {
  steps_before_ = std::llround(part_.before * static_cast<double>(total));
  const std::string number = std::to_string(part_.number + 1) + " / " + std::to_string(part_.count);
  whole_.Report(stage, {"Training network " + number, "正在训练网络 " + number}, steps_before_ + done,
                std::llround(part_.all * static_cast<double>(total)));
}

void PartOfProgress::Event(json::object event) {
  event["network"] = part_.number + 1;
  event["networks"] = part_.count;
  if (event.at("kind") == "epoch") {
    event["epoch"] =
        event.at("epoch").to_number<int64_t>() + static_cast<int64_t>(part_.number) * part_.epochs;
  }
  if (event.at("kind") == "step") event["step"] = event.at("step").to_number<int64_t>() + steps_before_;
  whole_.Event(std::move(event));
}

}  // namespace easel::training
