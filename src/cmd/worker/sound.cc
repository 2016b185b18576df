#include "cmd/worker/sound.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/parallel.h"
#include "cmd/worker/models.h"
#include "dataset/import/import.h"
#include "dataset/import/labelled_items.h"
#include "evaluation/report.h"
#include "publish/releases.h"

namespace easel::cmd {
namespace {

constexpr double kAnyLength = 1e9;  ///< seconds

/// What becomes of the items of an evaluation.
struct Tally {
  std::vector<evaluation::Judgement> judgements;
  int64_t unusable = 0;
  int64_t foreign = 0;  ///< of classes that the model does not know
};

std::optional<int> LabelOf(const std::vector<std::string>& labels, const std::string& name) {
  const auto label = std::ranges::find(labels, name);
  if (label == labels.end()) return std::nullopt;
  return static_cast<int>(label - labels.begin());
}

/// The labelled segments of an item, if it has any; their begin and end need its length.
Result<std::vector<dataset::Segment>> SegmentsOf(const dataset::LabelledItem& item, media::Decoder& decoder) {
  // Most have none: known without decoding them.
  if (!item.segments || !item.segments(kAnyLength)) return std::vector<dataset::Segment>();
  EASEL_ASSIGN(const media::DecodedSound decoded, decoder.DecodeSound(item.bytes, {.describe_only = true}));
  return item.segments(decoded.seconds).value_or(std::vector<dataset::Segment>());
}

/// The item as a candidate, with what the model knows of it; nothing where that is nothing.
std::optional<evaluation::SoundCandidate> CandidateOf(const dataset::LabelledItem& item,
                                                      const std::vector<std::string>& labels,
                                                      media::Decoder& decoder, Tally& tally) {
  evaluation::SoundCandidate candidate{.hash = Sha256(item.bytes),
                                       .name = item.name,
                                       .group = item.group,
                                       .segments = {},
                                       .bytes = [&item]() -> Result<Bytes> { return item.bytes; }};
  const auto segments = SegmentsOf(item, decoder);
  if (!segments) {
    ++tally.unusable;
    return std::nullopt;
  }
  for (const dataset::Segment& segment : *segments) {
    if (const auto label = LabelOf(labels, segment.label)) {
      candidate.segments.push_back({{segment.begin, segment.seconds}, *label});
    } else {
      ++tally.foreign;
    }
  }
  if (!candidate.segments.empty()) return candidate;
  if (!segments->empty()) return std::nullopt;
  const auto label = LabelOf(labels, item.class_name);
  if (!label) {
    ++tally.foreign;
    return std::nullopt;
  }
  candidate.label = *label;
  return candidate;
}

std::unexpected<Error> NothingToJudge(const std::string& path) {
  return Fail(ErrorKind::kBadInput, "classes-differ",
              {"None of these recordings belongs to a class of the model.", "这些录音都不属于模型的任何类别。"},
              {"Give a folder or an archive with a folder per class, named as the model's classes, or a table.",
               "请提供每类一个文件夹的文件夹或压缩包（文件夹名与模型类别一致），或提供标注表格。"},
              path);
}

}  // namespace

Status EvaluateListener(Installation& installation, const workflow::JobContext& context) {
  EASEL_ASSIGN(const std::string path, GetString(context.job.payload, "path"));
  EASEL_ASSIGN(const int64_t number, GetInt(context.job.payload, "model"));
  EASEL_ASSIGN(const store::Model row,
               installation.catalog->models().Get(context.job.project, static_cast<int>(number)));
  EASEL_ASSIGN(const auto model, publish::LoadModel(*installation.blobs, row));
  EASEL_ASSIGN(const std::string names, GetStringOr(context.job.payload, "names", ""));
  EASEL_ASSIGN(const OptionValues options, OptionValues::Parse(dataset::ImportOptions(), {{"names", names}}));
  Tally tally;
  QuietProgress batch_progress(context.progress);
  const auto judge = [&](const std::vector<dataset::LabelledItem>& batch) -> Status {
    std::vector<evaluation::SoundCandidate> candidates;
    for (const dataset::LabelledItem& item : batch) {
      auto candidate = CandidateOf(item, model->labels(), *installation.decoder, tally);
      if (candidate) candidates.push_back(std::move(*candidate));
    }
    int64_t failed = 0;
    EASEL_ASSIGN(std::vector<evaluation::Judgement> judged,
                 evaluation::JudgeSounds(*model, *installation.decoder, candidates, ProcessorCount(),
                                         batch_progress, &failed));
    tally.unusable += failed;
    std::ranges::move(judged, std::back_inserter(tally.judgements));
    return {};
  };
  EASEL_ASSIGN(const int64_t unread,
               dataset::ForEachLabelledBatch(path, options, store::kSound, context.progress, judge));
  tally.unusable += unread;
  if (tally.judgements.empty()) return NothingToJudge(path);
  evaluation::Report report =
      evaluation::MakeSoundReport(evaluation::Method::kFiles, 0, model->labels(), tally.judgements);
  if (tally.foreign > 0) {
    report.remarks.push_back({std::to_string(tally.foreign) +
                                  " recordings are of classes that the model does not know; they are left out.",
                              std::to_string(tally.foreign) + " 段录音属于模型未知的类别，未计入。"});
  }
  if (tally.unusable > 0) report.remarks.push_back(UnusableFiles(tally.unusable));
  EASEL_TRY(context.commit([&]() -> Result<json::object> { return report.Store(); }));
  DropUpload(context.job);
  return {};
}

}  // namespace easel::cmd
