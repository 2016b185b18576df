#include "base/result.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "base/json.h"

namespace easel {
namespace {

Result<int> Half(int value) {
  if (value % 2 != 0) return Fail(ErrorKind::kBadInput, "odd", {"Odd.", "奇数。"});
  return value / 2;
}

Result<int> Quarter(int value) {
  EASEL_ASSIGN(const int half, Half(value));
  EASEL_TRY(Half(half));
  return Half(half);
}

TEST(Result, AssignReturnsTheValueOrTheFirstError) {
  EXPECT_EQ(Quarter(8).value(), 2);
  EXPECT_EQ(Quarter(6).error().code, "odd");
}

TEST(Result, SystemErrorsAreToldInPlainWords) {
  EXPECT_EQ(FailErrno("write", "/x", ENOSPC).error().kind, ErrorKind::kResources);
  EXPECT_EQ(FailErrno("open", "/x", ENOENT).error().kind, ErrorKind::kNotFound);
}

TEST(Result, AStoredErrorIsReadBackWhole) {
  const Error error{ErrorKind::kConflict, "code", {"a", "甲"}, {"b", "乙"}, "item"};
  EXPECT_EQ(ErrorFromStored(StoreError(error)).value(), error);
}

TEST(Json, CanonicalFormSortsKeys) {
  EXPECT_EQ(CanonicalJson(ParseJson(R"({"b": [1, {"z":1,"a":2}], "a": 0.5})", "x").value()),
            R"({"a":5E-1,"b":[1,{"a":2,"z":1}]})");
}

TEST(Json, BrokenTextNamesTheDocument) {
  EXPECT_EQ(ParseJson("{\"a\":", "manifest.json").error().item, "manifest.json");
  EXPECT_FALSE(ParseJson(std::string(1000, '['), "deep"));
}

}  // namespace
}  // namespace easel
