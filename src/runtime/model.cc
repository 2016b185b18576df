#include "runtime/model.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "graph/sides.h"

namespace easel::runtime {
namespace {

std::unexpected<Error> Unfit(Text why, std::string item) {
  return Fail(ErrorKind::kBadInput, "model-unfit",
              {"The model cannot be used: " + why.en + ".", "模型无法使用：" + why.zh + "。"},
              {"Train the model again or use another copy of the file.", "请重新训练或换一份文件。"},
              std::move(item));
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

/// The transforms of the bundle's inputs, checked against the graph.
Result<std::vector<media::ImageTransform>> ReadTransforms(const graph::Bundle& bundle) {
  std::vector<media::ImageTransform> transforms;
  if (bundle.inputs.empty() || bundle.inputs.size() != bundle.graph.inputs.size()) {
    return Unfit({"not every input is described", "并非所有输入都有描述"}, bundle.task);
  }
  for (size_t i = 0; i < bundle.inputs.size(); ++i) {
    EASEL_ASSIGN(const media::ImageTransform transform,
                 media::ImageTransform::FromJson(bundle.inputs[i].transform));
    if (bundle.graph.At(bundle.graph.inputs[i]).shape !=
        graph::Shape{1, transform.height, transform.width, 3}) {
      return Unfit({"an input's picture size is not what the network takes", "输入的图片尺寸与网络不符"},
                   bundle.inputs[i].name);
    }
    if (!transforms.empty() && transform.decode_min_side != transforms.front().decode_min_side) {
      return Unfit({"its inputs need differently decoded pictures", "各输入需要不同的解码方式"},
                   bundle.inputs[i].name);
    }
    if (!transforms.empty() && transform.follow_orientation != transforms.front().follow_orientation) {
      return Unfit({"its inputs disagree on pictures that lie on their side", "各输入对横向图片的处理不一致"},
                   bundle.inputs[i].name);
    }
    transforms.push_back(transform);
  }
  return transforms;
}

Status CheckOutput(const graph::Bundle& bundle) {
  const auto labels = static_cast<int64_t>(bundle.labels.size());
  const graph::Graph& graph = bundle.graph;
  if (bundle.detector) return graph::CheckDetector(*bundle.detector, graph, bundle.labels.size());
  if (graph.outputs.size() != 1 || graph.At(graph.outputs.front()).shape != graph::Shape{1, labels}) {
    return Unfit({"the number of labels is not that of the network's results", "标签数量与网络输出不符"},
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
  EASEL_ASSIGN(auto transforms, ReadTransforms(bundle));
  std::unique_ptr<Model> model(new Model(std::move(bundle), backend));
  model->transforms_ = std::move(transforms);
  model->upright_.graph = &model->bundle_.graph;
  if (model->transforms_.front().follow_orientation) {
    EASEL_ASSIGN(model->lying_graph_, graph::ExchangeSides(model->bundle_.graph));
    model->lying_.graph = &model->lying_graph_;
  }
  EASEL_ASSIGN(auto executor, model->Borrow(model->upright_));
  model->Return(model->upright_, std::move(executor));
  return model;
}

int Model::decode_min_side() const { return transforms_.front().decode_min_side; }

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

Result<const graph::Graph*> Model::Run(const media::Image& image, std::vector<std::vector<float>>& outputs) {
  if (image.width < 1 || image.height < 1) {
    return Fail(ErrorKind::kBadInput, "image-empty", {"The picture has no pixels.", "图片没有像素。"},
                {"Choose another picture.", "请换一张图片。"});
  }
  std::vector<std::vector<float>> views;
  for (const media::ImageTransform& transform : transforms_) {
    std::vector<float>& view =
        views.emplace_back(static_cast<size_t>(transform.width * transform.height) * 3);
    media::Apply(transform, image, view);
  }
  const std::vector<std::span<const float>> inputs(views.begin(), views.end());
  const media::ImageTransform& first = transforms_.front();
  Network& network = first.For(image.width, image.height) == first ? upright_ : lying_;
  std::vector<std::span<float>> targets;
  outputs.clear();
  outputs.reserve(network.graph->outputs.size());
  for (const graph::ValueId id : network.graph->outputs) {
    EASEL_ASSIGN(const int64_t count, graph::ElementCount(network.graph->At(id).shape));
    targets.emplace_back(outputs.emplace_back(static_cast<size_t>(count)));
  }
  EASEL_ASSIGN(auto executor, Borrow(network));
  EASEL_TRY(executor->Run(inputs, targets));
  Return(network, std::move(executor));
  return network.graph;
}

Result<std::vector<float>> Model::Predict(const media::Image& image) {
  std::vector<std::vector<float>> outputs;
  EASEL_TRY(Run(image, outputs));
  return std::move(outputs.front());
}

Result<std::vector<Detection>> Model::Detect(const media::Image& image) {
  std::vector<std::vector<float>> outputs;
  EASEL_ASSIGN(const graph::Graph* const graph, Run(image, outputs));
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

Status Model::CheckGolden(std::span<const media::Image> pictures) {
  if (pictures.size() != bundle_.golden.size()) return GoldenMismatch(bundle_.task);
  for (size_t i = 0; i < pictures.size(); ++i) {
    const graph::Golden& golden = bundle_.golden[i];
    EASEL_ASSIGN(const std::vector<float> scores, GoldenAnswer(pictures[i]));
    if (scores.size() != golden.scores.size() ||
        (!scores.empty() &&
         std::memcmp(scores.data(), golden.scores.data(), scores.size() * sizeof(float)) != 0)) {
      return GoldenMismatch(golden.name);
    }
  }
  return {};
}

}  // namespace easel::runtime
