// Jobs email.welcome. A mail whose 250 was lost is sent again, under the same Message-ID: with SMTP
// it may then arrive twice, never not at all. Holds the SMTP password.
#pragma once

#include <string>

#include "cron/lane.h"
#include "lib/base/log.h"
#include "lib/mail/smtp.h"
#include "lib/mail/welcome.h"

namespace latchkey {

struct MailSettings {
  std::string smtp_url;  // empty: jobs wait
  std::string smtp_password;
  std::string mail_from;
  std::string public_url;
  std::string template_folder;  // of an operator's own; empty: none
};

class MailLane final : public Lane {
 public:
  MailLane(const MailSettings& settings, Log& log);

  [[nodiscard]] std::string_view name() const override { return "email"; }
  [[nodiscard]] std::optional<std::string> held_because() const override { return held_because_; }
  [[nodiscard]] bool is_open() const override { return !held_because_ && !closed_; }
  [[nodiscard]] std::size_t capacity() const override;
  [[nodiscard]] Result<JobParams> params_of(const OutboxJob& job) const override;
  Step begin(Attempt& attempt) override;
  Step answered(Attempt& attempt, const TransferReply& reply, TimePoint now) override;
  // Mails go one by one.
  std::optional<TimePoint> turn(TimePoint now, std::size_t waiting) override;
  void close() override { closed_ = true; }

 private:
  // What mails are made of and where they go.
  struct Post {
    SmtpServer server;
    WelcomeMails mails;
  };
  static Result<Post> post_from(const MailSettings& settings);
  JobOutcome outcome_of(const Attempt& attempt, const MailAnswer& answer);

  Log& log_;
  std::optional<Post> post_;          // unless the settings are wrong, and the lane is held
  std::optional<TimePoint> sent_at_;  // of the mail that is under way
  std::optional<std::string> held_because_;
  bool closed_ = false;
};

}  // namespace latchkey
