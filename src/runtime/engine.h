#pragma once

#include <string>

namespace easel::runtime {

/// What decides the last bits of a result on this machine: the engine and the processor features that its
/// kernels are chosen by. Results of equal names are equal bit for bit; cached features and provenance carry
/// it.
std::string EngineName();

}  // namespace easel::runtime
