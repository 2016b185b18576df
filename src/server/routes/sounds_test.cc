/// Recordings over HTTP: labelling, looking, listening.
#include <gtest/gtest.h>

#include <cstring>
#include <thread>

#include "api/types.h"
#include "server/testing/studio.h"

namespace easel::server {
namespace {

using testing::Fields;
using testing::Must;
using testing::Reply;
using testing::Studio;
using testing::ToneWav;

class SoundRoutes : public ::testing::Test {
 protected:
  static std::string Body(int64_t revision, const std::vector<api::SegmentLabel>& segments,
                          bool labelled = true) {
    return json::serialize(
        ToJson(api::Segments{.revision = revision, .labelled = labelled, .segments = segments}));
  }
  api::Segments Segments() {
    return Must(api::SegmentsFromJson(studio_.Call("GET", Path("/segments")).Json()));
  }
  std::string Path(const std::string& end = {}) const {
    return kProject + ("/items/" + std::to_string(item_.id)) + end;
  }
  std::string Sound(const std::string& end) const { return kProject + ("/sounds/" + item_.hash.Hex()) + end; }

  static constexpr const char* kProject = "/api/v1/projects/digits";
  Studio studio_;
  const store::Project project_ = Must(studio_.catalog->projects().Create("digits", store::kSound));
  const std::string wav_ = ToneWav(440, 2);
  const store::Item item_ = studio_.AddRecording(project_.id, wav_, "one", "ann");
};

TEST_F(SoundRoutes, NamesTellGroups) {
  const store::Item other = studio_.AddRecording(project_.id, ToneWav(500, 1), "nine_theo", "ann");
  const auto group = [&](const std::string& names) {
    return studio_.Call("POST", kProject + std::string("/groups"),
                        json::serialize(ToJson(api::NamePattern{.names = names})));
  };
  EXPECT_EQ(group("{class}_{number}").ErrorCode(), "name-pattern-invalid");
  EXPECT_EQ(group("{group}@{number}").ErrorCode(), "group-none");
  const Reply reply = group("{class}_{group}");
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto report = Must(api::GroupingFromJson(reply.Json()));
  EXPECT_EQ(report.items, 2);
  EXPECT_EQ(report.changed, 1);
  EXPECT_EQ(report.unmatched_names, (std::vector<std::string>{item_.name}));
  ASSERT_EQ(report.groups.size(), 1U);
  EXPECT_EQ(report.groups[0].name, "theo");
  EXPECT_EQ(Must(studio_.catalog->items().Get(project_.id, other.id)).source, "theo");
  EXPECT_EQ(Must(studio_.catalog->items().Get(project_.id, item_.id)).source, "ann")
      << "what is not told stays";
}

TEST_F(SoundRoutes, ItemsHaveFactsAndGroups) {
  const auto item = [&] {
    return Must(api::ItemPageFromJson(studio_.Call("GET", std::string(kProject) + "/items").Json()))
        .items.at(0);
  };
  EXPECT_EQ(item().sound->seconds, 2);
  EXPECT_EQ(item().sound->rate, 16000);
  EXPECT_EQ(item().group, "ann");
  EXPECT_EQ(item().class_, "one");
  EXPECT_EQ(item().segments, std::nullopt);
  EXPECT_EQ(studio_.Call("PATCH", Path(), R"({"group":"王"})").status, 200);
  EXPECT_EQ(item().group, "王");
  EXPECT_EQ(item().class_, "one") << "what is not given stays";
  EXPECT_EQ(studio_.Call("PATCH", Path(), R"({"class":"two","group":""})").status, 200);
  EXPECT_EQ(item().group, std::nullopt);
  EXPECT_EQ(item().class_, "two");
  EXPECT_EQ(studio_.Call("PATCH", Path(), R"({"class":"three","group":"a\nb"})").ErrorCode(),
            "group-name-invalid");
  EXPECT_EQ(item().class_, "two") << "all of it, or nothing";
  EXPECT_EQ(studio_.Call("PATCH", kProject + std::string("/items/999"), R"({"group":"b"})").status, 404);
}

TEST_F(SoundRoutes, LabellingSegments) {
  EXPECT_FALSE(Segments().labelled);
  const std::vector<api::SegmentLabel> segments = {{"one", 1.25, 0.5}, {"二", 0.1, 0.3}};
  const Reply first = studio_.Call("PUT", Path("/segments"), Body(0, segments));
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(Segments().revision, 1);
  ASSERT_EQ(Segments().segments.size(), 2U);
  EXPECT_EQ(Segments().segments[0].name, "二") << "by rising begin";
  EXPECT_EQ(Segments().segments[0].seconds, 0.3);
  EXPECT_EQ(studio_.Call("PUT", Path("/segments"), Body(0, segments)).Json().at("revision"), 1)
      << "the same again";
  EXPECT_EQ(studio_.Call("PUT", Path("/segments"), Body(0, {})).ErrorCode(), "segments-changed");
  const api::Project project = Must(api::ProjectFromJson(studio_.Call("GET", kProject).Json()));
  EXPECT_EQ(project.classes.at(1).segments, 1);
  const auto count = [&](const std::string& name) {
    const std::string path = kProject + ("/items?class=" + name);
    return Must(api::ItemPageFromJson(studio_.Call("GET", path).Json())).total;
  };
  EXPECT_EQ(count("one"), 1) << "by its class";
  EXPECT_EQ(count("%E4%BA%8C"), 1) << "by a segment of it";
  ASSERT_EQ(studio_.Call("PUT", Path("/segments"), Body(1, {{"one", -0.5, 99}})).status, 200);
  EXPECT_EQ(Segments().segments[0].begin, 0) << "cut at the recording's ends";
  EXPECT_EQ(Segments().segments[0].seconds, 2);
  EXPECT_EQ(studio_.Call("PUT", Path("/segments"), Body(2, {}, false)).status, 200);
  EXPECT_FALSE(Segments().labelled);
}

TEST_F(SoundRoutes, SegmentsThatCannotBeAreRefusedByName) {
  const auto error = [&](const api::SegmentLabel& bad, bool labelled = true) {
    const Reply reply = studio_.Call("PUT", Path("/segments"), Body(0, {{"x", 0, 1}, bad}, labelled));
    return reply.ErrorCode() + " " + std::string(reply.Json().at("error").at("item").as_string());
  };
  EXPECT_EQ(error({"x", 2, 1}), "segment-outside one.wav #2");
  EXPECT_EQ(error({"x", -3, 1}), "segment-outside one.wav #2");
  EXPECT_EQ(error({"x", 1e300, 1e300}), "segment-outside one.wav #2");
  EXPECT_EQ(error({"x", 1, 0}), "segment-no-length one.wav #2");
  EXPECT_EQ(error({"x", 1, -1}), "segment-no-length one.wav #2");
  EXPECT_EQ(error({"x", 1, 1e-5}), "segment-no-length one.wav #2");
  EXPECT_EQ(error({" ", 1, 1}), "segment-no-label one.wav #2");
  EXPECT_EQ(error({"a\nb", 1, 1}), "class-name-invalid one.wav #2");
  EXPECT_EQ(error({"x", 1, 1}, false), "segments-unlabelled one.wav");
  EXPECT_EQ(studio_.Call("PUT", Path("/segments"),
                         R"({"revision":0,"labelled":true,"segments":[{"name":"x",)"
                         R"("begin":1e999,"seconds":1}]})")
                    .status /
                100,
            4);
  EXPECT_EQ(Segments().revision, 0);
}

TEST_F(SoundRoutes, ListeningToAnyPart) {
  const Reply whole = studio_.Call("GET", Sound("/audio"));
  EXPECT_EQ(whole.status, 200);
  EXPECT_EQ(whole.headers.at("Content-Type"), "audio/wav");
  EXPECT_EQ(whole.body, wav_) << "16 bits and one channel come out as they went in";
  const auto part = [&](const std::string& range, Fields more = {}) {
    more.emplace_back("Range", range);
    return studio_.Call("GET", Sound("/audio"), {}, more);
  };
  const Reply some = part("bytes=1000-1999");
  EXPECT_EQ(some.status, 206);
  EXPECT_EQ(some.headers.at("Content-Range"), "bytes 1000-1999/" + std::to_string(wav_.size()));
  EXPECT_EQ(some.headers.at("Content-Length"), "1000");
  EXPECT_EQ(some.body, wav_.substr(1000, 1000));
  EXPECT_EQ(part("bytes=-7").body, wav_.substr(wav_.size() - 7));
  EXPECT_EQ(part("bytes=64000-").body, wav_.substr(64000));
  EXPECT_EQ(part("bytes=99999999-").status, 416);
  EXPECT_EQ(part("bytes=0-1", {{"If-Range", "\"other\""}}).status, 200);
  EXPECT_EQ(part("bytes=0-1", {{"If-Range", whole.headers.at("ETag")}}).status, 206);
  EXPECT_EQ(studio_.Call("GET", Sound("/audio"), {}, {{"If-None-Match", whole.headers.at("ETag")}}).status,
            304);
  std::filesystem::remove_all(studio_.home.path() / "cache");
  EXPECT_EQ(studio_.Call("GET", Sound("/audio")).body, wav_) << "the cache may be deleted at any time";
}

TEST_F(SoundRoutes, OthersSoundsAreNotShown) {
  const std::string stranger = ToneWav(100, 1);
  const Hash hash = Must(studio_.blobs.Put(std::as_bytes(std::span(stranger))));
  for (const char* end : {"/audio", "/waveform", "/spectrogram"}) {
    EXPECT_EQ(studio_.Call("GET", kProject + ("/sounds/" + hash.Hex()) + end).ErrorCode(), "sound-unknown");
    EXPECT_EQ(studio_.Call("GET", kProject + std::string("/sounds/xyz") + end).status, 404);
    EXPECT_EQ(testing::Ask(studio_.port(), "GET", Sound(end)).status, 401);
  }
}

TEST_F(SoundRoutes, TheWaveformOfAStretch) {
  const auto waveform = [&](const std::string& query) {
    return Must(api::WaveformFromJson(studio_.Call("GET", Sound("/waveform") + query).Json()));
  };
  const api::Waveform all = waveform("");
  EXPECT_EQ(all.seconds, 2);
  ASSERT_EQ(all.lows.size(), 1024U);
  EXPECT_EQ(std::ranges::max(all.highs), 64);
  EXPECT_EQ(std::ranges::min(all.lows), -64);
  const api::Waveform some = waveform("?begin=1.5&seconds=10&points=10");
  EXPECT_EQ(some.begin, 1.5);
  EXPECT_EQ(some.seconds, 0.5) << "the stretch ends with the recording";
  EXPECT_EQ(some.highs.size(), 10U);
  for (const char* bad :
       {"?begin=-1", "?begin=2", "?begin=nan", "?seconds=0", "?points=0", "?points=4097", "?begin=x"}) {
    EXPECT_EQ(studio_.Call("GET", Sound("/waveform") + bad).ErrorCode(), "parameter-invalid") << bad;
  }
}

TEST_F(SoundRoutes, TheSpectrogramOfAStretch) {
  const Reply reply = studio_.Call("GET", Sound("/spectrogram?begin=0.5&seconds=1&width=200&height=64"));
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.headers.at("Content-Type"), "image/jpeg");
  const auto picture = Must(studio_.decoder->Decode(std::as_bytes(std::span(reply.body)), {})).image;
  EXPECT_EQ(picture.width, 200);
  EXPECT_EQ(picture.height, 64);
  const auto brightness = [&](int row) { return picture.rgb[static_cast<size_t>(3 * (row * 200 + 100))]; };
  EXPECT_GT(brightness(51), 150) << "440 Hz lie in the lower part";
  EXPECT_LT(brightness(8), 100);
}

TEST_F(SoundRoutes, MakesALongRecordingOnceForAllWhoAsk) {
  std::string wav = ToneWav(440, 600, 48000, 0.9);
  const store::Item item = studio_.AddRecording(project_.id, wav, "long");
  const std::string path = kProject + ("/sounds/" + item.hash.Hex()) + "/audio";
  std::vector<Reply> replies(4);
  {
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < replies.size(); ++i) {
      threads.emplace_back([&, i] {
        const std::string begin = std::to_string(44 + 2 * 48000 * 150 * i);
        replies[i] = studio_.Call(
            "GET", path, {}, {{"Range", "bytes=" + begin + "-" + std::to_string(std::stoll(begin) + 99)}});
      });
    }
  }
  for (size_t i = 0; i < replies.size(); ++i) {
    EXPECT_EQ(replies[i].status, 206);
    EXPECT_EQ(replies[i].body, wav.substr(44 + 2 * 48000 * 150 * i, 100));
  }
  const api::Waveform all = Must(api::WaveformFromJson(
      studio_.Call("GET", kProject + ("/sounds/" + item.hash.Hex()) + "/waveform?points=7").Json()));
  EXPECT_EQ(all.highs, std::vector<int64_t>(7, 114));
}

}  // namespace
}  // namespace easel::server
