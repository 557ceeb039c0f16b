#include "lib/postgres/sqlstate.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

bool is(const Handling& handling, ErrorCode code, Remedy remedy) {
  return handling.code == code && handling.remedy == remedy;
}

}  // namespace

TEST_GROUP(SqlState){};

TEST(SqlState, LostConnectionIsOpenedAgain) {
  for (const auto* sqlstate : {"", "08006", "08P01", "57P01", "57P02", "57P03", "57P05", "25006"}) {
    CHECK_TRUE(is(judge(sqlstate), ErrorCode::kUnavailable, Remedy::kReconnect));
  }
}

TEST(SqlState, BusyDatabaseKeepsTheConnection) {
  for (const auto* sqlstate : {"53100", "53200", "53300", "57014", "55P03"}) {
    CHECK_TRUE(is(judge(sqlstate), ErrorCode::kUnavailable, Remedy::kNone));
  }
}

TEST(SqlState, TransactionThatCrossedAnotherIsRepeatedOnTheSameConnection) {
  for (const auto* sqlstate : {"40001", "40P01"}) {
    CHECK_TRUE(is(judge(sqlstate), ErrorCode::kUnavailable, Remedy::kRepeat));
  }
}

TEST(SqlState, StaleStatementIsTriedOnceMore) {
  CHECK_TRUE(is(judge("26000"), ErrorCode::kUnavailable, Remedy::kRetry));
}

TEST(SqlState, StalePlanIsTriedOnceMoreAndThenADefect) {
  CHECK_TRUE(is(judge("0A000"), ErrorCode::kInternal, Remedy::kRetry));
}

TEST(SqlState, AnythingElseIsADefect) {
  for (const auto* sqlstate : {"42501", "42883", "23505", "22P02", "P0001", "XX000"}) {
    CHECK_TRUE(is(judge(sqlstate), ErrorCode::kInternal, Remedy::kNone));
  }
}

TEST(SqlState, IsDescribedWithoutTheValuesThatMessagesQuote) {
  STRCMP_EQUAL("database: SQLSTATE 42501: permission denied for table users",
               describe("42501", "permission denied for table users").c_str());
  STRCMP_EQUAL("database: SQLSTATE 22P02",
               describe("22P02", "invalid input syntax for type uuid: \"secret\"").c_str());
  STRCMP_EQUAL("database: server closed the connection unexpectedly",
               describe("", "server closed the connection unexpectedly\n").c_str());
}

}  // namespace latchkey
