#include "server/routes/routes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "api/types.h"
#include "base/json.h"
#include "graph/bundle.h"
#include "media/augment/contact_sheet.h"
#include "publish/releases.h"
#include "server/testing/studio.h"

namespace easel::server {
namespace {

using testing::Ask;
using testing::ColourPicture;
using testing::Must;
using testing::Reply;
using testing::Socket;
using testing::Studio;

std::string Release(const std::string& project, int model) {
  return json::serialize(json::object{{"project", project}, {"model", model}});
}

TEST(ProjectRoutes, FromCreationToDeletion) {
  Studio studio;
  const Reply created =
      studio.Call("POST", "/api/v1/projects", R"({"name":"鞋子","task":"image-classification"})");
  ASSERT_EQ(created.status, 201) << created.body;
  EXPECT_EQ(Must(api::ProjectFromJson(created.Json())).name, "鞋子");
  EXPECT_EQ(
      studio.Call("POST", "/api/v1/projects", R"({"name":"鞋子","task":"image-classification"})").status,
      409);
  EXPECT_EQ(studio.Call("POST", "/api/v1/projects", R"({"name":"","task":"image-classification"})").status,
            422);
  EXPECT_EQ(studio.Call("POST", "/api/v1/projects", "{").status, 400);
  const std::string path = "/api/v1/projects/%E9%9E%8B%E5%AD%90";
  const auto project = Must(studio.catalog->projects().Find("鞋子"));
  const auto item = studio.AddItem(project.id, ColourPicture(200, 0, 0), "red");
  const api::Project document = Must(api::ProjectFromJson(studio.Call("GET", path).Json()));
  EXPECT_EQ(document.items, 1);
  EXPECT_EQ(document.classes.at(0).name, "red");
  EXPECT_EQ(studio.Call("GET", "/api/v1/projects").Json().as_array().size(), 1U);
  EXPECT_TRUE(studio.Call("GET", path + "/check").Json().at("findings").is_array());
  EXPECT_EQ(studio.Call("DELETE", path).status, 204);
  EXPECT_EQ(studio.Call("GET", path).ErrorCode(), "project-unknown");
}

TEST(ProjectRoutes, ErrorsSpeakTheClientsLanguage) {
  const Studio studio;
  const auto message = [&](const std::string& language) {
    return std::string(studio.Call("GET", "/api/v1/projects/none", "", {{"Accept-Language", language}})
                           .Json()
                           .at("error")
                           .at("message")
                           .as_string());
  };
  EXPECT_NE(message("zh-CN,zh;q=0.9"), message("en"));
}

TEST(ProjectRoutes, ExportIsAZipWithAName) {
  Studio studio;
  const auto project = studio.MakeProject();
  studio.AddItem(project.id, ColourPicture(200, 0, 0), "red");
  const Reply reply = studio.Call("GET", "/api/v1/projects/shoes/export");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_TRUE(reply.body.starts_with("PK"));
  EXPECT_EQ(reply.headers.at("Content-Disposition"), "attachment; filename*=UTF-8''shoes.zip");
  EXPECT_TRUE(std::filesystem::is_empty(studio.home.path() / "uploads"));
}

TEST(ItemRoutes, PagesLabelsAndDeletion) {
  Studio studio;
  const auto project = studio.MakeProject();
  for (uint8_t i = 0; i < 5; ++i)
    studio.AddItem(project.id, ColourPicture(static_cast<uint8_t>(i * 50), 0, 0), i < 3 ? "a" : "b");
  const std::string items = "/api/v1/projects/shoes/items";
  const auto page = [&](const std::string& query) {
    return Must(api::ItemPageFromJson(studio.Call("GET", items + query).Json()));
  };
  EXPECT_EQ(page("").items.size(), 5U);
  EXPECT_FALSE(page("").next);
  EXPECT_EQ(page("?class=a").total, 3);
  const api::ItemPage first = page("?limit=2");
  const api::ItemPage one = page("?hash=" + first.items.at(1).hash);
  EXPECT_EQ(one.total, 1);
  EXPECT_EQ(one.items.at(0).id, first.items.at(1).id);
  EXPECT_EQ(page("?hash=" + std::string(64, '0')).total, 0);
  EXPECT_EQ(studio.Call("GET", items + "?hash=x").ErrorCode(), "hash-invalid");
  ASSERT_TRUE(first.next);
  EXPECT_EQ(page("?limit=2&after=" + std::to_string(*first.next)).items.at(0).id, first.items.at(1).id + 1);
  for (const char* query : {"?limit=0", "?limit=501", "?after=x", "?unlabelled=maybe"}) {
    EXPECT_EQ(studio.Call("GET", items + query).ErrorCode(), "parameter-invalid") << query;
  }
  EXPECT_EQ(studio.Call("GET", items + "?class=none").status, 404);
  const std::string item = items + "/" + std::to_string(first.items[0].id);
  EXPECT_EQ(studio.Call("PATCH", item, R"({"class":"新"})").Json().at("class"), "新");
  EXPECT_FALSE(studio.Call("PATCH", item, R"({"class":""})").Json().as_object().contains("class"));
  EXPECT_EQ(page("?unlabelled=true").total, 1);
  EXPECT_EQ(studio.Call("PATCH", item, R"({"class":"a","x":1})").Json().at("error").at("item"), "x");
  EXPECT_EQ(studio.Call("DELETE", item).status, 204);
  EXPECT_EQ(studio.Call("DELETE", item).status, 404);
}

TEST(ItemRoutes, PicturesAreReencodedAndBelongToTheirProject) {
  Studio studio;
  const auto project = studio.MakeProject();
  studio.MakeProject("others");
  const auto item = studio.AddItem(project.id, ColourPicture(200, 10, 10, 640, 480), "red");
  const std::string path = "/pictures/" + item.hash.Hex();
  const Reply reply = studio.Call("GET", "/api/v1/projects/shoes" + path + "?side=64");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.headers.at("Content-Type"), "image/jpeg");
  EXPECT_TRUE(reply.headers.at("Cache-Control").contains("immutable"));
  const auto decoded = Must(studio.decoder->Decode(std::as_bytes(std::span(reply.body)), {}));
  EXPECT_EQ(decoded.stored_width, 64);
  EXPECT_EQ(decoded.stored_height, 48);
  EXPECT_EQ(studio
                .Call("GET", "/api/v1/projects/shoes" + path + "?side=64", "",
                      {{"If-None-Match", reply.headers.at("ETag")}})
                .status,
            304);
  EXPECT_EQ(studio.Call("GET", "/api/v1/projects/others" + path).ErrorCode(), "picture-unknown");
  EXPECT_EQ(studio.Call("GET", "/api/v1/projects/shoes/pictures/zz").ErrorCode(), "picture-unknown");
  const std::string mistake =
      "/pictures/" + Must(studio.blobs.Put(std::as_bytes(std::span(std::string_view("x"))))).Hex();
  EXPECT_EQ(studio.Call("GET", "/api/v1/projects/shoes" + mistake).status, 404);
  studio.AddModel(project.id);  // its report shows the mistake "x", which is no picture
  EXPECT_EQ(studio.Call("GET", "/api/v1/projects/shoes" + mistake).status, 422);
}

TEST(AugmentationRoutes, ShowWhatATrainingWouldSee) {
  Studio studio;
  const auto project = studio.MakeProject();
  const std::string path = "/api/v1/projects/shoes/augmentation?side=32";
  EXPECT_EQ(studio.Call("GET", path).ErrorCode(), "no-labelled-pictures");
  const std::string picture = ColourPicture(200, 40, 10, 64, 48);
  const auto item = studio.AddItem(project.id, picture, "red");
  studio.AddItem(project.id, ColourPicture(0, 0, 250), "blue");
  const Reply reply = studio.Call("GET", path + "&augment=strong&seed=2&item=" + item.hash.Hex());
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.headers.at("Content-Type"), "image/jpeg");
  const auto decoded = Must(studio.decoder->Decode(std::as_bytes(std::span(picture)), {.min_side = 40}));
  const Bytes expected = media::EncodeJpeg(
      media::ContactSheet(media::Augmentation::Strong(), {.width = 32, .height = 32, .decode_min_side = 40},
                          decoded.image, 5, 15, 30),
      90);
  EXPECT_TRUE(std::ranges::equal(std::as_bytes(std::span(reply.body)), expected));

