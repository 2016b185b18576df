#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/json.h"
#include "base/progress.h"
#include "evaluation/metrics.h"
#include "media/decode/decoder.h"
#include "runtime/model.h"

namespace easel::evaluation {

/// One judged item.
struct Judgement {
  Hash hash;  ///< of the picture's bytes
  std::string name;
  int label = 0;
  std::vector<float> scores;  ///< exactly those that the model would serve
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

/// What the verify page shows.
struct Report {
  Method method = Method::kHeldOut;
  int folds = 0;  ///< of kCrossValidation
  ClassificationMetrics metrics;
  std::vector<Judgement> mistakes;  ///< the worst first (most confident in the wrong class), at most 200
  std::vector<Suspect> suspects;  ///< labels to check, the likeliest errors first (label_errors.h), at most 200
  std::vector<std::string> classes;
  std::vector<Text> remarks;  ///< "too few to tell", classes that are mixed up, what would help

  json::object ToJson(Language language) const;
  json::object Store() const;  ///< both languages, exact scores; for the report blob
  /// Reads what Store wrote, also that of older versions, which had no suspects.
  static Result<Report> FromStored(const json::object& object);
};

/// Draws up the report of the judged items.
Report MakeReport(Method method, int folds, const std::vector<std::string>& classes,
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

}  // namespace easel::evaluation
