#include "store/database.h"

#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

#include "store/catalog.h"
#include "store/migrations.h"
#include "store/test_home.h"

namespace easel::store {
namespace {

class DatabaseTest : public testing::Test {
 protected:
  DatabaseTest() { Must(database_->RunScript("CREATE TABLE t (x INTEGER)")); }

  Status Add(int x) {
    EASEL_TRY(database_->Run("INSERT INTO t VALUES (?)", {x}));
    return {};
  }
  std::vector<int64_t> Rows() { return Must(database_->All("SELECT x FROM t ORDER BY x", {}, ReadInt)); }
  Status Refusal() { return Fail(ErrorKind::kUsage, "refusal", {"No.", "不。"}); }

  TestHome home_;
  std::unique_ptr<Database> database_ = Must(Database::Open(home_.path() / "test.db"));
};

TEST_F(DatabaseTest, ValuesComeBackAsTheyWere) {
  Must(database_->RunScript("CREATE TABLE v (i INTEGER, t TEXT, e TEXT, n INTEGER, h BLOB)"));
  const Hash hash = Sha256("x");
  const std::string text("a\0b\xff", 4);
  Must(database_->Run("INSERT INTO v VALUES (?, ?, ?, ?, ?)",
                      {std::numeric_limits<int64_t>::min(), text, std::string_view(), std::nullopt, hash}));
  Must(database_->Visit("SELECT i, t, e, n, h FROM v", {}, [&](const Row& row) -> Status {
    EXPECT_EQ(row.Int(0), std::numeric_limits<int64_t>::min());
    EXPECT_EQ(row.Text(1), text);
    EXPECT_FALSE(row.IsNull(2));
    EXPECT_EQ(row.OptionalInt(3), std::nullopt);
    EXPECT_EQ(row.Digest(4), hash);
    return {};
  }));
}

TEST_F(DatabaseTest, AFailedTransactionLeavesNothing) {
  const Status status = database_->Transact([&]() -> Status {
    EASEL_TRY(Add(1));
    return Refusal();
  });
  EXPECT_EQ(CodeOf(status), "refusal");
  EXPECT_TRUE(Rows().empty());
}

TEST_F(DatabaseTest, AnExceptionLeavesNothingAndPasses) {
  EXPECT_THROW((void)database_->Transact([&]() -> Status {
    EASEL_TRY(Add(1));
    throw std::logic_error("bug");
  }),
               std::logic_error);
  EXPECT_TRUE(Rows().empty());
  Must(database_->Transact([&] { return Add(2); }));
  EXPECT_EQ(Rows(), std::vector<int64_t>{2});
}

TEST_F(DatabaseTest, AnInnerTransactionIsUndoneOnItsOwnAndWithTheOuter) {
  Must(database_->Transact([&]() -> Status {
    EASEL_TRY(Add(1));
    const Status inner = database_->Transact([&]() -> Status {
      EASEL_TRY(Add(2));
      return Refusal();
    });
    EXPECT_FALSE(inner);
    const Status other = database_->Transact([&] { return Add(3); });
    return other;
  }));
  EXPECT_EQ(Rows(), (std::vector<int64_t>{1, 3}));
  const Status outer = database_->Transact([&]() -> Status {
    const Status inner = database_->Transact([&] { return Add(4); });
    EXPECT_TRUE(inner);
    return Refusal();
  });
  EXPECT_FALSE(outer);
  EXPECT_EQ(Rows(), (std::vector<int64_t>{1, 3}));
}

TEST_F(DatabaseTest, WritesAreDurableByConfiguration) {
  EXPECT_EQ(Must(database_->One("PRAGMA journal_mode", {}, ReadText)), "wal");
  EXPECT_EQ(Must(database_->One("PRAGMA synchronous", {}, ReadInt)), 2);
  EXPECT_EQ(Must(database_->One("PRAGMA foreign_keys", {}, ReadInt)), 1);
}

TEST_F(DatabaseTest, OnlyTheOwnerMayReadTheFile) {
  for (const char* name : {"test.db", "test.db-wal"}) {
    const auto permissions = std::filesystem::status(home_.path() / name).permissions();
    EXPECT_EQ(permissions, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write) << name;
  }
}

TEST(Migrate, OpensTwiceAndRefusesTheFuture) {
  const TestHome home;
  const TestClock clock;
  {
    Must(Catalog::Open(home.path(), clock));
  }
  {
    Must(Catalog::Open(home.path(), clock));
  }
  {
    const auto database = Must(Database::Open(home.path() / "catalog.db"));
    EXPECT_EQ(Must(database->One("PRAGMA user_version", {}, ReadInt)),
              static_cast<int64_t>(Migrations().size()));
    Must(database->RunScript("PRAGMA user_version = 1000"));
  }
  EXPECT_EQ(CodeOf(Catalog::Open(home.path(), clock)), "catalog-too-new");
}

TEST(Migrate, AnOlderCatalogKeepsWhatItHolds) {
  const TestHome home;
  {
    const auto database = Must(Database::Open(home.path() / "catalog.db"));
    Must(database->RunScript(Migrations().front()));
    Must(database->RunScript(
        "PRAGMA user_version = 1;"
        "INSERT INTO projects (id, name, task, created) VALUES (1, 'p', 'image-classification', 0);"
        "INSERT INTO items (project, hash, name, bytes, width, height, fingerprint, split, created) "
        "VALUES (1, zeroblob(32), 'a.jpg', 1, 2, 3, 4, 0, 0);"));
  }
  const auto catalog = Must(Catalog::Open(home.path(), TestClock()));
  const Item item = Must(catalog->items().List(1, {.unlabelled_only = true}, 0, 10)).at(0);
  EXPECT_EQ(item.name, "a.jpg");
  EXPECT_EQ(Must(catalog->boxes().Get(1, item.id)), ItemBoxes());
}

TEST(Migrate, AFileThatIsNoDatabaseIsSaidToBeDamaged) {
  const TestHome home;
  std::ofstream(home.path() / "catalog.db") << std::string(8192, 'x');
  EXPECT_EQ(CodeOf(Catalog::Open(home.path(), TestClock())), "catalog-damaged");
}

}  // namespace
}  // namespace easel::store