  const Reply both = studio.Call("GET", path);
  const auto sheet = Must(studio.decoder->Decode(std::as_bytes(std::span(both.body)), {}));
  EXPECT_EQ(sheet.stored_width, 5 * 32 + 4 * 4);
  EXPECT_EQ(sheet.stored_height, 2 * 32 + 4);
  EXPECT_EQ(studio.Call("GET", path).body, both.body);
  EXPECT_EQ(studio.Call("GET", path + "&augment=strong").body, both.body) << "few pictures, strong changes";
  EXPECT_NE(studio.Call("GET", path + "&seed=1").body, both.body);
  EXPECT_NE(studio.Call("GET", path + "&augment-brightness=1").body, both.body);
  EXPECT_EQ(studio.Call("GET", path + "&augment=none").body,
            studio.Call("GET", path + "&augment=none&seed=1").body);
}

TEST(AugmentationRoutes, RefuseWhatMakesNoSense) {
  Studio studio;
  const auto project = studio.MakeProject();
  studio.AddItem(project.id, ColourPicture(200, 0, 0), "red");
  const auto others =
      studio.AddItem(studio.MakeProject("others").id, ColourPicture(0, 200, 0), "green").hash.Hex();
  const std::string path = "/api/v1/projects/shoes/augmentation";
  const Reply rotation = studio.Call("GET", path + "?augment-rotation=181");
  EXPECT_EQ(rotation.status, 400);
  EXPECT_EQ(rotation.Json().at("error").at("item"), "augment-rotation");
  EXPECT_EQ(studio.Call("GET", path + "?epochs=3").status, 400);
  EXPECT_EQ(studio.Call("GET", path + "?side=31").ErrorCode(), "parameter-invalid");
  EXPECT_EQ(studio.Call("GET", path + "?seed=-1").ErrorCode(), "parameter-invalid");
  EXPECT_EQ(studio.Call("GET", path + "?item=x").ErrorCode(), "hash-invalid");
  EXPECT_EQ(studio.Call("GET", path + "?item=" + others).ErrorCode(), "picture-unknown");
  EXPECT_EQ(studio.Call("GET", "/api/v1/projects/none/augmentation").ErrorCode(), "project-unknown");
  studio.AddItem(project.id, "no picture", "broken");
  EXPECT_EQ(studio.Call("GET", path).Json().at("error").at("item"), "broken.jpg");
}

