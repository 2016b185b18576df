#pragma once

#include <string>

#include "training/engine/libtorch.h"

namespace easel::training {

/// Where training is fastest: the first CUDA device when libtorch can use one, else the CPU.
torch::Device BestDevice();

/// libtorch's version and that device, e.g. "libtorch 1.13, CPU (oneDNN, AVX512, bfloat16)" or
/// "libtorch 2.5, NVIDIA A100-SXM4-40GB". "bfloat16" stands there when the processor multiplies in it, so
/// that mixed precision may pay.
std::string DescribeDevice();

}  // namespace easel::training
