#include "training/engine/optimiser.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"

namespace easel::training {
namespace {

constexpr double kMomentum = 0.9;
constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.999;
constexpr double kEpsilon = 1e-8;

}  // namespace

Optimiser::Optimiser(std::vector<Module::Parameter>& parameters, OptimiserOptions options)
    : parameters_(parameters), options_(std::move(options)) {
  for (const Module::Parameter& parameter : parameters_) {
    const auto factor = std::ranges::find_if(
        options_.rate_factors, [&](const auto& entry) { return parameter.name.starts_with(entry.first); });
    factors_.push_back(factor == options_.rate_factors.end() ? 1 : factor->second);
    state_.push_back(torch::zeros_like(parameter.value).detach());
    if (options_.rule == Rule::kAdamW) state_.push_back(torch::zeros_like(parameter.value).detach());
  }
  if (options_.rule == Rule::kAdamW) state_.push_back(torch::zeros({1}, torch::kInt64));
}

void Optimiser::Step(std::vector<torch::Tensor>& gradients, double rate, int threads) {
  if (options_.rule == Rule::kAdamW) state_.back().add_(1);
  ParallelFor(parameters_.size(), threads, [&](size_t i, int) {
    const torch::NoGradGuard no_gradient;
    if (options_.rule == Rule::kAdamW) {
      StepAdamW(i, gradients[i], rate * factors_[i]);
    } else {
      StepSgd(i, gradients[i], rate * factors_[i]);
    }
  });
}

void Optimiser::StepSgd(size_t i, torch::Tensor& gradient, double rate) {
  torch::Tensor& value = parameters_[i].value;
  if (parameters_[i].decays) gradient.add_(value.detach(), options_.weight_decay);
  torch::Tensor& velocity = state_[i];
  velocity.mul_(kMomentum).add_(gradient);
  value.add_(gradient, -rate).add_(velocity, -rate * kMomentum);
}

void Optimiser::StepAdamW(size_t i, torch::Tensor& gradient, double rate) {
  torch::Tensor& value = parameters_[i].value;
  const auto step = static_cast<double>(state_.back().item<int64_t>());
  torch::Tensor& first = state_[2 * i];
  torch::Tensor& second = state_[2 * i + 1];
  if (parameters_[i].decays) value.mul_(1 - rate * options_.weight_decay);
  first.mul_(kBeta1).add_(gradient, 1 - kBeta1);
  second.mul_(kBeta2).addcmul_(gradient, gradient, 1 - kBeta2);
  gradient.copy_(second).div_(1 - std::pow(kBeta2, step)).sqrt_().add_(kEpsilon);
  value.addcdiv_(first, gradient, -rate / (1 - std::pow(kBeta1, step)));
}

}  // namespace easel::training