TEST(ImportRoutes, AnUploadBecomesAJobWithItsFile) {
  Studio studio;
  studio.MakeProject();
  const std::string path = "/api/v1/projects/shoes/imports";
  const Reply reply =
      studio.Call("POST", path + "?name=../../%E9%9E%8B.jpg&label=red&format=files", "picture bytes");
  ASSERT_EQ(reply.status, 202) << reply.body;
  const api::Job job = Must(api::JobFromJson(reply.Json()));
  EXPECT_EQ(job.kind, "import");
  EXPECT_EQ(job.state, "queued");
  const auto payload = Must(studio.catalog->jobs().Get(job.id)).payload;
  const std::filesystem::path file(std::string(payload.at("path").as_string()));
  EXPECT_EQ(Must(ReadTextFile(file)), "picture bytes");
  EXPECT_EQ(file.parent_path().parent_path(), studio.home.path() / "uploads");
  EXPECT_TRUE(file.filename().string().ends_with("鞋.jpg"));
  EXPECT_EQ(payload.at("options"), (json::object{{"label", "red"}, {"format", "files"}}));
  EXPECT_EQ(payload.at("upload"), true);
}

// All that is wrong is said before the body is sent; nothing of it is kept.
TEST(ImportRoutes, AreRefusedBeforeTheBody) {
  Studio studio({{"max-upload", 1}});
  studio.MakeProject();
  const auto early = [&](const std::string& target, int64_t length) {
    Socket socket(studio.port());
    socket.Send("POST " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + studio.token +
                "\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n");
    return testing::ParseReply(socket.Read("\r\n\r\n") + socket.Read("}}", std::chrono::milliseconds(200)));
  };
  EXPECT_EQ(early("/api/v1/projects/none/imports?name=a.zip", 100).status, 404);
  EXPECT_EQ(early("/api/v1/projects/shoes/imports", 100).status, 400);
  EXPECT_EQ(early("/api/v1/projects/shoes/imports?name=a.zip&split=moon", 100).status, 400);
  EXPECT_EQ(early("/api/v1/projects/shoes/imports?name=a.zip", (1 << 20) + 1).status, 413);
  EXPECT_TRUE(std::filesystem::is_empty(studio.home.path() / "uploads"));
}

