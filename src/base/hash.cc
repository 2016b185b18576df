#include "base/hash.h"

#include <sodium.h>

namespace easel {
namespace {

static_assert(sizeof(crypto_hash_sha256_state) <= 128);
static_assert(crypto_hash_sha256_BYTES == 32);

const unsigned char* Raw(std::span<const std::byte> bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

std::string Hash::Hex() const {
  std::string out(65, '\0');
  sodium_bin2hex(out.data(), out.size(), Raw(bytes), bytes.size());
  out.resize(64);
  return out;
}

Result<Hash> Hash::FromHex(std::string_view hex) {
  Hash hash;
  size_t length = 0;
  const bool valid = hex.size() == 64 &&
                     sodium_hex2bin(reinterpret_cast<unsigned char*>(hash.bytes.data()), hash.bytes.size(),
                                    hex.data(), hex.size(), nullptr, &length, nullptr) == 0 &&
                     length == 32 && hash.Hex() == hex;
  if (!valid) {
    return Fail(ErrorKind::kBadInput, "hash-invalid",
                {"A SHA-256 digest has 64 lower-case hexadecimal digits.", "SHA-256 摘要应为 64 位小写十六进制数字。"},
                {}, std::string(hex.substr(0, 80)));
  }
  return hash;
}

Hash Sha256(std::span<const std::byte> bytes) {
  Hash hash;
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.bytes.data()), Raw(bytes), bytes.size());
  return hash;
}

Hash Sha256(std::string_view text) { return Sha256(std::as_bytes(std::span(text))); }

Sha256Stream::Sha256Stream() {
  crypto_hash_sha256_init(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()));
}

void Sha256Stream::Update(std::span<const std::byte> bytes) {
  crypto_hash_sha256_update(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()), Raw(bytes), bytes.size());
}

Hash Sha256Stream::Finish() {
  Hash hash;
  crypto_hash_sha256_final(reinterpret_cast<crypto_hash_sha256_state*>(state_.data()),
                           reinterpret_cast<unsigned char*>(hash.bytes.data()));
  return hash;
}

}  // namespace easel
