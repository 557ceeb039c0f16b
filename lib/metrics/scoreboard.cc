#include "lib/metrics/scoreboard.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <system_error>

#include "lib/base/file.h"

namespace latchkey {
namespace {

namespace fs = std::filesystem;

void add(Tally& sum, const Tally& more) {
  const auto add_each = [](auto& to, const auto& from) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
  };
  add_each(sum.requests, more.requests);
  add_each(sum.errors, more.errors);
  add_each(sum.events, more.events);
  add_each(sum.durations, more.durations);
  sum.duration_total += more.duration_total;
}

void add_recent(RecentAnswers& sum, const Tally& more, UnixSeconds now) {
  const auto minute = static_cast<std::uint64_t>(now / 60);
  for (const auto& place : more.minutes) {
    if (place.minute > minute || place.minute + kMinutes <= minute) continue;
    sum.all += place.answers;
    sum.server_errors += place.server_errors;
  }
}

// Whether a worker lives that holds the file's lock, as counters_file.h has it.
bool is_held(int fd) {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

// A file that is not ours, or is only just being made, counts for nothing.
void read_file_of(HandlerScore& score, const fs::path& path, UnixSeconds now) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  Tally tally{};
  if (file.get() < 0 || pread(file.get(), &tally, sizeof tally, 0) != sizeof tally ||
      tally.layout != kCountersLayout) {
    return;
  }
  add(score.total, tally);
  add_recent(score.recent, tally, now);
  if (is_held(file.get())) score.workers.push_back(static_cast<pid_t>(tally.pid));
}

Error unreadable(const fs::path& folder, const std::error_code& error) {
  return Error::of(ErrorCode::kInternal, folder.string() + ": " + error.message());
}

Result<HandlerScore> read_handler(const fs::path& folder, UnixSeconds now) {
  HandlerScore score;
  score.handler = folder.filename().string();
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    read_file_of(score, entry.path(), now);
  }
  if (error) return unreadable(folder, error);
  std::sort(score.workers.begin(), score.workers.end());
  return score;
}

}  // namespace

std::uint64_t HandlerScore::requests() const {
  return std::accumulate(total.requests.begin(), total.requests.end(), std::uint64_t{0});
}

std::uint64_t HandlerScore::server_errors() const {
  const auto* const first = total.requests.begin() + (500 - kLeastStatus);
  return std::accumulate(first, total.requests.end(), std::uint64_t{0});
}

double HandlerScore::duration_quantile(double share) const {
  const double rank = share * static_cast<double>(requests());
  double below = 0;
  for (std::size_t i = 0; i < kDurationBounds.size(); ++i) {
    const auto here = static_cast<double>(total.durations[i]);
    if (here > 0 && below + here >= rank) {
      const double from = i == 0 ? 0 : static_cast<double>(kDurationBounds[i - 1]);
      const auto to = static_cast<double>(kDurationBounds[i]);
      return from + (to - from) * (rank - below) / here;
    }
    below += here;
  }
  return requests() == 0 ? 0 : static_cast<double>(kDurationBounds.back());
}

Result<std::vector<HandlerScore>> read_scoreboard(const std::string& folder, UnixSeconds now) {
  std::vector<HandlerScore> scores;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (!entry.is_directory()) continue;
    auto score = read_handler(entry.path(), now);
    if (!score) return score.error();
    scores.push_back(std::move(*score));
  }
  if (error) return unreadable(folder, error);
  std::sort(scores.begin(), scores.end(),
            [](const auto& a, const auto& b) { return a.handler < b.handler; });
  return scores;
}

}  // namespace latchkey
