#include "lib/mail/message.h"

#include <array>
#include <cstdio>
#include <ctime>

#include "lib/base/url.h"
#include "lib/mail/header.h"
#include "lib/mail/quoted_printable.h"

namespace latchkey {
namespace {

// "=_" can't occur in a quoted-printable body (RFC 2045, section 6.7).
constexpr std::string_view kBoundary = "=_latchkey_alternative";

// Names of days and months are English whatever the locale (RFC 5322, section 3.3).
std::string rfc5322_date(UnixSeconds seconds) {
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto time = static_cast<std::time_t>(seconds);
  std::tm utc{};
  gmtime_r(&time, &utc);
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), "%s, %02d %s %d %02d:%02d:%02d +0000",
                                 kDays.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
                                 kMonths.at(static_cast<std::size_t>(utc.tm_mon)),
                                 utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return {text.data(), static_cast<std::size_t>(size)};
}

void append_part(std::string& out, std::string_view type, std::string_view body) {
  out.append("--").append(kBoundary).append("\r\n");
  out += HeaderField("Content-Type").token(type).token("charset=utf-8").str();
  out += HeaderField("Content-Transfer-Encoding").token("quoted-printable").str();
  out.append("\r\n").append(quoted_printable(body));
}

}  // namespace

std::string compose(const MessageParts& parts) {
  std::string out;
  out += HeaderField("Date").token(rfc5322_date(parts.date)).str();
  out += HeaderField("From").mailbox(parts.from).str();
  out += HeaderField("To").mailbox(parts.to).str();
  out += HeaderField("Subject").phrase(parts.subject).str();
  out += HeaderField("Message-ID").token("<" + std::string(parts.message_id) + ">").str();
  // Nobody's vacation notice should answer (RFC 3834, section 5).
  out += HeaderField("Auto-Submitted").token("auto-generated").str();
  out += HeaderField("MIME-Version").token("1.0").str();
  out += HeaderField("Content-Type")
             .token("multipart/alternative;")
             .token("boundary=\"" + std::string(kBoundary) + "\"")
             .str();
  out += "\r\n";
  append_part(out, "text/plain;", parts.text);
  append_part(out, "text/html;", parts.html);  // the last is the one preferred
  out.append("--").append(kBoundary).append("--\r\n");
  return out;
}

std::string message_id(std::string_view what, std::string_view id, std::string_view host) {
  std::string out(what);
  return out.append(".").append(id).append("@").append(bracketed(host));
}

}  // namespace latchkey
