#include "dataset/boxes/json_elements.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <cctype>
#include <string>
#include <vector>

#include "dataset/boxes/faults.h"

namespace easel::dataset {
namespace {

constexpr size_t kMaxElementBytes = size_t{64} << 20;

using OnElement = std::function<Status(std::string_view section, const json::value&)>;

/// The handler of the parser: builds one element after the other. `depth_` counts the open lists and objects,
/// elements start at the depth `base_`.
class Elements {
 public:
  static constexpr size_t max_object_size = static_cast<size_t>(-1);
  static constexpr size_t max_array_size = static_cast<size_t>(-1);
  static constexpr size_t max_key_size = size_t{1} << 16;
  static constexpr size_t max_string_size = kMaxElementBytes;

  Elements(std::string_view file, std::span<const std::string_view> skipped, const OnElement& on_element)
      : file_(file), skipped_(skipped), on_element_(on_element) {}

  const Status& failure() const { return failure_; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }

  bool on_object_begin(json::error_code& error) { return Open(true, error); }
  bool on_array_begin(json::error_code& error) { return Open(false, error); }
  bool on_object_end(size_t, json::error_code& error) { return Close(true, error); }
  bool on_array_end(size_t, json::error_code& error) { return Close(false, error); }

  bool on_key_part(json::string_view part, size_t, json::error_code&) {
    text_ += part;
    return true;
  }
  bool on_key(json::string_view part, size_t, json::error_code& error) {
    text_ += part;
    const std::string key = std::exchange(text_, {});
    if (skip_depth_ != 0) return true;
    if (depth_ == 1) {
      section_ = key;
    } else if (std::ranges::find(skipped_, key) != skipped_.end()) {
      skip_depth_ = depth_;
    } else {
      stack_.push_key(key);
      return Count(key.size(), error);
    }
    return true;
  }

