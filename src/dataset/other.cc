#include "dataset/other.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>
#include <set>

#include "base/file.h"
#include "base/parallel.h"
#include "base/random.h"
#include "dataset/near_duplicates.h"
#include "media/encode/jpeg.h"
#include "media/synthesis/synthesis.h"
#include "media/transform/fingerprint.h"

namespace easel::dataset {
namespace {

constexpr size_t kFewest = 60;
constexpr size_t kMost = 1'000;
constexpr int kMadeUpArea = 256 * 256;
constexpr int kJpegQuality = 90;

struct Outsider {
  FrozenItem item;
  uint64_t fingerprint = 0;
};

template <typename T>
void SeededShuffle(std::vector<T>& values, uint64_t seed) {
  Random(seed).Shuffle(std::span(values));
}

/// One call of AddOther.
class Gathering {
 public:
  Gathering(store::Catalog& catalog, store::Blobs& blobs, store::ProjectId project, const OtherClass& other,
            const Labelled& labelled)
      : catalog_(catalog), blobs_(blobs), project_(project), other_(other), labelled_(labelled) {
    for (const FrozenItem& item : labelled.version.items) hashes_.insert(item.hash);
    for (const uint64_t fingerprint : labelled.fingerprints) looks_.Add(fingerprint);
  }

  Result<std::vector<Outsider>> Run() {
    const FrozenVersion& version = labelled_.version;
    const size_t count = std::clamp(2 * version.items.size() / version.classes.size(), kFewest, kMost);
    EASEL_ASSIGN(const std::vector<std::filesystem::path> photos, ListPhotos());
    const size_t sources = (photos.empty() ? 0U : 1U) + (other_.projects.empty() ? 0U : 1U);
    const size_t share = count * 3 / 4 / std::max<size_t>(1, sources);
    if (!other_.projects.empty()) EASEL_TRY(TakeFromProjects(share));
    if (!photos.empty()) EASEL_TRY(TakePhotos(photos, outsiders_.size() + share));
    EASEL_TRY(MakeUp(count - outsiders_.size()));
    return std::move(outsiders_);
  }

 private:
  Result<std::vector<std::filesystem::path>> ListPhotos() const {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(other_.photos, error)) {
      if (entry.is_regular_file(error)) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    SeededShuffle(files, other_.seed);
    return files;
  }

  Status TakeFromProjects(size_t count) {
    std::vector<std::pair<std::string, store::Item>> candidates;
    for (const std::string& name : other_.projects) {
      EASEL_ASSIGN(const store::Project source, catalog_.projects().Find(name));
      if (source.id == project_) {
        return Fail(ErrorKind::kBadInput, "other-from-itself",
                    {"The pictures of the class \"other\" cannot come from the project itself.",
                     "“other”类别的图片不能来自项目自身。"},
                    {"Name other projects.", "请填写其他项目的名称。"}, name);
      }
      EASEL_ASSIGN(const std::set<store::ClassId> same, ClassesOfSameName(source.id));
      EASEL_TRY(catalog_.items().ForEach(source.id, [&](const store::Item& item) -> Status {
        if (!item.class_id || !same.contains(*item.class_id)) candidates.emplace_back(name, item);
        return {};
      }));
    }
    std::ranges::sort(candidates, {}, [](const auto& candidate) { return candidate.second.hash; });
    SeededShuffle(candidates, other_.seed);
    for (const auto& [name, item] : candidates) {
      if (outsiders_.size() == count) break;
      Take({{.hash = item.hash,
             .name = name + "/" + item.name,
             .width = item.width,
             .height = item.height,
             .origin = Origin::kOtherProject},
            item.fingerprint});
    }
    return {};
  }

  Result<std::set<store::ClassId>> ClassesOfSameName(store::ProjectId source) const {
    std::set<store::ClassId> same;
    EASEL_ASSIGN(const std::vector<store::Class> classes, catalog_.projects().Classes(source));
    for (const store::Class& row : classes) {
      if (std::ranges::binary_search(labelled_.version.classes, row.name)) same.insert(row.id);
    }
    return same;
  }

  /// Takes photos until there are `count` outsiders.
  Status TakePhotos(const std::vector<std::filesystem::path>& files, size_t count) {
    // A few more than needed are looked at, in case that some look like the user's.
    const size_t wanted = std::min(files.size(), count - outsiders_.size() + 5);
    std::vector<Bytes> contents(wanted);
    std::vector<Outsider> candidates(wanted);
    EASEL_TRY(TryInParallel(wanted, other_.threads, [&](size_t i, int) -> Status {
      EASEL_ASSIGN(contents[i], ReadFile(files[i]));
      EASEL_ASSIGN(const media::DecodedImage decoded, other_.decoder.Decode(contents[i], {}));
      candidates[i] = {{.hash = Sha256(contents[i]),
                        .name = files[i].filename().string(),
                        .width = decoded.stored_width,
                        .height = decoded.stored_height,
                        .origin = Origin::kPhoto},
                       media::Fingerprint(decoded.image)};
      return {};
    }));
    std::vector<std::span<const std::byte>> taken;
    for (size_t i = 0; i < wanted && outsiders_.size() < count; ++i) {
      if (Take(std::move(candidates[i]))) taken.emplace_back(contents[i]);
    }
    EASEL_TRY(blobs_.PutAll(taken));
    return {};
  }

