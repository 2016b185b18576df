// What the server answers about sounds: the API and EasyDL's protocol, and bad input through every door.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "api/types.h"
#include "evaluation/testing.h"
#include "publish/releases.h"
#include "server/testing/studio.h"

namespace easel::server {
namespace {

using evaluation::testing::Joined;
using evaluation::testing::Tone;
using evaluation::testing::WavText;
using testing::Ask;
using testing::Base64;
using testing::Must;
using testing::Reply;

class ListeningServerTest : public ::testing::Test {
 protected:
  ListeningServerTest() {
    const store::Version version =
        Must(studio.catalog->models().FreezeVersion(project.id, Sha256("manifest"), 3));
    const Hash bundle = Must(studio.blobs.Put(graph::Serialize(evaluation::testing::PitchBundle())));
    const std::vector<evaluation::Judgement> judgements = {
        {Sha256("x"), "x.wav", 1, {0.7F, 0.3F}, "ann", evaluation::Stretch{0.5, 0.25}},
        {Sha256("y"), "y.wav", 0, {0.7F, 0.3F}, "bob"}};
    const auto report =
        evaluation::MakeSoundReport(evaluation::Method::kHeldOut, 0, {"low", "high"}, judgements);
    const std::string text = CanonicalJson(report.Store());
    const Hash report_hash = Must(studio.blobs.Put(std::as_bytes(std::span(text))));
    const store::Job job = Must(studio.catalog->jobs().Add("train", project.id, {}));
    model = Must(studio.catalog->models().Add(project.id, job.id, version.number, bundle, report_hash, {}));
    Must(publish::Publish(*studio.catalog, studio.blobs, *studio.decoder, project, 0, "pitch", true));
    access = Must(studio.catalog->credentials().IssueToken(store::TokenKind::kEasydl, "key", 0));
  }

  Reply AskEasydl(const json::object& body, std::string_view kind = "sound_cls") const {
    return Ask(studio.port(), "POST",
               "/rpc/2.0/ai_custom/v1/" + std::string(kind) + "/pitch?access_token=" + access,
               {{"Content-Type", "application/json"}}, json::serialize(body));
  }
  int64_t EasydlCode(const std::string& file) const {
    const Reply reply = AskEasydl({{"sound", Base64(file)}});
    EXPECT_EQ(reply.status, 200);
    const json::object answer = reply.Json().as_object();
    return answer.contains("error_code") ? answer.at("error_code").as_int64() : 0;
  }