TEST(ImportRoutes, AStartSweepsWhatNoJobNeeds) {
  Studio studio;
  studio.MakeProject();
  ASSERT_EQ(studio.Call("POST", "/api/v1/projects/shoes/imports?name=a.jpg&label=x", "bytes").status, 202);
  const auto uploads = studio.home.path() / "uploads";
  for (const char* name : {"stale", "fresh"}) Must(MakeFolders(uploads / name));
  for (const auto& entry : std::filesystem::directory_iterator(uploads)) {
    if (entry.path().filename() == "fresh") continue;
    std::filesystem::last_write_time(entry.path(),
                                     std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
  }
  studio.server.reset();
  studio.server = Must(Server::Start(
      {*studio.catalog, studio.blobs, *studio.decoder, studio.clock, studio.home.path(), {}, "t"},
      Must(OptionValues::Parse(ServerOptions(), {{"listen", "127.0.0.1:0"}}))));
  EXPECT_FALSE(std::filesystem::exists(uploads / "stale"));
  EXPECT_TRUE(std::filesystem::exists(uploads / "fresh")) << "it may be on its way in";
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(uploads), {}), 2);
}

TEST(ImportRoutes, AServerThatCannotStartSweepsNothing) {
  Studio studio;
  const auto stale = studio.home.path() / "uploads" / "stale";
  Must(MakeFolders(stale));
  std::filesystem::last_write_time(stale,
                                   std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
  const std::string address = "127.0.0.1:" + std::to_string(studio.port());
  const auto second = Server::Start(
      {*studio.catalog, studio.blobs, *studio.decoder, studio.clock, studio.home.path(), {}, "t"},
      Must(OptionValues::Parse(ServerOptions(), {{"listen", address}})));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "address-in-use");
  EXPECT_TRUE(std::filesystem::exists(stale));
  const std::string link = studio.server->setup_link();
  const json::object body{{"token", link.substr(link.rfind('/') + 1)}, {"password", "long enough"}};
  EXPECT_EQ(Ask(studio.port(), "POST", "/api/v1/setup", {}, json::serialize(body)).status, 200)
      << "the link of the one that runs still works";
}

TEST(TrainingRoutes, OptionsAreCheckedBeforeTheJob) {
  Studio studio;
  studio.MakeProject();
  const std::string path = "/api/v1/projects/shoes/train";
  const Reply reply = studio.Call("POST", path, R"({"time-limit":"10m","seed":7})");
  ASSERT_EQ(reply.status, 202) << reply.body;
  const auto payload = Must(studio.catalog->jobs().Get(Must(api::JobFromJson(reply.Json())).id)).payload;
  EXPECT_EQ(payload.at("options").at("seed"), 7);
  EXPECT_EQ(studio.Call("POST", path, "{}").status, 202);
  EXPECT_EQ(studio.Call("POST", path, R"({"speed":1})").status, 400);
  EXPECT_EQ(studio.Call("POST", path, "[]").status, 422);
  const json::array options = studio.Call("GET", "/api/v1/options/train").Json().as_array();
  EXPECT_EQ(options.at(0).at("name"), "mode");
  EXPECT_EQ(studio.Call("GET", "/api/v1/options/import").status, 200);
  EXPECT_EQ(studio.Call("GET", "/api/v1/options/dance").status, 404);
}

TEST(ModelRoutes, ModelsReportsBundlesAndTrials) {
  Studio studio;
  const auto project = studio.MakeProject();
  const auto model = studio.AddModel(project.id);
  studio.AddModel(project.id, 2);
  const std::string models = "/api/v1/projects/shoes/models";
  EXPECT_EQ(studio.Call("GET", models).Json().as_array().at(0).at("number"), 2);
  const api::Model document = Must(api::ModelFromJson(studio.Call("GET", models + "/1").Json()));
  EXPECT_EQ(document.params, 12);
  EXPECT_EQ(document.seconds, 1.5);
  EXPECT_EQ(Must(api::ModelFromJson(studio.Call("GET", models + "/0").Json())).number, 2);
  EXPECT_EQ(studio.Call("GET", models + "/9").ErrorCode(), "model-unknown");
  EXPECT_EQ(studio.Call("GET", models + "/x").status, 404);
  EXPECT_EQ(studio.Call("GET", models + "/-1").status, 404);
  const auto report = api::ReportFromJson(studio.Call("GET", models + "/1/report").Json());
  ASSERT_TRUE(report) << report.error().item;
  EXPECT_EQ(report->items, 1);
  const Reply bundle = studio.Call("GET", models + "/1/bundle");
  EXPECT_EQ(Sha256(bundle.body), model.bundle);
  const auto trial = Must(
      api::PredictionFromJson(studio.Call("POST", models + "/1/predict", ColourPicture(0, 0, 250)).Json()));
  EXPECT_EQ(trial.results.at(0).name, "蓝");
  EXPECT_EQ(studio.Call("POST", models + "/1/predict", "no picture").status, 422);
  EXPECT_EQ(studio.Call("POST", models + "/1/evaluate?name=t.zip", "zip").status, 202);
  EXPECT_EQ(studio.Call("GET", "/api/v1/projects/shoes/versions").Json().as_array().size(), 1U);
}

