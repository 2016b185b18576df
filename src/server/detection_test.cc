// What the server answers about detectors: the API and EasyDL's protocol.
#include <gtest/gtest.h>

#include <cmath>

#include "api/types.h"
#include "evaluation/detection/report.h"
#include "publish/releases.h"
#include "server/testing/studio.h"

namespace easel::server {
namespace {

using testing::Ask;
using testing::Base64;
using testing::ColourPicture;
using testing::Must;
using testing::Reply;

/// Sees the picture as 2 × 2 cells and calls red ones "red"; the box of a cell is the cell. Redness r has the
/// score sigmoid(8 r − 4); shown from 0.9 on.
graph::Bundle RedDetector() {
  graph::GraphBuilder builder;
  const graph::ValueId x = builder.Input("picture", {1, 2, 2, 3});
  std::vector<float> weight(15);
  weight[0] = 8;
  const float half = std::log(0.5F);
  const graph::ValueId w = builder.Constant("w", {5, 1, 1, 3}, weight);
  const graph::ValueId b = builder.Constant("b", {5}, {-4, half, half, half, half});
  const media::ImageTransform transform{
      .width = 2, .height = 2, .mean = 0, .scale = 255, .decode_min_side = 8};
  graph::Bundle bundle;
  bundle.task = "object-detection";
  bundle.graph = builder.Finish({builder.Apply("boxes", graph::Conv2d{}, {x, w, b})});
  bundle.detector = graph::Detector{.levels = {{}}, .threshold = 0.9F};
  bundle.inputs = {{"picture", transform.ToJson()}};
  bundle.labels = {"red"};
  return bundle;
}

class DetectionServerTest : public ::testing::Test {
 protected:
  DetectionServerTest() {
    const store::Version version =
        Must(studio.catalog->models().FreezeVersion(project.id, Sha256("manifest"), 3));
    const Hash bundle = Must(studio.blobs.Put(graph::Serialize(RedDetector())));
    evaluation::JudgedCandidate judged{Sha256("x"), "x.jpg", 40, 20, {}};
    judged.boxes.truth = {{{0, 0, 20, 10}, 0}};
    judged.boxes.found = {{{0, 0, 20, 10}, 0, 0.95}};
    const auto report = evaluation::MakeDetectionReport(true, {"red"}, {judged}, {});
    const std::string text = CanonicalJson(report.Store());
    const Hash report_hash = Must(studio.blobs.Put(std::as_bytes(std::span(text))));
    const store::Job job = Must(studio.catalog->jobs().Add("train", project.id, {}));
    const json::object summary{{"seconds", 1.5},
                               {"model", {{"name", "red"}, {"params", 12}, {"macs", 9}, {"bytes", 99}}},
                               {"metrics", report.MetricsToJson()}};
    model =
        Must(studio.catalog->models().Add(project.id, job.id, version.number, bundle, report_hash, summary));
  }

  Reply AskEasydl(std::string_view kind, const json::object& body, const std::string& suffix = "reds") const {
    const std::string access =
        Must(studio.catalog->credentials().IssueToken(store::TokenKind::kEasydl, "key", 0));
    return Ask(studio.port(), "POST",
               "/rpc/2.0/ai_custom/v1/" + std::string(kind) + "/" + suffix + "?access_token=" + access,
               {{"Content-Type", "application/json"}}, json::serialize(body));
  }

