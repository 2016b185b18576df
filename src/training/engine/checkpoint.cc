#include "training/engine/checkpoint.h"

#include <algorithm>
#include <cstring>

#include "base/file.h"
#include "base/hash.h"

namespace easel::training {
namespace {

constexpr std::string_view kMagic = "EASELCKP";
constexpr size_t kHeader = kMagic.size() + sizeof(uint64_t);

std::span<const std::byte> BytesOf(const void* data, size_t size) {
  return {static_cast<const std::byte*>(data), size};
}

void Append(Bytes& bytes, std::span<const std::byte> more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

/// What follows the header, when digest and magic are right.
std::optional<std::span<const std::byte>> Verified(std::span<const std::byte> bytes) {
  if (bytes.size() < kHeader + sizeof(Hash::bytes)) return std::nullopt;
  const auto content = bytes.first(bytes.size() - sizeof(Hash::bytes));
  const Hash hash = Sha256(content);
  if (std::memcmp(hash.bytes.data(), content.data() + content.size(), sizeof hash.bytes) != 0)
    return std::nullopt;
  if (std::memcmp(content.data(), kMagic.data(), kMagic.size()) != 0) return std::nullopt;
  return content;
}

}  // namespace

Status WriteCheckpoint(const std::filesystem::path& path, const Checkpoint& checkpoint) {
  const std::string state = CanonicalJson(checkpoint.state);
  const uint64_t length = state.size();
  Bytes bytes;
  Append(bytes, BytesOf(kMagic.data(), kMagic.size()));
  Append(bytes, BytesOf(&length, sizeof length));
  Append(bytes, BytesOf(state.data(), state.size()));
  for (const torch::Tensor* tensor : checkpoint.tensors) {
    // The memory as it lies: a run gives its tensors the same layout again.
    const torch::Tensor here = tensor->detach().to(torch::kCPU);
    Append(bytes, BytesOf(here.data_ptr(), here.nbytes()));
  }
  const Hash hash = Sha256(bytes);
  Append(bytes, BytesOf(hash.bytes.data(), sizeof hash.bytes));
  EASEL_TRY(MakeFolders(path.parent_path()));
  return WriteFileDurably(path, bytes);
}

Result<std::optional<json::object>> ReadCheckpoint(const std::filesystem::path& path,
                                                   const std::vector<torch::Tensor*>& tensors,
                                                   const std::function<bool(const json::object&)>& is_ours) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  EASEL_ASSIGN(const Bytes bytes, ReadFile(path, size_t{1} << 36));
  const auto content = Verified(bytes);
  if (!content) return std::nullopt;
  uint64_t length = 0;
  std::memcpy(&length, content->data() + kMagic.size(), sizeof length);
  if (length > content->size() - kHeader) return std::nullopt;
  const auto* const text = reinterpret_cast<const char*>(content->data() + kHeader);
  const Result<json::value> state = ParseJson({text, length}, path.filename());
  if (!state || !state->is_object() || !is_ours(state->get_object())) return std::nullopt;
  size_t total = 0;
  for (const torch::Tensor* tensor : tensors) total += tensor->nbytes();
  const auto data = content->subspan(kHeader + length);
  if (data.size() != total) return std::nullopt;
  const torch::NoGradGuard no_gradient;
  size_t offset = 0;
  for (torch::Tensor* tensor : tensors) {
    torch::Tensor here = at::empty_like(*tensor, tensor->options().device(torch::kCPU).requires_grad(false));
    std::memcpy(here.data_ptr(), data.data() + offset, here.nbytes());
    offset += here.nbytes();
    tensor->detach().copy_(here);
  }
  return state->get_object();
}

}  // namespace easel::training
