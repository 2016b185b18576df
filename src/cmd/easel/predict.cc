#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "base/file.h"
#include "cmd/easel/command.h"
#include "cmd/easel/follow.h"
#include "evaluation/detection/judge.h"
#include "evaluation/listen.h"
#include "publish/releases.h"

namespace easel::cmd {
namespace {

/// The results of one picture, best first; equal scores in the order of the labels.
json::array Ranked(const std::vector<std::string>& labels, const std::vector<float>& scores) {
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, [&](size_t a, size_t b) { return scores[a] > scores[b]; });
  json::array out;
  for (const size_t i : order) out.push_back({{"name", labels[i]}, {"score", static_cast<double>(scores[i])}});
  return out;
}

/// The boxes of one picture, best first.
json::array Boxes(const std::vector<std::string>& labels, const std::vector<evaluation::FoundBox>& found) {
  json::array out;
  for (const auto& [box, label, score] : found) {
    out.push_back({{"name", labels[static_cast<size_t>(label)]},
                   {"score", score},
                   {"location", {{"left", box.left}, {"top", box.top}, {"width", box.width}, {"height", box.height}}}});
  }
  return out;
}

/// What a model says about a picture.
Result<json::object> AskAboutPicture(runtime::Model& model, media::Decoder& decoder, std::span<const std::byte> file,
                                     std::optional<double> threshold) {
  EASEL_ASSIGN(const media::DecodedImage picture, decoder.Decode(file, {.min_side = model.decode_min_side()}));
  if (model.is_detector()) {
    EASEL_ASSIGN(const auto found, evaluation::FindBoxes(model, picture, threshold));
    return json::object{{"results", Boxes(model.labels(), found)}};
  }
  EASEL_ASSIGN(const std::vector<float> scores, model.Predict(picture.image));
  return json::object{{"results", Ranked(model.labels(), scores)}};
}

/// What it hears in a recording: over all of it, and where it is longer than a window, in what order.
Result<json::object> AskAboutSound(runtime::Model& model, media::Decoder& decoder, std::span<const std::byte> file) {
  EASEL_ASSIGN(const auto heard, evaluation::ListenTo(model, decoder, file));
  json::object out{{"results", Ranked(model.labels(), runtime::MeanScores(heard))}};
  if (heard.size() < 2) return out;
  json::array passages;
  for (const runtime::Passage& passage : runtime::PassagesOf(heard)) {
    passages.push_back({{"name", model.labels()[static_cast<size_t>(passage.label)]},
                        {"begin", passage.begin},
                        {"seconds", passage.seconds},
                        {"score", static_cast<double>(passage.score)}});
  }
  out["passages"] = std::move(passages);
  return out;
}

std::string DescribePassages(const json::array& passages) {
  std::string text;
  for (const json::value& value : passages) {
    const json::object& passage = value.as_object();
    const double begin = passage.at("begin").as_double();
    text += fmt::format("  {:9.2f} – {:.2f} s  {:>7}  {}\n", begin, begin + passage.at("seconds").as_double(),
                        Percent(passage.at("score").as_double()), std::string_view(passage.at("name").as_string()));
  }
  return text;
}

std::string Describe(const json::array& results, size_t shown) {
  std::string text;
  for (size_t i = 0; i < std::min(results.size(), shown); ++i) {
    const json::object& result = results[i].as_object();
    text += fmt::format("  {:>7}  {}", Percent(result.at("score").as_double()),
                        std::string_view(result.at("name").as_string()));
    if (const json::value* place = result.if_contains("location")) {
      const auto side = [&](std::string_view name) { return place->at(name).as_double(); };
      text += fmt::format("  {:.0f},{:.0f} {:.0f}×{:.0f}", side("left"), side("top"), side("width"), side("height"));
    }
    text += "\n";
  }
  return text;
}

/// What is asked for.
struct Question {
  std::string model;
  std::vector<std::string> files;
  std::optional<double> threshold;
  bool stream = false;
  SoundFormat format;  ///< of the stream
};

std::unexpected<Error> NothingAsked() {
  return Fail(ErrorKind::kUsage, "usage", {"There is no file to ask about.", "没有指定文件。"},
              {"Name files, or give --stream to follow standard input.", "请指定文件，或用 --stream 识别标准输入。"});
}

std::unexpected<Error> DoesNotListen(const std::string& model) {
  return Fail(ErrorKind::kUsage, "model-does-not-listen", {"This model is not for sounds.", "该模型不用于声音。"},
              {"Leave --stream out, or choose a model of sound classification.", "请去掉 --stream，或选择声音分类模型。"},
              model);
}

Status Predict(Session& session, const Question& question) {
  Installation& installation = session.installation;
  if (question.files.empty() != question.stream) return NothingAsked();
  EASEL_ASSIGN(const ModelName name, ParseModelName(question.model));
  EASEL_ASSIGN(const store::Project project, installation.catalog->projects().Find(name.project));
  EASEL_ASSIGN(const store::Model row, installation.catalog->models().Get(project.id, name.number));
  EASEL_ASSIGN(const auto model, publish::LoadModel(*installation.blobs, row));
  if (question.stream) {
    if (!model->listens()) return DoesNotListen(question.model);
    return FollowSound(session.console, *model, question.format);
  }
  json::array document;
  std::string text;
  for (const std::string& file : question.files) {
    EASEL_ASSIGN(const Bytes bytes, ReadFile(file));
    auto answer = model->listens() ? AskAboutSound(*model, *installation.decoder, bytes)
                                   : AskAboutPicture(*model, *installation.decoder, bytes, question.threshold);
    if (!answer) {
      answer.error().item = file;
      return std::unexpected(answer.error());
    }
    const json::array& results = answer->at("results").as_array();
    text += file + "\n" + Describe(results, model->is_detector() ? results.size() : 5);
    if (const json::value* passages = answer->if_contains("passages")) text += DescribePassages(passages->as_array());
    json::object& entry = document.emplace_back(json::object{{"file", file}}).as_object();
    for (const auto& member : *answer) entry[member.key()] = member.value();
  }
  session.console.Result(document, text);
  return {};
}

}  // namespace