  testing::Studio studio;
  store::Project project = Must(studio.catalog->projects().Create("reds", std::string(store::kDetection)));
  store::Model model;
};

/// Left half red, right half dark red (redness of about 0.55: a score of about 0.6).
std::string HalfRed() {
  media::Image image{.width = 40, .height = 20, .rgb = {}};
  for (int i = 0; i < 800; ++i)
    image.rgb.insert(image.rgb.end(), {static_cast<uint8_t>(i % 40 < 20 ? 255 : 140), 0, 0});
  const Bytes jpeg = media::EncodeJpeg(image, 95);
  return std::string(reinterpret_cast<const char*>(jpeg.data()), jpeg.size());
}

TEST_F(DetectionServerTest, PredictionsHaveLocationsAndObeyTheThreshold) {
  const std::string path = "/api/v1/projects/reds/models/1/predict";
  const auto shown = Must(api::PredictionFromJson(studio.Call("POST", path, HalfRed()).Json()));
  ASSERT_EQ(shown.results.size(), 2U);  // the two cells of the left half
  EXPECT_EQ(shown.results[0].name, "red");
  ASSERT_TRUE(shown.results[0].location);
  EXPECT_NEAR(shown.results[0].location->left, 0, 1e-3);
  EXPECT_NEAR(shown.results[0].location->width, 20, 1e-3);
  EXPECT_NEAR(shown.results[0].location->height, 10, 1e-3);
  EXPECT_EQ(Must(api::PredictionFromJson(studio.Call("POST", path + "?threshold=0.3", HalfRed()).Json()))
                .results.size(),
            4U);
  EXPECT_EQ(Must(api::PredictionFromJson(studio.Call("POST", path + "?threshold=1", HalfRed()).Json()))
                .results.size(),
            0U);
  for (const std::string bad : {"2", "-0.1", "nan", "much", ""}) {
    EXPECT_EQ(studio.Call("POST", path + "?threshold=" + bad, HalfRed()).ErrorCode(), "parameter-invalid")
        << bad;
  }
}

TEST_F(DetectionServerTest, TheReportIsOfItsTask) {
  const Reply reply = studio.Call("GET", "/api/v1/projects/reds/models/1/detection-report");
  const auto report = Must(api::DetectionReportFromJson(reply.Json()));
  EXPECT_EQ(report.threshold, 0.95);
  ASSERT_EQ(report.pictures.size(), 1U);
  EXPECT_EQ(report.pictures[0].found.at(0).outcome, "right");
  EXPECT_EQ(report.pictures[0].found.at(0).truth, 0);
  EXPECT_FALSE(report.remarks.empty());
  EXPECT_EQ(studio.Call("GET", "/api/v1/projects/reds/models/1/report").ErrorCode(), "report-of-other-task");
  const store::Project shoes = studio.MakeProject();
  studio.AddModel(shoes.id);
  EXPECT_EQ(studio.Call("GET", "/api/v1/projects/shoes/models/1/detection-report").ErrorCode(),
            "report-of-other-task");
}

TEST_F(DetectionServerTest, TheNewestModelSuggestsBoxes) {
  const store::Item item = studio.AddItem(project.id, HalfRed(), "");
  const std::string path = "/api/v1/projects/reds/items/" + std::to_string(item.id) + "/suggestions";
  EXPECT_EQ(Must(api::PredictionFromJson(studio.Call("GET", path).Json())).results.size(), 2U);
  EXPECT_EQ(studio.Call("GET", "/api/v1/projects/reds/items/999/suggestions").ErrorCode(), "item-unknown");
  const store::Project empty =
      Must(studio.catalog->projects().Create("empty", std::string(store::kDetection)));
  const store::Item other = studio.AddItem(empty.id, HalfRed(), "");
  const std::string none = "/api/v1/projects/empty/items/" + std::to_string(other.id) + "/suggestions";
  EXPECT_TRUE(Must(api::PredictionFromJson(studio.Call("GET", none).Json())).results.empty());
}

TEST_F(DetectionServerTest, OptionsAreThoseOfTheTask) {
  const std::string listed = studio.Call("GET", "/api/v1/options/train?task=object-detection").body;
  EXPECT_TRUE(listed.contains("mobilenet-ssd"));
  EXPECT_FALSE(listed.contains("other-from"));
  EXPECT_EQ(studio.Call("POST", "/api/v1/projects/reds/train", R"({"balance":"none"})").status, 400);
  EXPECT_EQ(studio.Call("POST", "/api/v1/projects/reds/train", R"({"side":256})").status, 202);
}

TEST_F(DetectionServerTest, EasydlsClientsGetWholePixels) {
  Must(publish::Publish(*studio.catalog, studio.blobs, *studio.decoder, project, 0, "reds", true));
  const json::object body{{"image", Base64(HalfRed())}};
  const json::value reply = AskEasydl("detection", body).Json();
  const json::array& results = reply.at("results").as_array();
  ASSERT_EQ(results.size(), 2U);
  EXPECT_EQ(results[0].at("location"), (json::value{{"left", 0}, {"top", 0}, {"width", 20}, {"height", 10}}));
  json::object all = body;
  all["threshold"] = 0.3;
  EXPECT_EQ(AskEasydl("detection", all).Json().at("results").as_array().size(), 4U);
  all["threshold"] = "0.3";
  EXPECT_EQ(AskEasydl("detection", all).Json().at("results").as_array().size(), 4U);
  all["threshold"] = 7;
  EXPECT_EQ(AskEasydl("detection", all).Json().at("error_code"), 336001);
  // A detector is no classifier, and the other way round.
  EXPECT_EQ(AskEasydl("classification", body).Json().at("error_code"), 3);
  const store::Project shoes = studio.MakeProject();
  studio.AddModel(shoes.id);
  Must(publish::Publish(*studio.catalog, studio.blobs, *studio.decoder, shoes, 0, "shoes", true));
  EXPECT_EQ(AskEasydl("detection", body, "shoes").Json().at("error_code"), 3);
  const Reply open = Ask(studio.port(), "POST", "/reds/ObjectDetection",
                         {{"Content-Type", "application/json"}}, json::serialize(body));
  EXPECT_EQ(open.Json().at("results").as_array().size(), 2U);
}

// Bit by bit what the judge saw: one bundle, one runtime.
TEST_F(DetectionServerTest, ServedIsJudged) {
  const auto direct = Must(publish::LoadModel(studio.blobs, model));
  const std::string picture = HalfRed();
  const std::vector<evaluation::BoxedCandidate> candidates = {{Sha256("p"), "p", {}, [&]() -> Result<Bytes> {
                                                                 const auto bytes =
                                                                     std::as_bytes(std::span(picture));
                                                                 return Bytes(bytes.begin(), bytes.end());
                                                               }}};
  NoProgress progress;
  const auto judged = Must(evaluation::JudgeDetector(*direct, *studio.decoder, candidates, 1, progress));
  const auto served = Must(api::PredictionFromJson(
      studio.Call("POST", "/api/v1/projects/reds/models/1/predict?threshold=0", picture).Json()));
  const auto& found = judged.at(0).boxes.found;
  ASSERT_EQ(served.results.size(), found.size());
  for (size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(static_cast<float>(served.results[i].score), static_cast<float>(found[i].score));
    EXPECT_EQ(served.results[i].location->left, found[i].box.left);
    EXPECT_EQ(served.results[i].location->top, found[i].box.top);
    EXPECT_EQ(served.results[i].location->width, found[i].box.width);
    EXPECT_EQ(served.results[i].location->height, found[i].box.height);
  }
}

}  // namespace
}  // namespace easel::server