  /// Takes an outsider unless it looks like something that is there.
  bool Take(Outsider outsider) {
    if (looks_.HasNear(outsider.fingerprint) || !hashes_.insert(outsider.item.hash).second) return false;
    looks_.Add(outsider.fingerprint);
    outsiders_.push_back(std::move(outsider));
    return true;
  }

  /// Made-up pictures in the shapes of the user's: whoever sees the shape must not know the class.
  Status MakeUp(size_t count) {
    const std::vector<FrozenItem>& items = labelled_.version.items;
    std::vector<Bytes> contents(count);
    std::vector<Outsider> made(count);
    ParallelFor(count, other_.threads, [&](size_t i, int) {
      const uint64_t number = (Random(other_.seed).Next() & ~uint64_t{0xffff}) + i;
      const FrozenItem& model = items[Random(number).Below(items.size())];
      const auto [width, height] = MadeUpSize(model);
      const media::Image image = media::Synthesise(number, width, height);
      contents[i] = media::EncodeJpeg(image, kJpegQuality);
      made[i] = {{.hash = Sha256(contents[i]),
                  .name = "made-up-" + std::to_string(i + 1) + ".jpg",
                  .width = width,
                  .height = height,
                  .origin = Origin::kMadeUp},
                 media::Fingerprint(image)};
    });
    const std::vector<std::span<const std::byte>> stored(contents.begin(), contents.end());
    EASEL_TRY(blobs_.PutAll(stored));
    for (Outsider& outsider : made) {
      if (hashes_.insert(outsider.item.hash).second) outsiders_.push_back(std::move(outsider));
    }
    return {};
  }

  /// The proportions of an item (within 1 : 3), at a small area.
  static std::pair<int, int> MadeUpSize(const FrozenItem& model) {
    const double proportion =
        std::clamp(static_cast<double>(std::max(1, model.width)) / std::max(1, model.height), 1.0 / 3, 3.0);
    int width = 1;
    while (width * (width / proportion) < kMadeUpArea) ++width;
    return {width, kMadeUpArea / width};
  }

  store::Catalog& catalog_;
  store::Blobs& blobs_;
  const store::ProjectId project_;
  const OtherClass& other_;
  const Labelled& labelled_;
  std::set<Hash> hashes_;   ///< of what is there
  FingerprintIndex looks_;  ///< of what is there, made-up pictures aside
  std::vector<Outsider> outsiders_;
};

/// The number of the class "other", which is inserted in its place where there is none.
int OtherLabel(FrozenVersion& version) {
  const auto place = std::ranges::lower_bound(version.classes, kOtherName);
  const auto label = static_cast<int>(place - version.classes.begin());
  if (place != version.classes.end() && *place == kOtherName) return label;
  version.classes.insert(place, std::string(kOtherName));
  for (FrozenItem& item : version.items) item.label += item.label >= label ? 1 : 0;
  return label;
}

/// Marks as large a share of the outsiders as validation as the user marked of the items.
void MarkAsTheUserDid(const std::vector<FrozenItem>& items, std::vector<Outsider>& outsiders) {
  const auto marked = static_cast<size_t>(std::ranges::count_if(items, IsHeldOut, &FrozenItem::split));
  for (size_t i = 0; i < outsiders.size(); ++i) {
    const bool is_due = (i + 1) * marked / items.size() > i * marked / items.size();
    if (is_due) outsiders[i].item.split = store::Split::kValidation;
  }
}

}  // namespace

Status AddOther(store::Catalog& catalog, store::Blobs& blobs, store::ProjectId project,
                const OtherClass& other, Labelled& labelled) {
  if (labelled.version.items.empty()) return {};
  EASEL_ASSIGN(std::vector<Outsider> outsiders, Gathering(catalog, blobs, project, other, labelled).Run());
  SeededShuffle(outsiders, other.seed);
  FrozenVersion& version = labelled.version;
  MarkAsTheUserDid(version.items, outsiders);
  const int label = OtherLabel(version);
  std::vector<Outsider> all;
  for (size_t i = 0; i < version.items.size(); ++i) {
    all.push_back({std::move(version.items[i]), labelled.fingerprints[i]});
  }
  for (Outsider& outsider : outsiders) {
    outsider.item.label = label;
    all.push_back(std::move(outsider));
  }
  std::ranges::sort(all, {}, [](const Outsider& each) { return each.item.hash; });
  version.items.clear();
  labelled.fingerprints.clear();
  for (Outsider& each : all) {
    version.items.push_back(std::move(each.item));
    labelled.fingerprints.push_back(each.fingerprint);
  }
  return {};
}

Text DescribeOther(const FrozenVersion& version) {
  static const std::array<std::pair<Origin, Text>, 3> kKinds = {{
      {Origin::kPhoto, {" photos of all sorts of things", " 张各类照片"}},
      {Origin::kOtherProject, {" pictures of other projects", " 张其他项目的图片"}},
      {Origin::kMadeUp, {" made-up pictures", " 张合成图片"}},
  }};
  Text list;
  for (const auto& [origin, kind] : kKinds) {
    const auto count = std::ranges::count(version.items, origin, &FrozenItem::origin);
    if (count == 0) continue;
    list.en += (list.en.empty() ? "" : ", ") + std::to_string(count) + kind.en;
    list.zh += (list.zh.empty() ? "" : "、") + std::to_string(count) + kind.zh;
  }
  return {"The class \"other\" was given pictures that show none of your classes: " + list.en + ".",
          "“other”类别加入了不属于您任何类别的图片：" + list.zh + "。"};
}

}  // namespace easel::dataset
