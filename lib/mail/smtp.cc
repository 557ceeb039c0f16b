#include "lib/mail/smtp.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "lib/base/text.h"
#include "lib/base/url.h"

namespace latchkey {
namespace {

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// A user name may hold an '@', which a URL has as %40.
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
    const auto low = i + 2 < text.size() ? hex_digit(text[i + 2]) : std::nullopt;
    if (text[i] == '%' && high && low) {
      out += static_cast<char>(*high * 16 + *low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Has the server said yes to anything in this transfer? Before that it has not looked at the mail.
bool has_accepted_anything(const TransferReply& reply) {
  return std::any_of(reply.lines.begin(), reply.lines.end(),
                     [](const std::string& line) { return line.starts_with('2'); });
}

// 530 to 538: log in first, a wrong password, a mechanism not taken (RFC 4954, section 6).
bool is_about_login(int status) { return status >= 530 && status <= 538; }

// The enhanced code of a reply, less its class: "1.1" of "550 5.1.1 No such user"; empty where
// there is none, or one that says nothing.
std::string_view enhanced_code(const TransferReply& reply) {
  const std::string status = std::to_string(reply.status);
  const std::string prefix = status.substr(0, 1) + '.';
  for (auto line = reply.lines.rbegin(); line != reply.lines.rend(); ++line) {
    if (!line->starts_with(status) || line->size() <= status.size()) continue;
    const std::string_view text = std::string_view(*line).substr(status.size() + 1);
    if (!text.starts_with(prefix)) return {};
    const std::string_view rest = text.substr(prefix.size());
    const std::string_view code = rest.substr(0, rest.find_first_not_of("0123456789."));
    return code == "0.0" ? std::string_view() : code;
  }
  return {};
}

// A 5xx by its enhanced code (RFC 3463, section 3; RFC 6531 for those outside ASCII).
MailOutcome by_enhanced_code(std::string_view code, bool at_recipient) {
  if (code == "1.7" || code == "1.8") return MailOutcome::kRefused;  // the sender's address
  if (code == "2.2") return MailOutcome::kFullMailbox;
  if (code == "2.3") return MailOutcome::kNever;  // the message is too long
  if (code == "3.1") return MailOutcome::kRetry;  // their disk is full
  if (code == "6.7" || code == "6.8" || code == "6.9") return MailOutcome::kBadAddress;
  if (code.starts_with("1.") || code.starts_with("2.")) return MailOutcome::kBadAddress;
  // No way to the recipient's domain.
  if (code.starts_with("4.") && at_recipient) return MailOutcome::kBadAddress;
  return MailOutcome::kNever;
}

// Without one. 552 is a quota (RFC 5321, section 4.2.3) and a mail of ours is small; 554 may be any
// policy, so it is not held against the recipient.
MailOutcome by_status(int status, bool at_recipient) {
  if (status == 552) return MailOutcome::kFullMailbox;
  const bool is_recipients = status == 501 || status == 550 || status == 551 || status == 553;
  return at_recipient && is_recipients ? MailOutcome::kBadAddress : MailOutcome::kNever;
}

MailOutcome outcome_of(const TransferReply& reply) {
  const int status = reply.status;
  if (reply.fault.empty() && status >= 200 && status < 300) return MailOutcome::kDone;
  if (is_about_login(status)) return MailOutcome::kRefused;
  const std::string_view code = enhanced_code(reply);
  if (status >= 400 && status < 500 && code == "2.2") return MailOutcome::kFullMailbox;
  if (status < 500 || status > 599 || !has_accepted_anything(reply)) return MailOutcome::kRetry;
  // What is wrong with the sender is wrong with every mail (libcurl names the command).
  if (reply.fault.starts_with("MAIL failed")) return MailOutcome::kRefused;
  const bool at_recipient = reply.fault.starts_with("RCPT failed");
  return code.empty() ? by_status(status, at_recipient) : by_enhanced_code(code, at_recipient);
}

}  // namespace

Result<SmtpServer> smtp_server(std::string_view url, std::string password,
                               std::string_view greeting) {
  const auto parts = split_url(url);
  if (!parts) return Error::of(ErrorCode::kInternal, "LATCHKEY_SMTP_URL is not a URL");
  if (!parts->userinfo.empty() && password.empty()) {
    return Error::of(ErrorCode::kInternal,
                     "LATCHKEY_SMTP_URL names a user, so LATCHKEY_SMTP_PASSWORD must be set");
  }
  if (parts->userinfo.empty() && !password.empty()) {
    return Error::of(ErrorCode::kInternal,
                     "LATCHKEY_SMTP_PASSWORD is set, so LATCHKEY_SMTP_URL must name a user");
  }
  const bool is_local_mta =
      equals_ignoring_case(parts->scheme, "smtp") && is_loopback(parts->host) && password.empty();
  SmtpServer server;
  server.url = std::string(parts->scheme) + "://" + authority_of(*parts);
  const bool is_name = greeting.find(':') == std::string_view::npos;
  if (is_name) server.url.append("/").append(greeting);  // else libcurl says the machine's name
  server.requires_tls = !is_local_mta;
  server.user = percent_decoded(parts->userinfo);
  server.password = std::move(password);
  return server;
}

MailTransfer mail_transfer(const SmtpServer& server, Mail mail) {
  MailTransfer transfer;
  transfer.url = server.url;
  transfer.requires_tls = server.requires_tls;
  transfer.user = server.user;
  transfer.password = server.password;
  transfer.from = std::move(mail.from);
  if (!mail.to.empty()) transfer.to = {std::move(mail.to)};
  transfer.message = std::move(mail.message);
  return transfer;
}

MailAnswer judge_mail(const TransferReply& reply) {
  const MailOutcome outcome = outcome_of(reply);
  if (outcome == MailOutcome::kDone) return {outcome, {}};
  std::string why = reply.fault;
  if (reply.status != 0) {
    why.append(why.empty() ? "" : " ").append("(last reply ");
    why.append(std::to_string(reply.status));
    if (const auto code = enhanced_code(reply); !code.empty()) {
      why.append(" ").append(std::to_string(reply.status / 100)).append(".").append(code);
    }
    why.append(")");
  }
  return {outcome, std::move(why)};
}

}  // namespace latchkey
