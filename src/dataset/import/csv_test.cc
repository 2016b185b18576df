#include "dataset/import/csv.h"

#include <gtest/gtest.h>

namespace easel::dataset {
namespace {

using Rows = std::vector<std::vector<std::string>>;

Result<Rows> ReadAll(std::string_view text, char delimiter = ',') {
  CsvReader reader(text, delimiter);
  Rows rows;
  std::vector<std::string> row;
  while (true) {
    EASEL_ASSIGN(const bool more, reader.Next(row));
    if (!more) return rows;
    rows.push_back(row);
  }
}

TEST(Csv, ReadsRfc4180) {
  EXPECT_EQ(ReadAll("a,b\r\nc,d\r\n").value(), (Rows{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(ReadAll("a,b\nc,d").value(), (Rows{{"a", "b"}, {"c", "d"}}));
  EXPECT_EQ(ReadAll("a\rb\r").value(), (Rows{{"a"}, {"b"}}));
  EXPECT_EQ(ReadAll("\"x,\"\"y\"\"\r\nz\",2").value(), (Rows{{"x,\"y\"\r\nz", "2"}}));
  EXPECT_EQ(ReadAll("a,,\n,\n").value(), (Rows{{"a", "", ""}, {"", ""}}));
  EXPECT_EQ(ReadAll("\"\"\n").value(), (Rows{{""}}));
  EXPECT_EQ(ReadAll("a;\"b;c\"", ';').value(), (Rows{{"a", "b;c"}}));
}

TEST(Csv, SkipsBlankLinesAndTakesNothing) {
  EXPECT_EQ(ReadAll("\n\r\na\n\n\nb\n\n").value(), (Rows{{"a"}, {"b"}}));
  EXPECT_EQ(ReadAll("").value(), Rows{});
}

TEST(Csv, ForgivesStrayQuotes) {
  EXPECT_EQ(ReadAll("5\" nail,x").value(), (Rows{{"5\" nail", "x"}}));
  EXPECT_EQ(ReadAll("\"a\"b,c").value(), (Rows{{"ab", "c"}}));
}

TEST(Csv, SaysWhereAQuoteWasOpened) {
  const Result<Rows> rows = ReadAll("a,b\nc,\"d\ne\n");
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, "csv-quote-open");
  EXPECT_NE(rows.error().message.en.find("line 2"), std::string::npos) << rows.error().message.en;
}

TEST(Csv, CountsLines) {
  CsvReader reader("a\n\n\"b\nc\"\nd\n", ',');
  std::vector<std::string> row;
  std::vector<int64_t> lines;
  while (reader.Next(row).value()) lines.push_back(reader.line());
  EXPECT_EQ(lines, (std::vector<int64_t>{1, 3, 5}));
}

TEST(Csv, GuessesTheDelimiter) {
  EXPECT_EQ(GuessDelimiter("a,b;c,d\n;;;;;"), ',');
  EXPECT_EQ(GuessDelimiter("path;label"), ';');
  EXPECT_EQ(GuessDelimiter("path\tlabel\r\n"), '\t');
  EXPECT_EQ(GuessDelimiter("\"a;b;c\",d"), ',');
}

TEST(Csv, WritesWhatItReads) {
  for (const std::string text : {"", "plain", "a,b", "say \"hi\"", "two\r\nlines", "tab\there", "猫"}) {
    EXPECT_EQ(ReadAll(CsvField(text) + ",x").value(), (Rows{{text, "x"}}));
  }
}

}  // namespace
}  // namespace easel::dataset