TEST(JobRoutes, ListGetCancel) {
  Studio studio;
  const auto project = studio.MakeProject();
  const auto job = Must(studio.catalog->jobs().Add("train", project.id, {}));
  const std::string path = "/api/v1/jobs/" + std::to_string(job.id);
  EXPECT_EQ(studio.Call("GET", "/api/v1/jobs?project=shoes").Json().as_array().size(), 1U);
  EXPECT_EQ(studio.Call("GET", "/api/v1/jobs?project=none").status, 404);
  EXPECT_EQ(studio.Call("POST", path + "/cancel").Json().at("state"), "cancelled");
  EXPECT_EQ(studio.Call("GET", path).Json().at("state"), "cancelled");
  EXPECT_EQ(studio.Call("GET", "/api/v1/jobs/99").ErrorCode(), "job-unknown");
}

TEST(JobRoutes, EventsResumeAfterTheLastSeen) {
  Studio studio;
  const auto project = studio.MakeProject();
  const auto job = Must(studio.catalog->jobs().Add("train", project.id, {}));
  const auto lease = *Must(studio.catalog->jobs().Acquire(job.id, 60'000));
  Must(studio.catalog->jobs().AddEvent(lease, {{"loss", 3}}));
  Must(studio.catalog->jobs().AddEvent(lease, {{"loss", 2}}));
  const std::string target = "/api/v1/jobs/" + std::to_string(job.id) + "/events";
  const std::string head =
      "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + studio.token + "\r\n";
  std::string first_id;
  {
    Socket socket(studio.port());
    socket.Send(head + "\r\n");
    const std::string text = socket.Read("event: job");
    EXPECT_TRUE(text.contains("data: {\"loss\":3}") && text.contains("data: {\"loss\":2}")) << text;
    const size_t id = text.find("id: ") + 4;
    first_id = text.substr(id, text.find('\n', id) - id);
  }
  Socket socket(studio.port());
  socket.Send(head + "Last-Event-ID: " + first_id + "\r\n\r\n");
  std::string text = socket.Read("event: job");
  EXPECT_FALSE(text.contains("\"loss\":3")) << text;
  EXPECT_TRUE(text.contains("\"loss\":2")) << text;
  Must(studio.catalog->jobs().AddEvent(lease, {{"loss", 1}}));
  Must(studio.catalog->jobs().Finish(lease, {{"text", {{"en", "done"}, {"zh", "完成"}}}}));
  text += socket.Read();
  EXPECT_TRUE(socket.closed());
  EXPECT_LT(text.find("\"loss\":1"), text.find("\"state\":\"done\"")) << text;
  EXPECT_TRUE(text.contains(R"("result":{"text":"done"})")) << text;
}

TEST(ReleaseRoutes, PublishUpdateRollBackUnpublish) {
  Studio studio;
  const auto project = studio.MakeProject();
  studio.AddModel(project.id, 0);
  studio.AddModel(project.id, 9);
  const std::string red = ColourPicture(250, 0, 0);
  const std::string green = ColourPicture(0, 250, 0);
  const auto best = [&] {
    return std::string(studio.Call("POST", "/api/v1/predict/shoes", green)
                           .Json()
                           .at("results")
                           .at(0)
                           .at("name")
                           .as_string());
  };
  ASSERT_EQ(studio.Call("PUT", "/api/v1/releases/shoes", Release("shoes", 1)).status, 200);
  EXPECT_EQ(best(), "green");
  EXPECT_EQ(studio.Call("PUT", "/api/v1/releases/shoes", Release("shoes", 0)).Json().at("model"), 2);
  EXPECT_EQ(best(), "red");  // the second model likes red, whatever the picture
  EXPECT_EQ(studio.Call("POST", "/api/v1/releases/shoes/rollback").Json().at("model"), 1);
  EXPECT_EQ(best(), "green");
  EXPECT_EQ(studio.Call("GET", "/api/v1/releases?project=shoes").Json().as_array().size(), 1U);
  EXPECT_EQ(studio.Call("DELETE", "/api/v1/projects/shoes").ErrorCode(), "project-published");
  EXPECT_EQ(studio.Call("DELETE", "/api/v1/releases/shoes").Json().at("live"), false);
  EXPECT_EQ(studio.Call("POST", "/api/v1/predict/shoes", red).ErrorCode(), "release-offline");
  EXPECT_EQ(studio.Call("POST", "/api/v1/predict/none", red).ErrorCode(), "release-unknown");
  EXPECT_GE(studio.Call("GET", "/api/v1/releases/shoes/history").Json().as_array().size(), 4U);
  EXPECT_EQ(studio.Call("PUT", "/api/v1/releases/SHOES", Release("shoes", 1)).ErrorCode(), "suffix-invalid");
  EXPECT_EQ(studio.Call("PUT", "/api/v1/releases/x", Release("shoes", 7)).ErrorCode(), "model-unknown");
}

// A release that changes under load: every request is answered, by one model or the other.
TEST(ReleaseRoutes, PublishingWhilePredictingDropsNothing) {
  Studio studio;
  const auto project = studio.MakeProject();
  studio.AddModel(project.id, 0);
  studio.AddModel(project.id, 9);
  ASSERT_EQ(studio.Call("PUT", "/api/v1/releases/shoes", Release("shoes", 1)).status, 200);
  const std::string green = ColourPicture(0, 250, 0);
  std::atomic<bool> stop = false;
  std::atomic<int> answered = 0;
  std::atomic<int> failed = 0;
  std::vector<std::jthread> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back([&] {
      while (!stop) {
        const Reply reply = studio.Call("POST", "/api/v1/predict/shoes", green);
        ++(reply.status == 200 ? answered : failed);
      }
    });
  }
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(studio.Call("PUT", "/api/v1/releases/shoes", Release("shoes", 1 + i % 2)).status, 200);
  }
  stop = true;
  clients.clear();
  EXPECT_GT(answered, 0);
  EXPECT_EQ(failed, 0);
}

