#pragma once

#include <string>
#include <vector>

#include "training/engine/module.h"

namespace easel::training {

enum class Rule {
  kSgd,    ///< with Nesterov momentum 0.9 (Sutskever et al. 2013)
  kAdamW,  ///< β 0.9 and 0.999 (Loshchilov & Hutter, arXiv:1711.05101)
};

struct OptimiserOptions {
  Rule rule = Rule::kSgd;
  double weight_decay = 1e-4;  ///< of the parameters that decay
  /// Factors of the learning rate for parameters whose name begins so; the first that fits counts, 1 where
  /// none does.
  std::vector<std::pair<std::string, double>> rate_factors;
};

/// Moves parameters against their gradients. Its state is a list of tensors, which a checkpoint keeps.
class Optimiser {
 public:
  /// `parameters` outlives the optimiser.
  Optimiser(std::vector<Module::Parameter>& parameters, OptimiserOptions options);

  /// One step of the rule at this learning rate; `gradients` in the order of the parameters: their memory is
  /// worked in, so that a step needs none of its own, and they are worthless afterwards. `threads` ≥ 1 share
  /// the work; the result does not depend on how many.
  void Step(std::vector<torch::Tensor>& gradients, double rate, int threads);

  /// What the rule remembers of the past: for kSgd one tensor a parameter (velocity), for kAdamW two (first
  /// and second moment) and a counter at the end.
  std::vector<torch::Tensor>& state() { return state_; }

 private:
  void StepSgd(size_t i, torch::Tensor& gradient, double rate);
  void StepAdamW(size_t i, torch::Tensor& gradient, double rate);

  std::vector<Module::Parameter>& parameters_;
  OptimiserOptions options_;
  std::vector<double> factors_;
  std::vector<torch::Tensor> state_;
};

}  // namespace easel::training