void AddPredictCommand(CommandLine& line) {
  auto question = std::make_shared<Question>();
  CLI::App* predict = line.Add(&line.app, "predict", {"Ask a model about pictures or recordings", "用模型识别图片或录音"},
                               [=](Session& session) { return Predict(session, *question); });
  predict->add_option("model", question->model, line.Say({"PROJECT or PROJECT@NUMBER", "项目名或项目名@编号"}))->required();
  predict->add_option("files", question->files, line.Say({"Pictures or recordings", "图片或录音"}));
  predict->add_flag("--stream", question->stream,
                    line.Say({"Say what is heard on standard input as it comes: WAV, or 16-bit PCM as it is; with --json an object a line",
                              "实时识别标准输入中的声音：WAV 或 16 位 PCM 原始数据；加 --json 时每行一个对象"}));
  predict->add_option("--rate", question->format.rate,
                      line.Say({"Samples a second of PCM without a header (default 16000)", "无文件头 PCM 的采样率（默认 16000）"}))
      ->check(CLI::Range(4000, 384000));
  predict->add_option("--channels", question->format.channels,
                      line.Say({"Channels of PCM without a header (default 1)", "无文件头 PCM 的声道数（默认 1）"}))
      ->check(CLI::Range(1, 32));
  predict->add_option("--threshold", question->threshold,
                      line.Say({"Boxes with lower scores are not shown (default: the model's recommended one)",
                                "低于该得分的框不显示（默认使用模型推荐值）"}))
      ->check(CLI::Range(0.0, 1.0));
}

}  // namespace easel::cmd
