#include <sys/stat.h>
#include <sys/statvfs.h>

#include <set>

#include "cli/doctor_checks.h"

namespace latchkey {
namespace {

// Debian's places: the clusters of Postgres, nginx's logs, the journal.
constexpr const char* kFolders[] = {"/var/lib/postgresql", "/var/log/latchkey", "/var/log/journal"};
constexpr std::uint64_t kMegabyte = 1024 * 1024;
constexpr std::uint64_t kFull = 64 * kMegabyte;  // four segments of Postgres's WAL
constexpr std::uint64_t kFewPercent = 5;

}  // namespace

CheckResult room_result(const std::string& folder, std::uint64_t available, std::uint64_t total) {
  const std::string text =
      "the disk of " + folder + " has " + std::to_string(available / kMegabyte) + " MB left";
  const std::string advice = "; make room: du -xh --max-depth=2 /var | sort -h";
  if (available < kFull) return {"disk", false, text + advice};
  if (available < total / 100 * kFewPercent) return {"disk", true, text + advice, true};
  return {"disk", true, text};
}

CheckResults examine_disks() {
  CheckResults results;
  std::set<dev_t> seen;
  for (const char* const folder : kFolders) {
    struct stat status {};
    struct statvfs room {};
    if (stat(folder, &status) != 0 || statvfs(folder, &room) != 0) continue;  // not on this host
    if (!seen.insert(status.st_dev).second) continue;
    CheckResult result =
        room_result(folder, room.f_bavail * room.f_frsize, room.f_blocks * room.f_frsize);
    if (!result.good || result.is_warning) results.push_back(std::move(result));
  }
  if (results.empty()) return {{"disk", true, "there is room for Postgres and the logs"}};
  return results;
}

}  // namespace latchkey
