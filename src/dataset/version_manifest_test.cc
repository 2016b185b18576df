#include "dataset/version_manifest.h"

#include <gtest/gtest.h>

namespace easel::dataset {
namespace {

Result<FrozenVersion> Parse(std::string_view text) { return ParseManifest(std::as_bytes(std::span(text))); }

TEST(VersionManifest, ComesBackAsItWas) {
  FrozenVersion version;
  version.classes = {"dog", "猫 \"x\""};
  for (int i = 0; i < 7; ++i) {
    version.items.push_back({.hash = Sha256(std::to_string(i)),
                             .label = i % 2,
                             .split = static_cast<store::Split>(i % 4),
                             .group = i / 2});
  }
  const std::string manifest = ManifestOf(version);
  const FrozenVersion read = Parse(manifest).value();
  EXPECT_EQ(read.classes, version.classes);
  EXPECT_EQ(ManifestOf(read), manifest);
  EXPECT_EQ(read.manifest, Sha256(manifest));
}

TEST(VersionManifest, RefusesWhatIsNone) {
  const std::string hash(64, 'a');
  const std::string head = "{\"classes\":[\"a\"],\"format\":1,\"items\":";
  ASSERT_TRUE(Parse(head + "[[\"" + hash + "\",0,\"auto\",0]]}"));
  for (const std::string& bad :
       {std::string("[]"), std::string("{}"), std::string("{"), head + "[1]}",
        head + "[[\"" + hash + "\",1,\"auto\",0]]}", head + "[[\"" + hash + "\",-1,\"auto\",0]]}",
        head + "[[\"" + hash + "\",0,\"never\",0]]}", head + "[[\"" + hash + "\",0,\"auto\",-1]]}",
        head + "[[\"zz\",0,\"auto\",0]]}", std::string("{\"classes\":[1],\"format\":1,\"items\":[]}"),
        std::string("{\"classes\":[],\"format\":2,\"items\":[]}")}) {
    EXPECT_FALSE(Parse(bad)) << bad;
  }
}

}  // namespace
}  // namespace easel::dataset
