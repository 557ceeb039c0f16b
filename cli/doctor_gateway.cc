#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include "cli/doctor_checks.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/config/config.h"

namespace latchkey {
namespace {

namespace fs = std::filesystem;

// What `nginx -t` rejects; nothing where the configuration is valid, or where there is no nginx.
std::optional<std::string> nginx_problem() {
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen("nginx -t -q 2>&1", "r"), pclose);
  if (!pipe) return std::nullopt;
  std::string said;
  std::array<char, 1024> block{};
  while (const std::size_t size = fread(block.data(), 1, block.size(), pipe.get())) {
    said.append(block.data(), size);
  }
  const int status = pclose(pipe.release());
  constexpr int kNotFound = 127;
  if (status == 0 || (WIFEXITED(status) && WEXITSTATUS(status) == kNotFound)) return std::nullopt;
  const std::size_t at = std::min(said.find("[emerg]"), said.size());
  return std::string(trimmed(said.substr(at, said.find('\n', at) - at)));
}

std::vector<std::string> words_of(std::string_view text, std::string_view name) {
  std::vector<std::string> words;
  const std::size_t at = text.find(name);
  if (at == std::string_view::npos) return words;
  text = text.substr(at + name.size());
  text = text.substr(0, text.find('\n'));
  while (!(text = trimmed(text)).empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

unsigned number_of(const std::string& word) {
  unsigned number = 0;
  std::from_chars(word.data(), word.data() + word.size(), number);
  return number;
}

// A worker of nginx: a process of that name whose parent has it too.
std::optional<Process> nginx_worker() {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    const auto status = read_file(entry.path().string() + "/status");
    if (!status || !status->starts_with("Name:\tnginx\n")) continue;
    const auto parents = words_of(*status, "\nPPid:");
    if (parents.empty()) continue;
    const auto parent = read_file("/proc/" + parents.front() + "/status");
    if (!parent || !parent->starts_with("Name:\tnginx\n")) continue;
    const auto uids = words_of(*status, "\nUid:");
    const auto gids = words_of(*status, "\nGid:");
    if (uids.size() < 2 || gids.size() < 2) continue;
    Process process{number_of(uids[1]), {number_of(gids[1])}};  // the effective ones
    for (const auto& group : words_of(*status, "\nGroups:")) {
      process.groups.push_back(number_of(group));
    }
    return process;
  }
  return std::nullopt;
}

// The first socket that this process may not connect to.
std::optional<std::string> closed_socket(const std::string& folder, const Process& process) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    struct stat status {};
    if (stat(entry.path().c_str(), &status) != 0 || !S_ISSOCK(status.st_mode)) continue;
    if (!may_connect(process, status.st_uid, status.st_gid, status.st_mode)) {
      return entry.path().string();
    }
  }
  return std::nullopt;
}

CheckResults one(bool good, std::string text) { return {{"nginx", good, std::move(text)}}; }

// What nginx serves. A reload returns before nginx listens on a new site's port.
Result<ServedCertificate> served_by_nginx(const std::string& url, bool is_running) {
  constexpr std::chrono::milliseconds kPause{100};
  auto served = served_certificate(url);
  for (int tries = 20; !served && is_running && tries > 0; --tries) {
    std::this_thread::sleep_for(kPause);
    served = served_certificate(url);
  }
  return served;
}

}  // namespace

bool may_connect(const Process& process, uid_t owner, gid_t group, mode_t mode) {
  if (process.uid == 0) return true;
  if (process.uid == owner) return (mode & S_IWUSR) != 0;
  const auto& groups = process.groups;
  if (std::find(groups.begin(), groups.end(), group) != groups.end()) return (mode & S_IWGRP) != 0;
  return (mode & S_IWOTH) != 0;
}

CheckResults examine_gateway(const DoctorPaths& paths) {
  ConfigReader config;
  const std::string url = config.text(Key::kPublicUrl);
  if (!config.finish()) return {};  // the configuration's result
  std::error_code error;
  if (fs::exists(paths.site, error)) {
    if (const auto problem = nginx_problem()) {
      return one(false, "nginx refuses its configuration: " + *problem +
                            "; correct that, then nginx -t && systemctl restart nginx");
    }
  }
  const auto worker = nginx_worker();
  const auto served = served_by_nginx(url, worker.has_value());
  if (!served) {
    return one(false, "no connection to " + url + ": " + served.error().detail +
                          "; systemctl start nginx, and see that this machine can reach that "
                          "address");
  }
  const auto closed = worker ? closed_socket(paths.sockets, *worker) : std::nullopt;
  CheckResults results =
      closed ? one(false, "nginx may not open " + *closed +
                              ", so every /api is a 502; usermod -aG www-data USER for the user "
                              "in /etc/nginx/nginx.conf, then systemctl restart nginx")
             : one(true, url + " answers");
  for (CheckResult& result : examine_certificate(paths, url, *served)) {
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace latchkey
