#include "training/engine/device.h"

#include <ATen/Context.h>
#include <dlfcn.h>
#include <torch/version.h>

#include <array>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace easel::training {
namespace {

/// The name of the first GPU, from the driver, since libtorch's own interface has none that a build without
/// CUDA knows.
std::string GpuName() {
  constexpr const char* kUnknown = "GPU";
  void* const driver = dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL);
  if (driver == nullptr) return kUnknown;
  const auto begin = reinterpret_cast<int (*)(unsigned)>(dlsym(driver, "cuInit"));
  const auto get = reinterpret_cast<int (*)(int*, int)>(dlsym(driver, "cuDeviceGet"));
  const auto name = reinterpret_cast<int (*)(char*, int, int)>(dlsym(driver, "cuDeviceGetName"));
  int device = 0;
  std::array<char, 256> text{};
  const bool has_name = begin != nullptr && get != nullptr && name != nullptr && begin(0) == 0 &&
                        get(&device, 0) == 0 &&
                        name(text.data(), static_cast<int>(text.size()) - 1, device) == 0;
  return has_name ? text.data() : kUnknown;
}

/// The instructions that matter for speed, each with a comma before it.
std::string Instructions() {
  std::string out;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") != 0) {
    out += ", AVX512";
  } else if (__builtin_cpu_supports("avx2") != 0) {
    out += ", AVX2";
  }
  unsigned a = 0, b = 0, c = 0, d = 0;
  const bool has_avx512 = __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a >> 5 & 1) != 0;
  const bool has_amx = __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d >> 22 & 1) != 0;
  if (has_amx) out += ", AMX";
  if (has_avx512 || has_amx) out += ", bfloat16";
#endif
  return out;
}

}  // namespace

torch::Device BestDevice() {
  return at::globalContext().hasCUDA() ? torch::Device(torch::kCUDA, 0) : torch::Device(torch::kCPU);
}

std::string DescribeDevice() {
  // Debian's 1.13.1 calls itself 1.13.0, so the last number is left out.
  const std::string version =
      "libtorch " + std::to_string(TORCH_VERSION_MAJOR) + "." + std::to_string(TORCH_VERSION_MINOR);
  if (BestDevice().is_cuda()) return version + ", " + GpuName();
  return version + ", CPU (" + (at::globalContext().hasMKLDNN() ? "oneDNN" : "no oneDNN") + Instructions() +
         ")";
}

}  // namespace easel::training
