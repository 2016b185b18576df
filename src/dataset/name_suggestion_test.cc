#include "dataset/name_suggestion.h"

#include <gtest/gtest.h>

#include <functional>

namespace easel::dataset {
namespace {

using Name = std::function<std::string(int digit, const std::string& speaker, int take)>;

std::vector<NamedItem> Recordings(const Name& name, const std::function<std::string(int)>& class_name) {
  std::vector<NamedItem> items;
  for (int digit = 0; digit < 4; ++digit) {
    for (const char* speaker : {"jackson", "theo", "nicolas"}) {
      for (int take = 0; take < 5; ++take) items.push_back({name(digit, speaker, take), class_name(digit)});
    }
  }
  return items;
}

std::string Digit(int digit) { return std::to_string(digit); }
std::string Word(int digit) {
  return std::vector<std::string>{"zero", "one", "two", "three"}[static_cast<size_t>(digit)];
}

std::string PatternOf(const Name& name, const std::function<std::string(int)>& class_name) {
  const auto found = SuggestNamePattern(Recordings(name, class_name));
  return found ? found->pattern : "none";
}

TEST(SuggestNamePattern, FindsTheSpeaker) {
  const auto found = SuggestNamePattern(
      Recordings([](int digit, const std::string& speaker,
                    int take) { return Digit(digit) + "_" + speaker + "_" + Digit(take) + ".wav"; },
                 Digit));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->pattern, "{class}_{group}_{number}");
  EXPECT_EQ(found->groups, (std::vector<std::string>{"jackson", "nicolas", "theo"}));
  EXPECT_EQ(PatternOf([](int, const std::string& speaker,
                         int take) { return "rec-" + speaker + "-" + Digit(take) + ".wav"; },
                      Word),
            "rec-{group}-{number}");
  EXPECT_EQ(PatternOf([](int digit, const std::string& speaker,
                         int take) { return speaker + "_take" + Digit(take) + "_" + Word(digit) + ".flac"; },
                      Word),
            "{group}_{part}_{class}")
      << "a take counts, a speaker does not";
}

TEST(SuggestNamePattern, SaysNothingWhereItIsNotPlain) {
  EXPECT_EQ(PatternOf([](int digit, const std::string&,
                         int take) { return Digit(digit) + "_" + Digit(take) + ".wav"; },
                      Digit),
            "none")
      << "numbers alone";
  EXPECT_EQ(PatternOf(
                [](int digit, const std::string& speaker, int take) {
                  return take == 3 && digit == 2 ? "odd.wav"
                                                 : Digit(digit) + "_" + speaker + "_" + Digit(take);
                },
                Digit),
            "none")
      << "one name is of another kind";
  EXPECT_EQ(
      PatternOf([](int digit, const std::string&,
                   int take) { return Word(digit) + (take % 2 ? "a" : "b") + "_" + Digit(take) + ".wav"; },
                Word),
      "none")
      << "a part of one class only";
  EXPECT_EQ(PatternOf([](int, const std::string& speaker, int take) { return speaker + "_" + Digit(take); },
                      [](int) { return "all"; }),
            "none")
      << "one class";
  EXPECT_FALSE(SuggestNamePattern({}));
}

}  // namespace
}  // namespace easel::dataset
