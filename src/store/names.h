#pragma once

#include <cstddef>
#include <string_view>

namespace easel::store {

/// How many Unicode characters `text` has; 0 when it is not valid UTF-8 or holds a control character
/// (U+0000–U+001F, U+007F–U+009F). Texts are compared as bytes: "é" written as one or as two characters gives
/// two different names.
size_t CountPlainCharacters(std::string_view text);

}  // namespace easel::store
