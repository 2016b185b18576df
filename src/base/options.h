#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace easel {

/// Who sees an option in the studio.
enum class Visibility { kSimple, kNormal, kExpert };

enum class OptionType { kFlag, kInteger, kNumber, kText, kDuration, kChoice };

/// An option that only counts when another, a kChoice, has a certain value.
struct Condition {
  std::string option;
  std::string value;
};

/// One option, declared once: the command line's flags, the API's schema and the studio's form are made from it.
struct OptionDeclaration {
  std::string name;                     ///< kebab case: `--time-limit`, JSON member "time-limit"
  OptionType type = OptionType::kText;
  json::value fallback;                 ///< the default; null means "decided automatically"
  Text help;
  std::optional<double> minimum;        ///< of kInteger, kNumber, kDuration (seconds)
  std::optional<double> maximum;
  std::vector<std::string> choices;     ///< of kChoice
  Visibility visibility = Visibility::kNormal;
  std::optional<Condition> when = {};   ///< nothing: it always counts
};

/// The values of a set of options, checked against its declarations.
class OptionValues {
 public:
  /// Takes a JSON object of option name → value. Unknown names, wrong types and values out of bounds are kUsage errors
  /// that name the option. A text is accepted for every type ("30s", "10m", "1h" for a duration in seconds), so the same
  /// function serves the command line. Options that are not given have their default; another value for one whose condition does not hold is
  /// an error as well.
  static Result<OptionValues> Parse(std::span<const OptionDeclaration> declarations, const json::object& given);

  bool Has(std::string_view name) const { return !values_.at(name).is_null(); }
  bool Flag(std::string_view name) const { return values_.at(name).as_bool(); }
  int64_t Integer(std::string_view name) const { return values_.at(name).as_int64(); }
  double Number(std::string_view name) const { return values_.at(name).to_number<double>(); }
  std::string Text(std::string_view name) const { return std::string(values_.at(name).as_string()); }
  /// All values, defaults included, for provenance.
  const json::object& ToJson() const { return values_; }

 private:
  json::object values_;
};

/// The declarations as JSON for the API: [{"name","type","default","help","minimum"?,"maximum"?,"choices"?,"visibility",
/// "when"?:{"option","value"}}].
json::array DescribeOptions(std::span<const OptionDeclaration> declarations, Language language);

/// Seconds of "90", "30s", "10m", "1.5h"; kUsage otherwise.
Result<double> ParseDuration(std::string_view text);

}  // namespace easel