  static constexpr const char* kPredict = "/api/v1/projects/sounds/models/1/predict";
  testing::Studio studio;
  store::Project project = Must(studio.catalog->projects().Create("sounds", std::string(store::kSound)));
  store::Model model;
  std::string access;
};

TEST_F(ListeningServerTest, ServedIsJudgedToTheLastBit) {
  const std::string wav = WavText(Joined(Tone(200, 0.7, 22050), Tone(2500, 0.4, 22050)));
  const auto direct = Must(publish::LoadModel(studio.blobs, model));
  const std::vector<evaluation::SoundCandidate> candidates = {
      {.hash = Sha256("p"), .name = "p", .group = {}, .segments = {}, .bytes = [&]() -> Result<Bytes> {
         const auto bytes = std::as_bytes(std::span(wav));
         return Bytes(bytes.begin(), bytes.end());
       }}};
  NoProgress progress;
  const auto judged = Must(evaluation::JudgeSounds(*direct, *studio.decoder, candidates, 1, progress));
  const auto check = [&](const json::value& results) {
    ASSERT_EQ(results.as_array().size(), 2U);
    for (const json::value& result : results.as_array()) {
      const size_t label = result.at("name") == "low" ? 0 : 1;
      EXPECT_EQ(static_cast<float>(result.at("score").as_double()), judged.at(0).scores[label]);
    }
  };
  check(studio.Call("POST", kPredict, wav).Json().at("results"));
  check(studio.Call("POST", "/api/v1/predict/pitch", wav).Json().at("results"));
  check(AskEasydl({{"sound", Base64(wav)}}).Json().at("results"));
  check(Ask(studio.port(), "POST", "/pitch/SoundClassification", {{"Content-Type", "application/json"}},
            json::serialize(json::object{{"sound", Base64(wav)}}))
            .Json()
            .at("results"));
}

TEST_F(ListeningServerTest, LongRecordingsHavePassages) {
  const auto ask = [&](const media::Sound& sound) {
    return Must(api::PredictionFromJson(studio.Call("POST", kPredict, WavText(sound)).Json()));
  };
  const api::Prediction two = ask(Joined(Tone(200, 3), Tone(2500, 2)));
  ASSERT_TRUE(two.passages);
  ASSERT_EQ(two.passages->size(), 2U);
  EXPECT_EQ(two.passages->at(0).name, "low");
  EXPECT_EQ(two.passages->at(1).name, "high");
  EXPECT_NEAR(two.passages->at(1).begin, 3, 0.15);
  EXPECT_NEAR(two.passages->at(1).begin + two.passages->at(1).seconds, 5, 1e-9);
  EXPECT_FALSE(ask(Tone(200, 0.2)).passages) << "a window is all there is";
  const store::Item item =
      studio.AddRecording(project.id, WavText(Joined(Tone(200, 1), Tone(2500, 1))), "low");
  const auto suggested = Must(api::PredictionFromJson(
      studio.Call("GET", "/api/v1/projects/sounds/items/" + std::to_string(item.id) + "/suggestions")
          .Json()));
  EXPECT_EQ(suggested.passages->size(), 2U);
}

TEST_F(ListeningServerTest, TheReportPlaysItsMistakes) {
  const Reply reply = studio.Call("GET", "/api/v1/projects/sounds/models/1/report");
  const auto report = Must(api::ReportFromJson(reply.Json()));
  EXPECT_EQ(report.groups->at(0).name, "ann");
  EXPECT_EQ(report.mistakes.at(0).begin, 0.5);
  EXPECT_EQ(report.mistakes.at(0).group, "ann");
  ASSERT_EQ(report.confusion_items->size(), 2U);
  EXPECT_EQ(report.confusion_items->at(1).truth, "high");
  EXPECT_EQ(report.confusion_items->at(1).items.at(0).seconds, 0.25);
}

TEST_F(ListeningServerTest, EasydlsLimitsAndNumbers) {
  const json::object body{{"sound", Base64(WavText(Tone(200, 1)))}};
  json::object one = body;
  one["top_num"] = "1";
  const json::value reply = AskEasydl(one).Json();
  EXPECT_EQ(reply.at("results").as_array().size(), 1U);
  EXPECT_EQ(reply.at("results").at(0).at("name"), "low");
  EXPECT_TRUE(reply.as_object().contains("log_id"));
  EXPECT_EQ(EasydlCode(WavText(Tone(200, 15, 8000))), 0);
  EXPECT_EQ(EasydlCode(WavText(Tone(200, 15.3, 8000))), 336004);
  EXPECT_EQ(EasydlCode(std::string(3'200'000, 'x')), 336004) << "more than 4 MiB of base64";
  EXPECT_EQ(EasydlCode(""), 336004);
  EXPECT_EQ(EasydlCode("this is no recording"), 336005);
  EXPECT_EQ(AskEasydl({{"image", Base64("x")}}).Json().at("error_code"), 336006);
  EXPECT_EQ(AskEasydl({{"sound", "data:audio/wav;base64,UklGRg=="}}).Json().at("error_code"), 336003);
  EXPECT_EQ(AskEasydl(body, "classification").Json().at("error_code"), 336006);
  EXPECT_EQ(AskEasydl({{"image", Base64("x")}}, "classification").Json().at("error_code"), 3);
  EXPECT_EQ(AskEasydl(body, "sounds").Json().at("error_code"), 3);
}

/// A number in the header of a WAV file of ours.
std::string Patched(std::string wav, size_t at, uint32_t value, size_t bytes = 4) {
  std::memcpy(wav.data() + at, &value, bytes);
  return wav;
}

/// 32-bit floats, not all of them numbers.
std::string FloatWav() {
  std::string wav = WavText(Tone(200, 0.5));
  wav = Patched(Patched(Patched(wav, 20, 3, 2), 34, 32, 2), 32, 4, 2);
  for (size_t at = 44; at + 4 <= wav.size(); at += 4) {
    const float sample = at % 64 == 0 ? std::numeric_limits<float>::quiet_NaN() : 0.25F;
    std::memcpy(wav.data() + at, &sample, 4);
  }
  return wav;
}

std::string EightChannels() {
  std::string wav = WavText(Tone(2500, 0.5 * 8, 192'000));
  return Patched(Patched(wav, 22, 8, 2), 32, 16, 2);
}

TEST_F(ListeningServerTest, BadRecordingsAreRefusedWithAReasonAndOddOnesHeard) {
  const std::string good = WavText(Tone(200, 0.5));
  const struct {
    const char* what;
    std::string file;
    int status;
    const char* code;
  } cases[] = {
      {"no samples", good.substr(0, 44), 422, "sound-empty"},
      {"text", "ID3 this is no music at all, but text", 422, "sound-"},
      {"text in MP3's clothes", std::string("\xFF\xFB\x90\x64", 4) + std::string(2000, 'a'), 422, "sound-"},
      {"a picture", testing::ColourPicture(1, 2, 3), 422, "sound-unknown-format"},
      {"ten hours of 8 bits", Patched(Patched(good, 24, 4000), 40, 4000U * 2 * 36'000), 200, ""},
      {"a header that promises more", Patched(good, 40, 0x7FFFFFF0), 200, ""},
      {"a header that promises less", Patched(good, 40, 1000), 200, ""},
      {"8 kHz", WavText(Tone(200, 0.5, 8000)), 200, ""},
      {"192 kHz of eight channels", EightChannels(), 200, ""},
      {"silence", WavText(Tone(0, 1)), 200, ""},
      {"samples that are no numbers", FloatWav(), 200, ""},
      {"three samples", good.substr(0, 50), 200, ""},
  };
  for (const auto& [what, file, status, code] : cases) {
    const Reply reply = studio.Call("POST", kPredict, file);
    if (status == 200) {
      EXPECT_TRUE(reply.status == 200 || reply.status == 422) << what << reply.body;
      if (reply.status == 200) {
        const json::value answer = reply.Json();
        for (const json::value& result : answer.at("results").as_array())
          EXPECT_TRUE(std::isfinite(result.at("score").to_number<double>())) << what;
      }
    } else {
      EXPECT_EQ(reply.status, status) << what << reply.body;
      EXPECT_TRUE(reply.ErrorCode().starts_with(code)) << what << reply.body;
    }
    const int64_t number = EasydlCode(file);
    EXPECT_EQ(number == 0, reply.status == 200) << what << number;
    EXPECT_TRUE(number == 0 || number == 336004 || number == 336005) << what << number;
  }
  EXPECT_EQ(studio.Call("GET", "/api/v1/health").status, 200);
}

TEST_F(ListeningServerTest, PicturesStaySmall) {
  const store::Project shoes = studio.MakeProject();
  studio.AddModel(shoes.id);
  const std::string large(size_t{11} << 20, 'x');
  EXPECT_EQ(studio.Call("POST", "/api/v1/projects/shoes/models/1/predict", large).status, 413);
  EXPECT_EQ(studio.Call("POST", kPredict, large).status, 422);
}

}  // namespace
}  // namespace easel::server
