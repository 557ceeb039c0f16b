// What of the doctor needs a machine in a bad state: full disks, other users.
#include <sys/stat.h>

#include "cli/doctor_checks.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

constexpr std::uint64_t kGigabyte = std::uint64_t{1} << 30;

Result<std::unique_ptr<Caller>> nobody_is_let_in(const std::string& role) {
  return Error::of(ErrorCode::kUnavailable, "no pg_hba.conf entry for " + role);
}

}  // namespace

TEST_GROUP(Doctor){};

TEST(Doctor, AFullDiskIsBadAndAnAlmostFullOneAWarning) {
  const auto full = room_result("/var/log/latchkey", 0, 20 * kGigabyte);
  const auto almost = room_result("/var/log/latchkey", kGigabyte / 2, 20 * kGigabyte);
  const auto empty = room_result("/var/log/latchkey", 10 * kGigabyte, 20 * kGigabyte);

  CHECK_FALSE(full.good);
  STRCMP_CONTAINS("/var/log/latchkey has 0 MB left; make room: du ", full.text.c_str());
  CHECK_TRUE(almost.good && almost.is_warning);
  STRCMP_CONTAINS("has 512 MB left; make room", almost.text.c_str());
  CHECK_TRUE(empty.good && !empty.is_warning);
}

TEST(Doctor, NginxOpensSocketsOfItsOwnUserOrOfAGroupOfIts) {
  constexpr mode_t kMode = S_IFSOCK | 0660;

  CHECK_TRUE(may_connect({0, {0}}, 5, 33, kMode));
  CHECK_TRUE(may_connect({33, {7}}, 33, 5, kMode));
  CHECK_TRUE(may_connect({101, {101, 33}}, 0, 33, kMode));
  CHECK_FALSE(may_connect({101, {101}}, 0, 33, kMode));
  CHECK_FALSE(may_connect({33, {33}}, 33, 33, S_IFSOCK | 0060));
  CHECK_FALSE(may_connect({101, {33}}, 0, 33, S_IFSOCK | 0640));
}

TEST(Doctor, RolesThatAreAllRefusedAreOneLine) {
  const auto results = examine_roles(nobody_is_let_in);

  LONGS_EQUAL(1, results.size());
  CHECK_FALSE(results.front().good);
  STRCMP_CONTAINS("the roles of all programs: no pg_hba.conf entry for latchkey-cron; ",
                  results.front().text.c_str());
}

}  // namespace latchkey
