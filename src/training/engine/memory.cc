#include "training/engine/memory.h"

#include <algorithm>
#include <array>
#include <new>
#include <string_view>

#include "training/engine/libtorch.h"

namespace easel::training {

bool IsOutOfMemory(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) return true;
  if (dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr) return true;
  // The CPU's allocator has no type of its own for it.
  constexpr std::array<std::string_view, 3> kPhrases = {"can't allocate memory", "not enough memory",
                                                        "out of memory"};
  const std::string_view text = error.what();
  return std::ranges::any_of(kPhrases,
                             [&](std::string_view phrase) { return text.find(phrase) != text.npos; });
}

std::unexpected<Error> OutOfMemory() {
  return Fail(
      ErrorKind::kResources, "out-of-memory",
      {"There is not enough memory for this training.", "内存不足，无法进行此训练。"},
      {"Close other programs or raise the memory limit of this one, choose a smaller network or smaller "
       "pictures, or train in quick mode.",
       "请关闭其他程序或提高内存限制，选择更小的网络或图片尺寸，或使用快速模式。"});
}

}  // namespace easel::training
