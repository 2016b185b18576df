#include "training/epochs.h"

#include <cstdlib>
#include <string>

#include "base/file.h"

namespace easel::training {
namespace {

std::filesystem::path NoteOf(const std::filesystem::path& checkpoint) {
  return checkpoint.string() + ".epochs";
}

}  // namespace

Result<int> EpochsWithinLimit(const std::filesystem::path& checkpoint, int fitting) {
  const Result<std::string> earlier = ReadTextFile(NoteOf(checkpoint));
  const int epochs = earlier ? std::atoi(earlier->c_str()) : fitting;
  EASEL_TRY(MakeFolders(checkpoint.parent_path()));
  EASEL_TRY(WriteFileDurably(NoteOf(checkpoint), std::to_string(epochs)));
  return epochs;
}

void ForgetRun(const std::filesystem::path& checkpoint) {
  std::error_code ignored;
  std::filesystem::remove(checkpoint, ignored);
  std::filesystem::remove(NoteOf(checkpoint), ignored);
}

}  // namespace easel::training
