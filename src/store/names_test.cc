#include "store/names.h"

#include <gtest/gtest.h>

#include <string>

namespace easel::store {
namespace {

std::string Encode(uint32_t c) {
  std::string out;
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3f));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  }
  return out;
}

TEST(CountPlainCharacters, EveryCharacterOfUnicode) {
  for (uint32_t c = 0; c <= 0x110000; ++c) {
    const bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
    const bool surrogate = c >= 0xd800 && c <= 0xdfff;
    ASSERT_EQ(CountPlainCharacters(Encode(c)), control || surrogate || c > 0x10ffff ? 0u : 1u) << c;
  }
}

TEST(CountPlainCharacters, MalformedUtf8HasNone) {
  for (const char* text :
       {"\x80", "\xc0\xaf", "\xe0\x80\x80", "\xe4\xb8", "\xf8\x88\x80\x80\x80", "ab\xff", "\xc3("}) {
    EXPECT_EQ(CountPlainCharacters(text), 0u) << text;
  }
}

TEST(CountPlainCharacters, CountsCharactersNotBytes) {
  EXPECT_EQ(CountPlainCharacters("红富士 apple"), 9u);
  EXPECT_EQ(CountPlainCharacters(""), 0u);
}

}  // namespace
}  // namespace easel::store
