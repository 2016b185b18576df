#pragma once

#include <cmath>
#include <filesystem>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "base/clock.h"
#include "dataset/import/import.h"
#include "evaluation/report.h"
#include "graph/bundle.h"
#include "graph/graph.h"
#include "media/encode/jpeg.h"
#include "media/encode/wav.h"
#include "media/transform/image_transform.h"
#include "server/server.h"
#include "server/testing/client.h"
#include "store/test_home.h"

/// A whole server over a real installation in a folder that goes away. Tests only.
namespace easel::server::testing {

using store::Must;

/// A model without training: the mean colour decides. `bias` makes models differ.
inline graph::Bundle ColourModel(float bias) {
  const media::ImageTransform transform{.width = 8,
                                        .height = 8,
                                        .fit = media::Fit::kStretch,
                                        .flip = false,
                                        .mean = 0,
                                        .scale = 255,
                                        .decode_min_side = 8};
  graph::GraphBuilder builder;
  const auto input = builder.Input("picture", {1, 8, 8, 3});
  const auto pooled = builder.Apply("pooled", graph::GlobalAveragePool{}, {input});
  const auto weight = builder.Constant("weight", {3, 3}, {4, 0, 0, 0, 4, 0, 0, 0, 4});
  const auto offset = builder.Constant("bias", {3}, {bias, 0, 0.25F});
  const auto logits = builder.Apply("logits", graph::FullyConnected{}, {pooled, weight, offset});
  const auto scores = builder.Apply("scores", graph::Softmax{}, {logits});
  graph::Bundle bundle;
  bundle.task = "image-classification";
  bundle.graph = builder.Finish({scores});
  bundle.inputs = {{"picture", transform.ToJson()}};
  bundle.labels = {"red", "green", "蓝"};
  return bundle;
}

/// An encoded picture of one colour.
inline std::string ColourPicture(uint8_t red, uint8_t green, uint8_t blue, int width = 32, int height = 24) {
  media::Image image{.width = width, .height = height, .rgb = {}};
  for (int i = 0; i < width * height; ++i) image.rgb.insert(image.rgb.end(), {red, green, blue});
  const Bytes jpeg = media::EncodeJpeg(image, 90);
  return std::string(reinterpret_cast<const char*>(jpeg.data()), jpeg.size());
}

inline std::string Base64(std::string_view bytes) {
  static constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; ++k)
      bits = bits << 8 | (i + k < bytes.size() ? static_cast<uint8_t>(bytes[i + k]) : 0U);
    for (size_t k = 0; k < 4; ++k) out += i + k > bytes.size() ? '=' : kAlphabet[bits >> (18 - 6 * k) & 63];
  }
  return out;
}

/// A WAV file: a tone, as loud as `level` is.
inline std::string ToneWav(double hz, double seconds, int rate = 16000, double level = 0.5) {
  media::Sound sound{.rate = rate, .samples = {}};
  for (int i = 0; i < static_cast<int>(seconds * rate); ++i)
    sound.samples.push_back(static_cast<float>(level * std::sin(2 * 3.14159265358979 * hz * i / rate)));
  const Bytes wav = media::EncodeWav(sound);
  return {reinterpret_cast<const char*>(wav.data()), wav.size()};
}

class Studio {
 public:
  explicit Studio(const json::object& options = {}, const std::filesystem::path& pages = {})
      : catalog(Must(store::Catalog::Open(home.path(), clock))),
        blobs(Must(store::Blobs::Open(home.path()))),
        decoder(media::MakeSandboxedDecoder(std::filesystem::path(EASEL_BIN_DIR) / "easel-decoder", 2)) {
    json::object all = options;
    all["listen"] = "127.0.0.1:0";
    server = Must(Server::Start({*catalog, blobs, *decoder, clock, home.path(), pages, "test"},
                                Must(OptionValues::Parse(ServerOptions(), all))));
    token = Must(catalog->credentials().IssueToken(store::TokenKind::kApi, "test", 0));
  }

  uint16_t port() const { return server->port(); }
  /// A request with the API token.
  Reply Call(std::string_view method, std::string_view target, std::string_view body = {},
             Fields fields = {}) const {
    fields.emplace_back("Authorization", "Bearer " + token);
    return Ask(port(), method, target, fields, body);
  }

  store::Project MakeProject(const std::string& name = "shoes") {
    return Must(catalog->projects().Create(name, "image-classification"));
  }
  /// A trained model's rows and blobs, as the worker leaves them.
  store::Model AddModel(store::ProjectId project, float bias = 0) {
    const Hash manifest = Sha256("manifest");
    const store::Version version = Must(catalog->models().FreezeVersion(project, manifest, 3));
    const Hash bundle = Must(blobs.Put(graph::Serialize(ColourModel(bias))));
    const auto report = evaluation::MakeReport(evaluation::Method::kHeldOut, 0, {"red", "green", "蓝"},
                                               {{Sha256("x"), "x.jpg", 1, {0.7F, 0.2F, 0.1F}}});
    const std::string text = CanonicalJson(report.Store());
    const Hash report_hash = Must(blobs.Put(std::as_bytes(std::span(text))));
    const store::Job job = Must(catalog->jobs().Add("train", project, {}));
    const json::object summary{{"seconds", 1.5},
                               {"model", {{"name", "colour"}, {"params", 12}, {"macs", 9}, {"bytes", 99}}},
                               {"metrics", {{"accuracy", 1.0}}}};
    return Must(catalog->models().Add(project, job.id, version.number, bundle, report_hash, summary));
  }
  /// An item of the project.
  store::Item AddItem(store::ProjectId project, const std::string& picture, const std::string& class_name) {
    const Hash hash = Must(blobs.Put(std::as_bytes(std::span(picture))));
    const store::NewItem item{.hash = hash,
                              .name = class_name + ".jpg",
                              .bytes = static_cast<int64_t>(picture.size()),
                              .width = 32,
                              .height = 24,
                              .fingerprint = 1,
                              .class_name = class_name};
    Must(catalog->items().Insert(project, {&item, 1}));
    return Must(catalog->items().List(project, {}, 0, 1000)).back();
  }

  /// A recording of the project, as an import leaves it.
  store::Item AddRecording(store::ProjectId project, const std::string& file, const std::string& class_name,
                           const std::string& source = {}) {
    const auto bytes = std::as_bytes(std::span(file));
    const Hash hash = Must(blobs.Put(bytes));
    const media::DecodedSound decoded = Must(decoder->DecodeSound(bytes, {}));
    const store::NewItem item{.hash = hash,
                              .name = class_name + ".wav",
                              .bytes = static_cast<int64_t>(file.size()),
                              .fingerprint = 1,
                              .class_name = class_name,
                              .source = source,
                              .sound = store::SoundFacts{.seconds = decoded.seconds,
                                                         .rate = decoded.sound.rate,
                                                         .channels = decoded.channels,
                                                         .peak = decoded.peak,
                                                         .clipped = decoded.clipped}};
    Must(catalog->items().Insert(project, {&item, 1}));
    return Must(catalog->items().List(project, {.hash = hash}, 0, 1)).at(0);
  }

  SystemClock clock;
  store::TestHome home;
  std::unique_ptr<store::Catalog> catalog;
  store::Blobs blobs;
  std::unique_ptr<media::Decoder> decoder;
  std::unique_ptr<Server> server;
  std::string token;
};

}  // namespace easel::server::testing
