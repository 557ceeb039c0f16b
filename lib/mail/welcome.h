// The mail that greets whoever has completed onboarding.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/clock.h"
#include "lib/base/result.h"
#include "lib/mail/template.h"

namespace latchkey {

// What a mail server is given.
struct Mail {
  std::string from;     // envelope addresses
  std::string to;       // of smtp_address()
  std::string message;  // of compose()
};

struct WelcomeJob {
  std::string_view id;  // letters, digits and hyphens
  std::string_view email;
  std::string_view full_name;
  UnixSeconds date = 0;  // the same for every attempt
};

class WelcomeMails {
 public:
  // `mail_from`: LATCHKEY_MAIL_FROM; `public_url`: LATCHKEY_PUBLIC_URL; `folder`: of the operator's
  // templates. kInternal, with a sentence, where one of them is wrong.
  static Result<WelcomeMails> create(std::string mail_from, std::string public_url,
                                     const std::string& folder);

  // kInvalidRequest where mail cannot go to the address; repeating it is of no use.
  [[nodiscard]] Result<Mail> make(const WelcomeJob& job) const;

 private:
  WelcomeMails(std::string mail_from, std::string public_url, MailTemplate texts)
      : from_(std::move(mail_from)), public_url_(std::move(public_url)), texts_(std::move(texts)) {}

  std::string from_;
  std::string public_url_;
  MailTemplate texts_;
};

}  // namespace latchkey
