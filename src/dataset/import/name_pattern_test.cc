#include "dataset/import/name_pattern.h"

#include <gtest/gtest.h>

namespace easel::dataset {
namespace {

NamePattern::Match Find(std::string_view pattern, std::string_view path) {
  const auto parsed = NamePattern::Parse(pattern);
  if (!parsed) return {"?", parsed.error().code};
  return parsed->Find(path).value_or(NamePattern::Match{"-", "-"});
}

TEST(NamePattern, ReadsClassAndGroupOutOfNamesAndFolders) {
  struct Case {
    const char* pattern;
    const char* path;
    const char* class_name;
    const char* group;
  };
  for (const Case& c :
       {Case{"{class}_{group}_{number}", "eight/8_jackson_0.wav", "8", "jackson"},
        Case{"{class}_{group}_{number}", "8_jackson_0_1.wav", "8", "jackson"},
        Case{"{group}/{class}/{file}", "data/machine 7/bad/0001.flac", "bad", "machine 7"},
        Case{"spk-{group}", "yes/spk-12.wav", "", "12"}, Case{"{number}-{class}号", "1-猫号.wav", "猫", ""},
        Case{"{class}_{group}_{number}", "eight/8-jackson.wav", "-", "-"},
        Case{"{class}_{group}", "8_.wav", "-", "-"}, Case{"{group}/{class}/{file}", "bad/1.wav", "-", "-"},
        Case{"{class}_{n}", "a/_1.wav", "-", "-"}}) {
    const NamePattern::Match match = Find(c.pattern, c.path);
    EXPECT_EQ(match.class_name, c.class_name) << c.pattern << " of " << c.path;
    EXPECT_EQ(match.group, c.group) << c.pattern << " of " << c.path;
  }
}

TEST(NamePattern, SaysWhatIsNoPattern) {
  for (const char* pattern :
       {"", "class_group", "{number}", "{class}{group}", "{class", "class}", "{class}_}"}) {
    EXPECT_EQ(Find(pattern, "a.wav").group, "name-pattern-invalid") << pattern;
  }
}

}  // namespace
}  // namespace easel::dataset
