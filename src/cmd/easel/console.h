#pragma once

#include <functional>
#include <string>

#include "base/json.h"
#include "store/types.h"

namespace easel::cmd {

/// How the command line talks: results on stdout, progress and errors for people on stderr.
class Console {
 public:
  Console(bool json, Language language);

  bool json() const { return json_; }
  Language language() const { return language_; }
  const std::string& Say(const Text& text) const { return text.In(language_); }

  /// The command's result: `document` with --json, else `text` (which ends with a newline).
  void Result(const json::value& document, const std::string& text) const;

  /// A failed command; returns its exit code.
  int Failure(const Error& error) const;

  /// Shows where a job is: a bar with ETA that redraws itself on a terminal, else a line per stage and every 10 s.
  void Watch(const store::Job& job);
  /// Ends the bar's line.
  void EndWatch();

 private:
  bool json_;
  Language language_;
  bool terminal_;
  std::string last_stage_;
  double last_line_at_ = 0;
  bool bar_open_ = false;
};

/// "3 s", "2 min", "1 h 5 min".
std::string Duration(double seconds);

/// "84.9 %".
std::string Percent(double fraction);

}  // namespace easel::cmd
