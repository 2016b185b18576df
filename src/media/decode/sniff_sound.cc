#include "media/decode/sniff_sound.h"

#include <algorithm>
#include <string_view>

namespace easel::media {
namespace {

using std::string_view_literals::operator""sv;

// ISO 11172-3, 2.4.2.3: eleven set bits, a version, layer III, a bit rate and a sampling rate that exist.
// Layers I and II are left out: the byte order mark of UTF-16 looks like layer I.
bool IsMp3Frame(std::string_view text) {
  if (text.size() < 4) return false;
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const bool layer_3 = byte(0) == 0xff && (byte(1) & 0xe6) == 0xe2 && (byte(1) & 0x18) != 0x08;
  const int bit_rate = byte(2) >> 4;
  return layer_3 && bit_rate != 0 && bit_rate != 15 && (byte(2) & 0x0c) != 0x0c;
}

// MPEG-4 files, and AAC without a container (ADTS: twelve set bits, layer 0). Photos of telephones come in
// such files too.
bool IsAac(std::string_view text) {
  if (text.size() >= 12 && text.substr(4, 4) == "ftyp"sv) {
    constexpr std::string_view kPictures[] = {"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv, "hevx"sv,
                                              "mif1"sv, "msf1"sv, "avif"sv, "avis"sv, "crx "sv};
    return std::ranges::count(kPictures, text.substr(8, 4)) == 0;
  }
  return text.size() >= 2 && text[0] == '\xff' && (text[1] & '\xf6') == '\xf0';
}

}  // namespace

std::optional<SoundFormat> SniffSound(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()),
                              std::min<size_t>(bytes.size(), 16));
  const std::string_view form = text.size() >= 12 ? text.substr(8, 4) : ""sv;
  const std::string_view container = text.substr(0, 4);
  const bool is_riff = container == "RIFF"sv || container == "RIFX"sv || container == "RF64"sv;
  if (is_riff && form == "WAVE"sv) return SoundFormat::kWav;
  if (container == "FORM"sv && (form == "AIFF"sv || form == "AIFC"sv)) return SoundFormat::kWav;
  if (text == "riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0"sv) return SoundFormat::kWav;  // Wave64
  if (container == "fLaC"sv) return SoundFormat::kFlac;
  if (container == "OggS"sv) return SoundFormat::kOgg;
  if (text.starts_with("ID3"sv) || IsMp3Frame(text)) return SoundFormat::kMp3;
  if (IsAac(text)) return SoundFormat::kM4a;
  return std::nullopt;
}

}  // namespace easel::media
