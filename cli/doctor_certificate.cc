#include <algorithm>
#include <ctime>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/doctor_checks.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/base/url.h"
#include "lib/crypto/certificate.h"

namespace latchkey {
namespace {

constexpr UnixSeconds kDay = 86'400;
constexpr UnixSeconds kSoon = 14 * kDay;
constexpr const char* kReload = "nginx -t && systemctl reload nginx";

std::string date_text(UnixSeconds time) {
  const time_t seconds = time;
  tm utc{};
  gmtime_r(&seconds, &utc);
  char text[32];
  return {text, strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &utc)};
}

// The certificate that nginx takes up when it is reloaded.
struct OnDisk {
  std::string file;
  std::string key_file;
  std::optional<Certificate> certificate;  // nothing where it can't be read; nginx -t says so
  bool has_key = true;
};

OnDisk on_disk(const DoctorPaths& paths) {
  OnDisk found;
  found.file = path_in_site(paths.site, "ssl_certificate");
  found.key_file = path_in_site(paths.site, "ssl_certificate_key");
  const auto pem = read_file(found.file);
  if (!pem) return found;
  auto certificate = Certificate::from_pem(*pem);
  if (!certificate) return found;
  if (const auto key = read_file(found.key_file)) found.has_key = certificate->has_key(*key);
  found.certificate = std::move(*certificate);
  return found;
}

// What every client refuses; empty where there is nothing.
std::string fault_of(const Certificate& certificate, const std::string& host, UnixSeconds now) {
  if (certificate.not_after() < now) {
    return "the certificate expired at " + date_text(certificate.not_after());
  }
  if (certificate.not_before() > now) {
    return "the certificate is not valid before " + date_text(certificate.not_before()) +
           "; is this machine's clock correct?";
  }
  return certificate.is_for(host) ? "" : "the certificate is not for " + host;
}

CheckResults one(bool good, std::string text, bool is_warning = false) {
  return {{"certificate", good, std::move(text), is_warning}};
}

}  // namespace

std::string path_in_site(const std::string& site, std::string_view directive) {
  const auto text = read_file(site);
  std::string_view rest = text ? std::string_view(*text) : "";
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!line.starts_with(directive)) continue;
    line.remove_prefix(directive.size());
    if (line.find_first_of(" \t") != 0) continue;  // of a longer name
    line = trimmed(line.substr(0, line.find(';')));
    if (line.size() > 1 && line.front() == '"' && line.back() == '"') {
      line = line.substr(1, line.size() - 2);
    }
    return std::string(line);
  }
  return "";
}

CheckResults examine_certificate(const DoctorPaths& paths, const std::string& public_url,
                                 const ServedCertificate& served) {
  const auto certificate = Certificate::from_pem(served.pem);
  if (!certificate) return one(false, public_url + ": " + certificate.error().detail);
  const UnixSeconds now = system_clock();
  const std::string fault = fault_of(*certificate, std::string(split_url(public_url)->host), now);
  const OnDisk next = on_disk(paths);

  if (next.certificate && !next.has_key) {
    return one(false, next.key_file + " is not the key of " + next.file +
                          ", so nginx will not start with them; put a matching pair there, then " +
                          kReload);
  }
  if (next.certificate && !next.certificate->is(*certificate) &&
      next.certificate->not_before() > certificate->not_before()) {
    return one(fault.empty(),
               (fault.empty() ? "" : fault + "; ") + "reload nginx: " + next.file +
                   " is newer than what it serves; " + kReload,
               true);
  }
  if (!fault.empty()) {
    return one(false, fault + "; get another one (certbot renew), then " + kReload);
  }
  const UnixSeconds left = certificate->not_after() - now;
  const std::string until = "valid until " + date_text(certificate->not_after());
  if (left < kSoon) {
    return one(true, until + ", and nothing has renewed it; certbot renew, then " + kReload, true);
  }
  if (!served.distrust.empty()) {
    return one(true,
               until + ", but clients may not trust it (" + served.distrust +
                   "); docs/operations.md in /usr/share/doc/latchkey, Certificates",
               true);
  }
  return one(true, until);
}

}  // namespace latchkey
