#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/json.h"
#include "base/progress.h"
#include "evaluation/metrics.h"
#include "media/decode/decoder.h"
#include "runtime/model.h"

namespace easel::evaluation {

/// A stretch of a recording, in seconds.
struct Stretch {
  double begin = 0;
  double seconds = 0;

  bool operator==(const Stretch&) const = default;
};

/// One judged item.
struct Judgement {
  Hash hash;  ///< of the file's bytes
  std::string name;
  int label = 0;
  std::vector<float> scores;            ///< exactly those that the model would serve
  std::string group = {};               ///< of a recording: whom or what it is of
  std::optional<Stretch> segment = {};  ///< of a recording: only this was judged
};

/// How the numbers came about.
enum class Method {
  kHeldOut,          ///< on items that the shipped model never saw
  kCrossValidation,  ///< each item judged by a bundle of the same recipe that never saw it; the shipped one
                     ///< learnt from all
  kFiles,            ///< on files that the user gave
};

/// An item whose given label is probably wrong.
struct Suspect {
  Judgement judgement;
  int likely = 0;  ///< the class that it probably is of
};

/// How the model does on the recordings of one speaker, machine, place …
struct GroupMetrics {
  std::string name;
  int64_t items = 0;  ///< recordings, or segments
  double accuracy = 0;

  bool operator==(const GroupMetrics&) const = default;
};

/// A recording in a cell of the confusion matrix.
struct CellItem {
  Hash hash;
  std::string name;
  float score = 0;  ///< of the predicted class
  std::string group;
  std::optional<Stretch> segment;

  bool operator==(const CellItem&) const = default;
};

/// What is in a cell of the confusion matrix that is not empty.
struct ConfusionCell {
  int truth = 0;
  int prediction = 0;
  std::vector<CellItem> items;  ///< by falling score, at most 20

  bool operator==(const ConfusionCell&) const = default;
};

/// What the verify page shows.
struct Report {
  Method method = Method::kHeldOut;
  int folds = 0;  ///< of kCrossValidation
  ClassificationMetrics metrics;
  std::vector<Judgement> mistakes;  ///< the worst first (most confident in the wrong class), at most 200
  std::vector<Suspect>
      suspects;  ///< labels to check, the likeliest errors first (label_errors.h), at most 200
  std::vector<GroupMetrics> groups;  ///< of recordings: the worst first; those without a group are in none
  std::vector<ConfusionCell> confusion;  ///< of recordings: by truth and prediction
  std::vector<std::string> classes;
  std::vector<Text> remarks;  ///< "too few to tell", classes that are mixed up, what would help

  json::object ToJson(Language language) const;
  json::object Store() const;  ///< both languages, exact scores; for the report blob
  /// Reads what Store wrote, also that of older versions, which had no suspects, groups or cells.
  static Result<Report> FromStored(const json::object& object);
};

/// Draws up the report of the judged items.
Report MakeReport(Method method, int folds, const std::vector<std::string>& classes,
                  const std::vector<Judgement>& judgements);

/// The same for recordings: with groups, with what is in the confusion matrix, and with remarks on both.
Report MakeSoundReport(Method method, int folds, const std::vector<std::string>& classes,
                       const std::vector<Judgement>& judgements);

/// An item to be judged: its bytes are fetched when it is its turn.
struct Candidate {
  Hash hash;
  std::string name;
  int label = 0;
  std::function<Result<Bytes>()> bytes;
};

/// Runs the bundle in the shipping runtime on every candidate, on `threads` threads. Pictures that cannot be
/// decoded are left out and counted in `failed`. The order of the result is that of the candidates.
Result<std::vector<Judgement>> Judge(runtime::Model& model, media::Decoder& decoder,
                                     const std::vector<Candidate>& candidates, int threads,
                                     Progress& progress, int64_t* failed = nullptr);

/// A recording to be judged: as a whole, or the segments of it that are labelled.
struct SoundCandidate {
  struct Segment {
    Stretch stretch;
    int label = 0;
  };
  Hash hash;
  std::string name;
  std::string group;
  int label = 0;                  ///< of the whole; without meaning where there are segments
  std::vector<Segment> segments;  ///< each is cut out and judged like a recording of its own
  std::function<Result<Bytes>()> bytes;
};

/// Judge for recordings; a judgement for each recording or segment, in their order. One that holds no sound
/// counts as failed.
Result<std::vector<Judgement>> JudgeSounds(runtime::Model& model, media::Decoder& decoder,
                                           const std::vector<SoundCandidate>& candidates, int threads,
                                           Progress& progress, int64_t* failed = nullptr);

}  // namespace easel::evaluation
