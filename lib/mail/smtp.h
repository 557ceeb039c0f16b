// The mail server of the configuration, and what its answers mean. Holds the SMTP password: only
// latchkey-cron and the admin's `latchkey doctor` make one.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/mail/welcome.h"
#include "lib/net/transfers.h"

namespace latchkey {

struct SmtpServer {
  std::string url;  // smtp[s]://host[:port][/<name for EHLO>]
  bool requires_tls = true;
  std::string user;  // empty: no AUTH
  std::string password;
};

// `url`: LATCHKEY_SMTP_URL. smtps:// is TLS from the first byte (port 465). smtp:// begins in the
// clear and goes no further than STARTTLS (port 25 where none is named, 587 with most providers),
// except to a server on loopback that needs no password, the local MTA, which is spoken to in the
// clear. `greeting`: the host we are, for EHLO. kInternal, with a sentence, where user and password
// do not go together.
Result<SmtpServer> smtp_server(std::string_view url, std::string password,
                               std::string_view greeting);

// A mail without a recipient: only asks whether the server would let us.
MailTransfer mail_transfer(const SmtpServer& server, Mail mail);

enum class MailOutcome {
  kDone,         // taken (RFC 5321, section 6.1: the server has the responsibility)
  kRetry,        // not now, or nobody knows: the same mail again later, under the same Message-ID
  kRefused,      // the server takes no mail from us: password, sender or TLS; somebody has to look
  kNever,        // it will not take this mail, for its content or by a policy; somebody has to look
  kBadAddress,   // there is no such recipient: this user's business only
  kFullMailbox,  // not now, for this recipient only
};

struct MailAnswer {
  MailOutcome outcome = MailOutcome::kRetry;
  std::string why;  // for the log: the reply's codes and what libcurl says; no personal data
};

// By the phase, the reply's code and the enhanced one behind it (RFC 3463), where there is one.
MailAnswer judge_mail(const TransferReply& reply);

}  // namespace latchkey
