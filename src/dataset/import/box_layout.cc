#include "dataset/import/box_layout.h"

#include "dataset/boxes/label_studio_task.h"
#include "dataset/import/box_format.h"
#include "dataset/import/entry_path.h"
#include "dataset/import/issues.h"

namespace easel::dataset {
namespace {

/// What the first look at a source finds.
struct FirstLook {
  Format format = Format::kFiles;
  VocCorners corners = VocCorners::kOneBased;
};

Result<FirstLook> LookThrough(Source& source, Format wanted, const SourceLimits& limits, Progress& progress) {
  FirstLook found;
  BoxFormatVote vote;
  const auto look = [&](const std::string& path) -> Status {
    const std::string extension = ExtensionOf(path);
    const bool has_labels = extension == "xml" || extension == "json" || extension == "txt";
    if (!has_labels && !IsYoloClassList(path)) return {};
    const Pieces pieces = source.Stream();
    const Result<std::string> start = TakeStart(pieces);
    if (!start) return {};  // told by the second look, or by the source when it goes on
    const Format format = BoxFormatOf(path, *start);
    vote.Add(path, format);
    if (format != Format::kVoc || found.corners == VocCorners::kZeroBased) return {};
    const Result<std::string> text = Gather(pieces, path, *start);
    if (text && VocCountsFromZero(*text, path).value_or(false)) found.corners = VocCorners::kZeroBased;
    return {};
  };
  EASEL_TRY(ForEachEntry(source, limits, progress, look));
  found.format = wanted == Format::kAuto ? vote.Winner() : wanted;
  return found;
}

}  // namespace

Result<std::unique_ptr<Layout>> BoxLayout::Survey(const Opener& open, const LayoutChoice& choice,
                                                  const SourceLimits& limits, Progress& progress) {
  std::unique_ptr<BoxLayout> layout(new BoxLayout(choice));
  FirstLook first{choice.format, VocCorners::kAuto};
  if (choice.format == Format::kAuto || choice.format == Format::kVoc) {
    EASEL_ASSIGN(const std::unique_ptr<Source> source, open());
    EASEL_ASSIGN(first, LookThrough(*source, choice.format, limits, progress));
  }
  layout->labels_.set_format(first.format);
  layout->labels_.set_corners(first.corners);
  EASEL_ASSIGN(const std::unique_ptr<Source> source, open());
  const auto read = [&](const std::string& path) -> Status {
    if (HasPictureExtension(path)) {
      layout->pictures_.Add(path);
      return {};
    }
    bool is_label_file = false;
    if (SplitHints::SplitOfList(path) != store::Split::kAuto) {
      const Result<std::string> text = Gather(source->Stream(), path);
      if (!text) return {};
      // "test.txt" may as well hold the boxes of "test.jpg".
      if (LooksLikeYolo(*text) && layout->labels_.Wants(path)) {
        EASEL_ASSIGN(is_label_file, layout->labels_.Read(path, OnePiece(*text)));
      } else {
        layout->splits_.AddList(path, *text);
        is_label_file = true;
      }
    } else if (layout->labels_.Wants(path)) {
      EASEL_ASSIGN(is_label_file, layout->labels_.Read(path, source->Stream()));
    }
    if (is_label_file) layout->label_files_.insert(path);
    return {};
  };
  EASEL_ASSIGN(layout->entries_, ForEachEntry(*source, limits, progress, read));
  EASEL_TRY(layout->labels_.Finish());
  const bool found = !layout->labels_.all().empty() || !layout->labels_.broken().empty();
  if (!found && choice.format != Format::kAuto && choice.format != Format::kFiles) {
    return Fail(ErrorKind::kBadInput, "labels-missing",
                {"There are no label files of the format that was chosen.", "没有找到所选格式的标注文件。"},
                {"Choose the format \"auto\", or add the label files.", "请选择格式 auto，或补上标注文件。"});
  }
  layout->Match();
  return layout;
}

/// Finds the picture of each label file, once all are known.
void BoxLayout::Match() {
  pictures_.Build();
  for (const YoloData& data : labels_.yolo_data()) splits_.AddFolders(data);
  splits_.Resolve(pictures_);
  std::vector<size_t> labels_of(pictures_.size(), kUnlabelled);
  for (size_t i = 0; i < labels_.all().size(); ++i) {
    const PictureLabels& labels = labels_.all()[i];
    const bool is_yolo = labels_.format() == Format::kYolo;
    const int64_t picture = PictureOf(labels);
    const std::string name = labels.picture.name.empty() ? labels.file : labels.picture.name;
    if (picture == PictureIndex::kNone && is_yolo && !LooksLikeYolo(labels.yolo)) {
      label_files_.erase(labels.file);  // some other text
    } else if (picture == PictureIndex::kNone) {
      issues_.Add(PictureMissing(name));
    } else if (picture == PictureIndex::kAmbiguous) {
      issues_.Add(PictureAmbiguous(name));
    } else if (size_t& place = labels_of[static_cast<size_t>(picture)]; place == kUnlabelled) {
      place = i;
    } else if (labels_.all()[place].picture.boxes != labels.picture.boxes ||
               labels_.all()[place].yolo != labels.yolo) {
      issues_.Add(LabelledTwice(pictures_.path(static_cast<size_t>(picture)), labels_.all()[place].file));
    }
  }
  for (size_t picture = 0; picture < labels_of.size(); ++picture) {
    const std::string& path = pictures_.path(picture);
    store::Split of_label_file = store::Split::kAuto;
    if (const size_t i = labels_of[picture]; i != kUnlabelled && !labels_.all()[i].of_one) {
      of_label_file = SplitHints::SplitOfLabelFile(labels_.all()[i].file);
    }
    places_.try_emplace(path, labels_of[picture], splits_.Of(picture, path, of_label_file));
  }
  pictures_ = {};
}

int64_t BoxLayout::PictureOf(const PictureLabels& labels) const {
  int64_t picture = PictureIndex::kNone;
  if (labels.of_one) picture = pictures_.FindStem(StemOf(labels.file), labels.file);
  if (picture >= 0 || labels.picture.name.empty()) return picture;
  const std::string& name = labels.picture.name;
  int64_t named = pictures_.Find(name, labels.file);
  if (named == PictureIndex::kNone && labels_.format() == Format::kLabelStudio) {
    if (const std::string_view before = NameBeforeUpload(name); !before.empty()) {
      named = pictures_.Find(before, labels.file);
    }
  }
  return named == PictureIndex::kNone ? picture : named;
}

EntryRole BoxLayout::RoleOf(std::string_view path) const {
  if (label_files_.contains(std::string(path))) return EntryRole::kLabelFile;
  return HasPictureExtension(path) ? EntryRole::kItem : EntryRole::kOther;
}

Layout::Assignment BoxLayout::Assign(const std::string& path) const {
  Assignment out;
  const auto place = places_.find(path);
  if (place == places_.end()) return out;
  out.split = choice_.split == store::Split::kAuto ? place->second.split : choice_.split;
  out.is_labelled = place->second.labels != kUnlabelled;
  out.label_missing = !out.is_labelled && !labels_.all().empty();
  return out;
}

std::optional<std::vector<LabelledBox>> BoxLayout::BoxesOf(const std::string& path, PictureSize size,
                                                           BoxFaults& faults) const {
  const auto place = places_.find(path);
  if (place == places_.end() || place->second.labels == kUnlabelled) return std::nullopt;
  return labels_.BoxesIn(labels_.all()[place->second.labels], path, size, faults);
}

const Error* BoxLayout::LabelFileError(const std::string& path) const {
  const auto found = labels_.broken().find(path);
  return found == labels_.broken().end() ? nullptr : &found->second;
}

}  // namespace easel::dataset
