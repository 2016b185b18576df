#include <gtest/gtest.h>

#include "api/types.h"

// The types that api/generate_cpp.py makes.
namespace easel::api {
namespace {

std::string ItemOf(const Result<NewToken>& result) {
  return result ? "" : result.error().code + " " + result.error().item;
}

TEST(ApiTypes, ReadWhatTheyWrite) {
  Job job{.id = 7, .kind = "train", .project = "鞋", .state = "running", .attempt = 1, .created = 5};
  job.progress = JobProgress{
      .stage = "head", .text = "…", .done = 1, .total = 2, .elapsed_seconds = 0.5, .eta_seconds = 3};
  job.result = json::object{{"any", json::array{1, nullptr}}};
  const json::value written = ToJson(job);
  EXPECT_FALSE(written.as_object().contains("error"));
  const auto read = JobFromJson(written);
  ASSERT_TRUE(read) << read.error().item;
  EXPECT_EQ(ToJson(*read), written);
}

TEST(ApiTypes, NestedListsSurvive) {
  Report report{.method = "files", .items = 1, .confusion = {{1, 2}, {3, 4}}, .classes = {"a", "b"}};
  const auto read = ReportFromJson(ToJson(report));
  ASSERT_TRUE(read) << read.error().item;
  EXPECT_EQ(read->confusion, report.confusion);
}

TEST(ApiTypes, ErrorsNameTheField) {
  EXPECT_EQ(ItemOf(NewTokenFromJson(json::parse(R"({"name":"a","days":3})"))), "");
  EXPECT_EQ(ItemOf(NewTokenFromJson(json::parse("[]"))), "field-invalid body");
  EXPECT_EQ(ItemOf(NewTokenFromJson(json::parse("{}"))), "field-missing name");
  EXPECT_EQ(ItemOf(NewTokenFromJson(json::parse(R"({"name":1})"))), "field-invalid name");
  EXPECT_EQ(ItemOf(NewTokenFromJson(json::parse(R"({"name":"a","days":1.5})"))), "field-invalid days");
  EXPECT_EQ(ItemOf(NewTokenFromJson(json::parse(R"({"name":"a","days":0})"))), "field-invalid days");
  EXPECT_EQ(ItemOf(NewTokenFromJson(json::parse(R"({"name":"a","day":1})"))), "field-unknown day");
  const auto deep =
      CheckFromJson(json::parse(R"({"items":1,"findings":[],"classes":[{"name":"a","items":"x"}]})"));
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().item, "classes[0].items");
  const auto choice = SessionFromJson(json::parse(R"({"state":"asleep"})"));
  ASSERT_FALSE(choice);
  EXPECT_EQ(choice.error().item, "state");
}

}  // namespace
}  // namespace easel::api
