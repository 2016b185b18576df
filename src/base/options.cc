#include "base/options.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace easel {
namespace {

std::unexpected<Error> Invalid(const OptionDeclaration& option, std::string en, std::string zh) {
  return Fail(ErrorKind::kUsage, "option-invalid",
              {"The option \"" + option.name + "\" " + en + ".", "选项“" + option.name + "”" + zh + "。"},
              {option.help.en, option.help.zh}, option.name);
}

template <typename T>
std::optional<T> ParseNumber(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string Bound(double value) {
  return value == std::floor(value) && std::abs(value) < 1e15 ? std::to_string(static_cast<int64_t>(value))
                                                               : std::to_string(value);
}

Status CheckBounds(const OptionDeclaration& option, double value) {
  if (!std::isfinite(value) || (option.minimum && value < *option.minimum) ||
      (option.maximum && value > *option.maximum)) {
    const std::string low = option.minimum ? Bound(*option.minimum) : "-∞";
    const std::string high = option.maximum ? Bound(*option.maximum) : "∞";
    return Invalid(option, "must be between " + low + " and " + high, "必须在 " + low + " 和 " + high + " 之间");
  }
  return {};
}

Result<json::value> Convert(const OptionDeclaration& option, const json::value& value) {
  const json::string* text = value.if_string();
  const std::string_view given = text != nullptr ? std::string_view(*text) : std::string_view();
  switch (option.type) {
    case OptionType::kFlag:
      if (value.is_bool()) return value;
      if (given == "true" || given == "1") return json::value(true);
      if (given == "false" || given == "0") return json::value(false);
      return Invalid(option, "must be true or false", "必须是 true 或 false");
    case OptionType::kInteger: {
      std::optional<int64_t> number;
      if (value.is_int64()) number = value.as_int64();
      if (text != nullptr) number = ParseNumber<int64_t>(given);
      if (!number) return Invalid(option, "must be a whole number", "必须是整数");
      EASEL_TRY(CheckBounds(option, static_cast<double>(*number)));
      return json::value(*number);
    }
    case OptionType::kNumber: {
      std::optional<double> number;
      if (value.is_number()) number = value.to_number<double>();
      if (text != nullptr) number = ParseNumber<double>(given);
      if (!number) return Invalid(option, "must be a number", "必须是数字");
      EASEL_TRY(CheckBounds(option, *number));
      return json::value(*number);
    }
    case OptionType::kDuration: {
      double seconds = 0;
      if (value.is_number()) {
        seconds = value.to_number<double>();
      } else if (text != nullptr) {
        Result<double> parsed = ParseDuration(given);
        if (!parsed) return Invalid(option, "must be a duration such as 30s, 10m or 1h", "必须是时长，例如 30s、10m 或 1h");
        seconds = *parsed;
      } else {
        return Invalid(option, "must be a duration such as 30s, 10m or 1h", "必须是时长，例如 30s、10m 或 1h");
      }
      EASEL_TRY(CheckBounds(option, seconds));
      return json::value(seconds);
    }
    case OptionType::kText:
      if (text == nullptr) return Invalid(option, "must be a text", "必须是文本");
      return value;
    case OptionType::kChoice: {
      if (text != nullptr && std::ranges::find(option.choices, given) != option.choices.end()) return value;
      std::string list;
      for (const std::string& choice : option.choices) list += (list.empty() ? "" : ", ") + choice;
      return Invalid(option, "must be one of: " + list, "必须是以下之一：" + list);
    }
  }
  return value;
}

std::string_view TypeName(OptionType type) {
  switch (type) {
    case OptionType::kFlag: return "flag";
    case OptionType::kInteger: return "integer";
    case OptionType::kNumber: return "number";
    case OptionType::kText: return "text";
    case OptionType::kDuration: return "duration";
    case OptionType::kChoice: return "choice";
  }
  return "text";
}

std::string_view VisibilityName(Visibility visibility) {
  switch (visibility) {
    case Visibility::kSimple: return "simple";
    case Visibility::kNormal: return "normal";
    case Visibility::kExpert: return "expert";
  }
  return "normal";
}

}  // namespace

Result<OptionValues> OptionValues::Parse(std::span<const OptionDeclaration> declarations, const json::object& given) {
  OptionValues out;
  for (const OptionDeclaration& option : declarations) {
    const json::value* value = given.if_contains(option.name);
    if (value == nullptr || value->is_null()) {
      out.values_[option.name] = option.fallback;
    } else {
      EASEL_ASSIGN(out.values_[option.name], Convert(option, *value));
    }
  }
  for (const auto& member : given) {
    const auto same_name = [&](const OptionDeclaration& option) { return option.name == member.key(); };
    if (std::ranges::none_of(declarations, same_name)) {
      return Fail(ErrorKind::kUsage, "option-unknown",
                  {"There is no option \"" + std::string(member.key()) + "\".",
                   "没有名为“" + std::string(member.key()) + "”的选项。"},
                  {}, std::string(member.key()));
    }
  }
  for (const OptionDeclaration& option : declarations) {
    if (!option.when || out.values_[option.name] == option.fallback) continue;
    const Condition& when = *option.when;
    if (out.Text(when.option) != when.value) {
      return Invalid(option, "only counts with " + when.option + " " + when.value,
                     "只在 " + when.option + " 为 " + when.value + " 时有效");
    }
  }
  return out;
}

json::array DescribeOptions(std::span<const OptionDeclaration> declarations, Language language) {
  json::array out;
  for (const OptionDeclaration& option : declarations) {
    json::object entry{{"name", option.name},
                       {"type", TypeName(option.type)},
                       {"default", option.fallback},
                       {"help", option.help.In(language)},
                       {"visibility", VisibilityName(option.visibility)}};
    if (option.minimum) entry["minimum"] = *option.minimum;
    if (option.maximum) entry["maximum"] = *option.maximum;
    if (!option.choices.empty()) entry["choices"] = json::array(option.choices.begin(), option.choices.end());
    if (option.when) entry["when"] = {{"option", option.when->option}, {"value", option.when->value}};
    out.push_back(std::move(entry));
  }
  return out;
}

Result<double> ParseDuration(std::string_view text) {
  double factor = 1;
  std::string_view number = text;
  if (!text.empty()) {
    const char unit = text.back();
    if (unit == 's' || unit == 'm' || unit == 'h') {
      factor = unit == 's' ? 1 : unit == 'm' ? 60 : 3600;
      number.remove_suffix(1);
    }
  }
  const std::optional<double> value = ParseNumber<double>(number);
  if (!value || !std::isfinite(*value) || *value < 0) {
    return Fail(ErrorKind::kUsage, "duration-invalid",
                {"A duration looks like 30s, 10m or 1h.", "时长的格式如 30s、10m 或 1h。"}, {}, std::string(text));
  }
  return *value * factor;
}

}  // namespace easel