TEST(TokenRoutes, TokensAndKeys) {
  Studio studio;
  const Reply created = studio.Call("POST", "/api/v1/tokens", R"({"name":"camera","days":30})");
  ASSERT_EQ(created.status, 201) << created.body;
  const api::IssuedToken issued = Must(api::IssuedTokenFromJson(created.Json()));
  const testing::Fields bearer = {{"Authorization", "Bearer " + issued.token}};
  EXPECT_EQ(Ask(studio.port(), "GET", "/api/v1/projects", bearer).status, 200);
  EXPECT_EQ(studio.Call("POST", "/api/v1/tokens", R"({"name":"camera"})").ErrorCode(), "token-exists");
  EXPECT_EQ(studio.Call("POST", "/api/v1/tokens", R"({"name":""})").status, 422);
  EXPECT_FALSE(studio.Call("GET", "/api/v1/tokens").body.contains(issued.token));
  EXPECT_EQ(studio.Call("DELETE", "/api/v1/tokens/camera").status, 204);
  EXPECT_EQ(studio.Call("DELETE", "/api/v1/tokens/camera").status, 404);
  EXPECT_EQ(Ask(studio.port(), "GET", "/api/v1/projects", bearer).status, 401);
  const Reply key = studio.Call("POST", "/api/v1/keys", R"({"name":"shop"})");
  ASSERT_EQ(key.status, 201);
  const std::string id(key.Json().at("client_id").as_string());
  EXPECT_EQ(studio.Call("GET", "/api/v1/keys").Json().at(0).at("id").as_string(), id);
  EXPECT_EQ(studio.Call("DELETE", "/api/v1/keys/" + id).status, 204);
  EXPECT_EQ(studio.Call("DELETE", "/api/v1/keys/" + id).status, 404);
}

TEST(Limits, CredentialsAndPicturesHaveTheirs) {
  Studio studio;
  EXPECT_EQ(Ask(studio.port(), "POST", "/api/v1/session", {}, std::string(9000, ' ')).status, 413);
  EXPECT_EQ(studio.Call("POST", "/api/v1/projects", std::string((1 << 20) + 1, ' ')).ErrorCode(),
            "body-too-large");
}

TEST(Health, NeedsNoToken) {
  const Studio studio;
  const Reply reply = Ask(studio.port(), "GET", "/api/v1/health");
  EXPECT_EQ(reply.body, R"({"ready":true,"version":"test"})");
  EXPECT_EQ(Ask(studio.port(), "POST", "/api/v1/health").headers.at("Allow"), "GET");
}

}  // namespace
}  // namespace easel::server