  bool on_string_part(json::string_view part, size_t, json::error_code&) {
    if (skip_depth_ == 0) text_ += part;
    return true;
  }
  bool on_string(json::string_view part, size_t, json::error_code& error) {
    if (skip_depth_ == 0) text_ += part;
    const std::string text = std::exchange(text_, {});
    return Scalar([&] { stack_.push_string(text); }, text.size(), error);
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(int64_t value, json::string_view, json::error_code& error) {
    return Scalar([&] { stack_.push_int64(value); }, 0, error);
  }
  bool on_uint64(uint64_t value, json::string_view, json::error_code& error) {
    return Scalar([&] { stack_.push_uint64(value); }, 0, error);
  }
  bool on_double(double value, json::string_view, json::error_code& error) {
    return Scalar([&] { stack_.push_double(value); }, 0, error);
  }
  bool on_bool(bool value, json::error_code& error) {
    return Scalar([&] { stack_.push_bool(value); }, 0, error);
  }
  bool on_null(json::error_code& error) {
    return Scalar([&] { stack_.push_null(); }, 0, error);
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  bool Fail(Status failure, json::error_code& error) {
    failure_ = std::move(failure);
    error = json::error::exception;
    return false;
  }
  bool Invalid(Text why, json::error_code& error) {
    return Fail(std::unexpected(LabelFileInvalid(std::string(file_), std::move(why))), error);
  }

  bool Count(size_t bytes, json::error_code& error) {
    element_bytes_ += bytes + sizeof(json::value);
    if (element_bytes_ <= kMaxElementBytes) return true;
    return Invalid({"One of its entries is too large.", "其中一个条目过大。"}, error);
  }

  bool Open(bool object, json::error_code& error) {
    if (depth_ == 0) {
      outer_object_ = object;
      base_ = 1;
      depth_ = 1;
      return true;
    }
    if (outer_object_ && depth_ == 1 && base_ == 1 && !object) {  // a list of elements
      base_ = 2;
      depth_ = 2;
      return true;
    }
    BeginValue();
    ++depth_;
    if (skip_depth_ != 0) return true;
    members_.push_back(0);
    return Count(0, error);
  }

  bool Close(bool object, json::error_code& error) {
    if (depth_ == base_) {  // the end of a list of elements, or of the document
      base_ = 1;
      --depth_;
      return true;
    }
    --depth_;
    if (skip_depth_ == 0) {
      const size_t members = members_.back();
      members_.pop_back();
      object ? stack_.push_object(members) : stack_.push_array(members);
    }
    return EndValue(error);
  }

  template <typename Push>
  bool Scalar(Push push, size_t bytes, json::error_code& error) {
    if (depth_ == 0) return Invalid({"It must hold an object or a list.", "内容必须是对象或列表。"}, error);
    BeginValue();
    if (skip_depth_ == 0) {
      push();
      if (!Count(bytes, error)) return false;
    }
    return EndValue(error);
  }

  void BeginValue() {
    if (depth_ != base_) return;
    stack_.reset();
    members_ = {0};
    element_bytes_ = 0;
  }

  bool EndValue(json::error_code& error) {
    if (skip_depth_ != 0) {
      if (depth_ == skip_depth_) skip_depth_ = 0;
      return true;
    }
    ++members_.back();
    if (depth_ != base_) return true;
    const json::value element = stack_.release();
    if (Status status = on_element_(section_, element); !status) return Fail(std::move(status), error);
    return true;
  }

  const std::string_view file_;
  const std::span<const std::string_view> skipped_;
  const OnElement& on_element_;
  Status failure_;
  bool outer_object_ = false;
  size_t depth_ = 0;
  size_t base_ = 1;
  size_t skip_depth_ = 0;  ///< of the object that holds the member being skipped; 0: none is
  size_t element_bytes_ = 0;
  std::string section_;
  std::string text_;             ///< of a string or key that came in parts
  std::vector<size_t> members_;  ///< pushed so far, for each open list or object of the element
  json::value_stack stack_;
};

/// Replaces NaN, Infinity and -Infinity outside of strings by null.
class PythonNumbers {
 public:
  /// Valid until the next call. A word at the end of a piece is held back until it is complete.
  std::string_view Filter(std::string_view piece) {
    out_.clear();
    for (const char c : piece) {
      if (in_string_) {
        out_ += c;
        in_string_ = escaped_ || c != '"';
        escaped_ = c == '\\' && !escaped_;
        continue;
      }
      if (std::isalpha(static_cast<unsigned char>(c)) || c == '-') {
        word_ += c;
        if (word_.size() > kLongest) Flush();
        continue;
      }
      Flush();
      out_ += c;
      in_string_ = c == '"';
    }
    return out_;
  }
  std::string_view Rest() {
    out_.clear();
    Flush();
    return out_;
  }

 private:
  static constexpr size_t kLongest = 9;

  void Flush() {
    if (word_.empty()) return;
    out_ += word_ == "NaN" || word_ == "Infinity" || word_ == "-Infinity" ? "null" : word_;
    word_.clear();
  }

  std::string out_;
  std::string word_;
  bool in_string_ = false;
  bool escaped_ = false;
};

}  // namespace

Status ReadJsonElements(const Pieces& pieces, std::string_view file,
                        std::span<const std::string_view> skipped, const OnElement& on_element) {
  json::parse_options options;
  options.max_depth = 64;
  json::basic_parser<Elements> parser(options, file, skipped, on_element);
  PythonNumbers numbers;
  size_t read = 0;
  const auto write = [&](bool more, std::string_view text) -> Status {
    json::error_code error;
    const size_t used = parser.write_some(more, text.data(), text.size(), error);
    if (!parser.handler().failure()) return parser.handler().failure();
    if (!error && used == text.size()) return {};
    const std::string at = std::to_string(read + used);
    return std::unexpected(LabelFileInvalid(
        std::string(file),
        {"It is not valid JSON (near byte " + at + ").", "不是有效的 JSON（第 " + at + " 字节附近）。"}));
  };
  while (true) {
    EASEL_ASSIGN(std::string_view piece, pieces());
    if (piece.empty()) return write(false, numbers.Rest());
    if (read == 0 && piece.starts_with("\xEF\xBB\xBF")) piece.remove_prefix(3);
    for (size_t at = 0; at < piece.size(); at += size_t{1} << 20) {
      const std::string_view slice = piece.substr(at, size_t{1} << 20);
      EASEL_TRY(write(true, numbers.Filter(slice)));
      read += slice.size();
    }
  }
}

}  // namespace easel::dataset
