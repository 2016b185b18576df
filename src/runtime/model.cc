#include "runtime/model.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "graph/sides.h"
#include "media/transform/resample_sound.h"
#include "runtime/listening/windows.h"

namespace easel::runtime {
namespace {

std::unexpected<Error> WrongMedium() {
  return Fail(ErrorKind::kBadInput, "medium-differs",
              {"Pictures were given to a model for sounds, or sounds to one for pictures.",
               "图片被交给声音模型，或声音被交给图片模型。"},
              {"Choose a model of the other kind.", "请选择相应类型的模型。"});
}

std::unexpected<Error> NoSound() {
  return Fail(ErrorKind::kBadInput, "sound-empty", {"The recording holds no sound.", "录音中没有声音。"},
              {"Choose another recording.", "请换一段录音。"});
}

std::unexpected<Error> GoldenMismatch(std::string item) {
  return Fail(ErrorKind::kInternal, "golden-mismatch",
              {"On this machine the model answers differently from where it was made.",
               "模型在本机的结果与生成时不一致。"},
              {"Do not use this installation for this model; report the processor and version that `easel "
               "doctor` prints.",
               "请勿在此环境中使用该模型，并反馈 `easel doctor` 输出的处理器和版本信息。"},
              std::move(item));
}

Status CheckOutput(const graph::Bundle& bundle) {
  const auto labels = static_cast<int64_t>(bundle.labels.size());
  const graph::Graph& graph = bundle.graph;
  if (bundle.detector) return graph::CheckDetector(*bundle.detector, graph, bundle.labels.size());
  if (graph.outputs.size() != 1 || graph.At(graph.outputs.front()).shape != graph::Shape{1, labels}) {
    return ModelUnfit({"the number of labels is not that of the network's results", "标签数量与网络输出不符"},
                      bundle.task);
  }
  return {};
}

}  // namespace

Model::Model(graph::Bundle bundle, Backend backend) : bundle_(std::move(bundle)), backend_(backend) {}

Model::~Model() = default;

Result<std::unique_ptr<Model>> Model::Create(graph::Bundle bundle, Backend backend) {
  EASEL_TRY(graph::Validate(bundle.graph));
  EASEL_TRY(CheckOutput(bundle));
  EASEL_ASSIGN(auto transforms, Transforms::Read(bundle));
  std::unique_ptr<Model> model(new Model(std::move(bundle), backend));
  model->transforms_ = std::move(transforms);
  model->upright_.graph = &model->bundle_.graph;
  if (!model->listens() && model->transforms_.of_pictures.front().follow_orientation) {
    EASEL_ASSIGN(model->lying_graph_, graph::ExchangeSides(model->bundle_.graph));
    model->lying_.graph = &model->lying_graph_;
  }
  EASEL_ASSIGN(auto executor, model->Borrow(model->upright_));
  model->Return(model->upright_, std::move(executor));
  return model;
}

int Model::decode_min_side() const { return listens() ? 0 : transforms_.of_pictures.front().decode_min_side; }

Result<std::unique_ptr<Executor>> Model::Borrow(Network& network) {
  {
    const std::lock_guard lock(mutex_);
    if (!network.idle.empty()) {
      std::unique_ptr<Executor> executor = std::move(network.idle.back());
      network.idle.pop_back();
      return executor;
    }
  }
  return Executor::Create(*network.graph, backend_);
}

void Model::Return(Network& network, std::unique_ptr<Executor> executor) {
  const std::lock_guard lock(mutex_);
  network.idle.push_back(std::move(executor));
}

Status Model::Run(Network& network, const std::vector<std::vector<float>>& inputs,
                  std::vector<std::vector<float>>& outputs) {
  const std::vector<std::span<const float>> sources(inputs.begin(), inputs.end());
  std::vector<std::span<float>> targets;
  outputs.clear();
  outputs.reserve(network.graph->outputs.size());
  for (const graph::ValueId id : network.graph->outputs) {
    EASEL_ASSIGN(const int64_t count, graph::ElementCount(network.graph->At(id).shape));
    targets.emplace_back(outputs.emplace_back(static_cast<size_t>(count)));
  }
  EASEL_ASSIGN(auto executor, Borrow(network));
  EASEL_TRY(executor->Run(sources, targets));
  Return(network, std::move(executor));
  return {};
}

Result<const graph::Graph*> Model::Look(const media::Image& image, std::vector<std::vector<float>>& outputs) {
  if (listens()) return WrongMedium();
  if (image.width < 1 || image.height < 1) {
    return Fail(ErrorKind::kBadInput, "image-empty", {"The picture has no pixels.", "图片没有像素。"},
                {"Choose another picture.", "请换一张图片。"});
  }
  std::vector<std::vector<float>> views;
  for (const media::ImageTransform& transform : transforms_.of_pictures) {
    std::vector<float>& view =
        views.emplace_back(static_cast<size_t>(transform.width * transform.height) * 3);
    media::Apply(transform, image, view);
  }
  const media::ImageTransform& first = transforms_.of_pictures.front();
  Network& network = first.For(image.width, image.height) == first ? upright_ : lying_;
  EASEL_TRY(Run(network, views, outputs));
  return network.graph;
}

Result<std::vector<float>> Model::Predict(const media::Image& image) {
  std::vector<std::vector<float>> outputs;
  EASEL_TRY(Look(image, outputs));
  return std::move(outputs.front());
}

Result<std::vector<Detection>> Model::Detect(const media::Image& image) {
  std::vector<std::vector<float>> outputs;
  EASEL_ASSIGN(const graph::Graph* const graph, Look(image, outputs));
  return BoxesOf(bundle_.detector.value(), bundle_.labels.size(), *graph, outputs);
}

Result<std::vector<float>> Model::GoldenAnswer(const media::Image& image) {
  if (!is_detector()) return Predict(image);
  EASEL_ASSIGN(const std::vector<Detection> boxes, Detect(image));
  std::vector<float> numbers;
  for (const Detection& box : boxes) {
    for (const float number :
         {static_cast<float>(box.label), box.score, box.left, box.top, box.width, box.height})
      numbers.push_back(number);
  }
  return numbers;
}

Result<std::vector<float>> Model::PredictWindow(const media::Sound& window) {
  if (!listens()) return WrongMedium();
  std::vector<std::vector<float>> views;
  media::Sound resampled = window;
  for (const media::SoundTransform& transform : transforms_.of_sounds) {
    if (resampled.rate != transform.rate) resampled = media::Resampled(window, transform.rate);
    media::Apply(transform, resampled,
                 views.emplace_back(static_cast<size_t>(transform.frames) * transform.width()));
  }
  std::vector<std::vector<float>> outputs;
  EASEL_TRY(Run(upright_, views, outputs));
  return std::move(outputs.front());
}

Result<Heard> Model::Hear(const media::Sound& sound, const SampleRange& range) {
  const media::Sound window{sound.rate,
                            {sound.samples.begin() + range.begin, sound.samples.begin() + range.end}};
  EASEL_ASSIGN(std::vector<float> scores, PredictWindow(window));
  return Heard{static_cast<double>(range.begin) / sound.rate, window.seconds(), std::move(scores),
               PeakOf(window.samples)};
}

Result<std::vector<Heard>> Model::Listen(const media::Sound& sound) {
  if (!listens()) return WrongMedium();
  std::vector<Heard> heard;
  for (const SampleRange& range : WindowsOf(*bundle_.listening, sound.rate, std::ssize(sound.samples))) {
    EASEL_ASSIGN(heard.emplace_back(), Hear(sound, range));
  }
  if (heard.empty()) return NoSound();
  return heard;
}

Result<std::vector<float>> Model::Predict(const media::Sound& sound) {
  if (!listens()) return WrongMedium();
  std::vector<Heard> heard;
  for (const LoudWindow& loud : LoudWindowsOf(*bundle_.listening, sound)) {
    EASEL_ASSIGN(heard.emplace_back(), Hear(sound, loud.window));
  }
  if (heard.empty()) return NoSound();
  return MeanScores(heard);
}

template <typename Medium>
Status Model::CheckGoldenAnswers(std::span<const Medium> items) {
  if (items.size() != bundle_.golden.size()) return GoldenMismatch(bundle_.task);
  for (size_t i = 0; i < items.size(); ++i) {
    const graph::Golden& golden = bundle_.golden[i];
    EASEL_ASSIGN(const std::vector<float> scores, GoldenAnswer(items[i]));
    if (scores.size() != golden.scores.size() ||
        (!scores.empty() &&
         std::memcmp(scores.data(), golden.scores.data(), scores.size() * sizeof(float)) != 0)) {
      return GoldenMismatch(golden.name);
    }
  }
  return {};
}

Status Model::CheckGolden(std::span<const media::Image> pictures) { return CheckGoldenAnswers(pictures); }

Status Model::CheckGolden(std::span<const media::Sound> sounds) { return CheckGoldenAnswers(sounds); }

}  // namespace easel::runtime
