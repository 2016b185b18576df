#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/options.h"

namespace easel::training {

/// What an item of each class counts, by the option `balance` of TrainOptions(), so that every class counts
/// alike: n / (C · n_c) for n items of C classes, n_c of them in class c (King, Zeng 2001, "Logistic
/// Regression in Rare Events Data"). The mean over all items is 1. Empty when all count alike anyway: with
/// `none`, and with `auto` where the largest class has fewer than kUnequal times the items of the smallest.
///
/// `counts[c]` are the items of class c that are learnt from; a class without any has weight 0.
std::vector<float> ClassWeights(const OptionValues& options, std::span<const int64_t> counts);

inline constexpr int64_t kUnequal = 3;

/// What the report says when weights were used.
Text BalanceRemark();

}  // namespace easel::training
