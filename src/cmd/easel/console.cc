#include "cmd/easel/console.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace easel::cmd {

Console::Console(bool json, Language language)
    : json_(json), language_(language), terminal_(::isatty(STDERR_FILENO) == 1) {}

void Console::Result(const json::value& document, const std::string& text) const {
  const std::string out = json_ ? json::serialize(document) + "\n" : text;
  std::fwrite(out.data(), 1, out.size(), stdout);
  std::fflush(stdout);
}

int Console::Failure(const Error& error) const {
  if (json_) {
    Result(json::object{{"error", ErrorToJson(error, language_)}}, "");
  } else {
    const std::string item = error.item.empty() ? "" : " (" + error.item + ")";
    fmt::print(stderr, "{}: {}{}\n", Say({"error", "错误"}), error.message.In(language_), item);
    if (!error.hint.empty()) fmt::print(stderr, "  {}\n", error.hint.In(language_));
  }
  return ExitCode(error.kind);
}

void Console::Watch(const store::Job& job) {
  if (job.progress.empty()) return;
  const auto number = [&](const char* key) {
    const json::value* value = job.progress.if_contains(key);
    return value != nullptr && value->is_number() ? value->to_number<double>() : 0.0;
  };
  const json::value* text = job.progress.if_contains("text");
  if (text == nullptr) return;
  const std::string stage(Localise(*text, language_).as_string());
  const double done = number("done");
  const double total = number("total");
  const double elapsed = number("elapsed_seconds");
  const double share = total > 0 ? std::clamp(done / total, 0.0, 1.0) : 0.0;
  std::string rest;
  if (total > 0) rest = fmt::format(" {:.0f}/{:.0f}", done, total);
  if (job.progress.contains("eta_seconds")) {
    rest += fmt::format(fmt::runtime(Say({", {} left", "，剩余 {}"})), Duration(number("eta_seconds")));
  }
  if (terminal_) {
    const int filled = static_cast<int>(std::lround(share * 24));
    std::string bar;
    for (int i = 0; i < 24; ++i) bar += i < filled ? "█" : "░";
    fmt::print(stderr, "\r\033[K{} {} {:3.0f} %{}", bar, stage, 100 * share, rest);
    bar_open_ = true;
  } else if (stage != last_stage_ || elapsed - last_line_at_ >= 10) {
    fmt::print(stderr, "{}{}\n", stage, rest);
    last_stage_ = stage;
    last_line_at_ = elapsed;
  }
  std::fflush(stderr);
}

void Console::EndWatch() {
  if (bar_open_) fmt::print(stderr, "\r\033[K");
  bar_open_ = false;
}

std::string Duration(double seconds) {
  const auto whole = static_cast<int64_t>(std::ceil(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string Percent(double fraction) { return fmt::format("{:.1f} %", 100 * fraction); }

}  // namespace easel::cmd
