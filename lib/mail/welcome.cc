#include "lib/mail/welcome.h"

#include <array>
#include <utility>

#include "lib/base/mailbox.h"
#include "lib/base/url.h"
#include "lib/mail/address.h"
#include "lib/mail/message.h"

namespace latchkey {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"full_name", "email", "site", "public_url"};

}  // namespace

Result<WelcomeMails> WelcomeMails::create(std::string mail_from, std::string public_url,
                                          const std::string& folder) {
  if (!split_mailbox(mail_from)) {
    return Error::of(ErrorCode::kInternal, "LATCHKEY_MAIL_FROM is not set, or no mail address");
  }
  if (!split_url(public_url))
    return Error::of(ErrorCode::kInternal, "LATCHKEY_PUBLIC_URL is not a URL");
  auto texts = MailTemplate::load("welcome", folder, kNames);
  if (!texts) return texts.error();
  return WelcomeMails(std::move(mail_from), std::move(public_url), std::move(*texts));
}

Result<Mail> WelcomeMails::make(const WelcomeJob& job) const {
  const auto to = smtp_address(job.email);
  if (!to) {
    return Error::of(ErrorCode::kInvalidRequest,
                     "mail cannot be sent to the user's e-mail address");
  }
  const std::string_view host = split_url(public_url_)->host;
  const std::array<TemplateValue, kNames.size()> values = {
      TemplateValue{kNames[0], job.full_name}, TemplateValue{kNames[1], job.email},
      TemplateValue{kNames[2], host}, TemplateValue{kNames[3], public_url_}};
  const auto [subject, text, html] = texts_.render(values);
  const std::string id = message_id("welcome", job.id, host);
  const Mailbox from = *split_mailbox(from_);
  std::string message = compose({from, {job.full_name, *to}, subject, id, job.date, text, html});
  return Mail{std::string(from.address), *to, std::move(message)};
}

}  // namespace latchkey
