#include "graph/zoo/network.h"

#include <algorithm>
#include <array>

#include "graph/zoo/efficientnet_lite.h"
#include "graph/zoo/inception.h"
#include "graph/zoo/layers.h"
#include "graph/zoo/mobilenet_v1.h"
#include "graph/zoo/mobilenet_v2.h"
#include "graph/zoo/mobilenet_v3.h"
#include "graph/zoo/resnet.h"
#include "graph/zoo/shufflenet_v2.h"
#include "graph/zoo/squeezenet.h"

namespace easel::graph {
namespace {

constexpr std::string_view kResnet = "He et al., arXiv:1512.03385; torchvision";
constexpr std::string_view kMobilenetV3 = "Howard et al., arXiv:1905.02244; torchvision";
constexpr std::string_view kEfficientnet =
    "Tan & Le, arXiv:1905.11946; Liu, EfficientNet-Lite (2020); efficientnet_lite_pytorch";

constexpr std::array kNetworks = std::to_array<NetworkInfo>({
    {"resnet-18", 224, 11'689'512, 1'814'073'344, kResnet},
    {"resnet-34", 224, 21'797'672, 3'663'761'408, kResnet},
    {"resnet-50", 224, 25'557'032, 4'089'184'256, kResnet},
    {"inception-v3", 299, 23'834'568, 5'713'216'096, "Szegedy et al., arXiv:1512.00567; torchvision"},
    {"inception-v4", 299, 42'679'816, 12'253'974'624, "Szegedy et al., arXiv:1602.07261; timm"},
    {"mobilenet-v1", 224, 4'231'976, 568'740'352, "Howard et al., arXiv:1704.04861; timm"},
    {"mobilenet-v2", 224, 3'504'872, 300'774'272, "Sandler et al., arXiv:1801.04381; torchvision"},
    {"mobilenet-v3-large", 224, 5'483'032, 216'589'760, kMobilenetV3},
    {"mobilenet-v3-small", 224, 2'542'856, 56'510'400, kMobilenetV3},
    {"shufflenet-v2", 224, 2'278'604, 144'907'992, "Ma et al., arXiv:1807.11164; torchvision"},
    {"squeezenet", 224, 1'235'496, 349'151'936, "Iandola et al., arXiv:1602.07360; torchvision 1.1"},
    {"efficientnet-lite0", 224, 4'652'008, 385'187'552, kEfficientnet},
    {"efficientnet-lite1", 240, 5'416'680, 600'185'232, kEfficientnet},
    {"efficientnet-lite2", 260, 6'092'072, 859'736'272, kEfficientnet},
    {"efficientnet-lite3", 280, 8'197'096, 1'383'321'872, kEfficientnet},
    {"efficientnet-lite4", 300, 13'006'568, 2'553'034'336, kEfficientnet},
});

using Builder = Result<Network> (*)(const NetworkOptions&);

/// In the order of kNetworks.
constexpr std::array<Builder, kNetworks.size()> kBuilders = {
    [](const NetworkOptions& options) { return BuildResnet(18, options); },
    [](const NetworkOptions& options) { return BuildResnet(34, options); },
    [](const NetworkOptions& options) { return BuildResnet(50, options); },
    BuildInceptionV3,
    BuildInceptionV4,
    BuildMobilenetV1,
    BuildMobilenetV2,
    [](const NetworkOptions& options) { return BuildMobilenetV3(true, options); },
    [](const NetworkOptions& options) { return BuildMobilenetV3(false, options); },
    BuildShufflenetV2,
    BuildSqueezenet,
    [](const NetworkOptions& options) { return BuildEfficientNetLite(0, options); },
    [](const NetworkOptions& options) { return BuildEfficientNetLite(1, options); },
    [](const NetworkOptions& options) { return BuildEfficientNetLite(2, options); },
    [](const NetworkOptions& options) { return BuildEfficientNetLite(3, options); },
    [](const NetworkOptions& options) { return BuildEfficientNetLite(4, options); },
};

/// Comparisons are such that a NaN fails them.
Status CheckRanges(const NetworkOptions& options) {
  constexpr int kMaxResolution = 4096;
  constexpr double kMaxScale = 4;
  if (options.resolution < 1 || options.resolution > kMaxResolution) return ImpossibleOptions("resolution");
  if (!(options.width > 0 && options.width <= kMaxScale)) return ImpossibleOptions("width");
  if (!(options.depth > 0 && options.depth <= kMaxScale)) return ImpossibleOptions("depth");
  if (options.classes < 1 || options.classes > kMaxElements) return ImpossibleOptions("classes");
  return {};
}

}  // namespace

std::span<const NetworkInfo> Zoo() { return kNetworks; }

Result<Network> BuildNetwork(std::string_view name, const NetworkOptions& options) {
  const auto* const info = std::ranges::find(kNetworks, name, &NetworkInfo::name);
  if (info == kNetworks.end()) return UnknownNetwork(name);
  NetworkOptions chosen = options;
  if (chosen.resolution == 0) chosen.resolution = info->resolution;
  EASEL_TRY(CheckRanges(chosen));
  return kBuilders[static_cast<size_t>(info - kNetworks.begin())](chosen);
}

}  // namespace easel::graph
