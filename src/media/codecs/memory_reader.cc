#include "media/codecs/memory_reader.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <limits>

namespace easel::media {

int64_t MemoryReader::Read(void* target, int64_t count) {
  const auto size = static_cast<int64_t>(bytes_.size());
  count = std::clamp<int64_t>(count, 0, std::max<int64_t>(size - at_, 0));
  if (count > 0) std::memcpy(target, bytes_.data() + at_, static_cast<size_t>(count));
  for (int64_t i = 0; with_ && i < 4; ++i) {
    const int64_t behind = place_ + i - at_;
    if (behind >= 0 && behind < count)
      static_cast<std::byte*>(target)[behind] = (*with_)[static_cast<size_t>(i)];
  }
  at_ += count;
  return count;
}

int64_t MemoryReader::Seek(int64_t offset, int whence) {
  if (whence != SEEK_SET && whence != SEEK_CUR && whence != SEEK_END) return -1;
  const auto size = static_cast<int64_t>(bytes_.size());
  const int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? at_ : size;
  if (offset < -base || offset > std::numeric_limits<int64_t>::max() - base) return -1;
  return at_ = base + offset;
}

}  // namespace easel::media
