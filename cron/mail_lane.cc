#include "cron/mail_lane.h"

#include <utility>

#include "cron/job_params.h"
#include "lib/base/url.h"
#include "lib/mail/address.h"

namespace latchkey {
namespace {

constexpr std::string_view kWelcome = "email.welcome";

// libcurl waits inside one transfer for the answers to a message's final dot and to QUIT, and all
// other transfers with it. So mails go one by one, and a server that took this long over one gets
// its next mail in the next run: it costs the jobs of other lanes one such wait.
constexpr std::chrono::seconds kHanging{10};
constexpr std::size_t kMostInHand = 32;
// Between tries with a server that takes no mail from us.
constexpr std::chrono::minutes kRefusedPause{1};

constexpr std::string_view kNoServer = "LATCHKEY_SMTP_URL is not set";
constexpr std::string_view kRefused = "the mail server refuses our mail: ";

}  // namespace

MailLane::MailLane(const MailSettings& settings, Log& log) : log_(log) {
  if (settings.smtp_url.empty()) {
    held_because_ = kNoServer;
    return;
  }
  auto post = post_from(settings);
  if (post) {
    post_ = std::move(*post);
  } else {
    held_because_ = post.error().detail;
  }
}

Result<MailLane::Post> MailLane::post_from(const MailSettings& settings) {
  const auto public_url = split_url(settings.public_url);
  const std::string_view host = public_url ? public_url->host : std::string_view();
  auto server = smtp_server(settings.smtp_url, settings.smtp_password, host);
  if (!server) return server.error();
  auto mails =
      WelcomeMails::create(settings.mail_from, settings.public_url, settings.template_folder);
  if (!mails) return mails.error();
  return Post{std::move(*server), std::move(*mails)};
}

std::size_t MailLane::capacity() const { return kMostInHand; }

// The payload is what the mail is made of; the time of the first attempt is its date.
Result<JobParams> MailLane::params_of(const OutboxJob& job) const {
  if (job.kind != kWelcome) {
    return Error::of(ErrorCode::kInternal, "there is no job of the kind " + job.kind);
  }
  auto params = welcome_params(job.frozen ? job.frozen->json : job.payload);
  if (!params) return params.error();
  return JobParams(std::move(*params));
}

Step MailLane::begin(Attempt& attempt) {
  const auto& [email, full_name] = std::get<WelcomeParams>(attempt.params);
  auto mail =
      post_->mails.make({attempt.job.idempotency_key, email, full_name, attempt.first_attempt_at});
  if (!mail) return job_dead(mail.error().detail, OutboxFault::kAddress);
  attempt.asked = Attempt::Asked::kMail;
  return Request(mail_transfer(post_->server, std::move(*mail)));
}

std::optional<TimePoint> MailLane::turn(TimePoint now, std::size_t /*waiting*/) {
  if (sent_at_ || closed_) return std::nullopt;
  sent_at_ = now;
  return now;
}

Step MailLane::answered(Attempt& attempt, const TransferReply& reply, TimePoint now) {
  if (now - *std::exchange(sent_at_, std::nullopt) >= kHanging && !closed_) {
    log_.warning("the mail server is slow to answer; other mails wait for the next run");
    close();
  }
  return outcome_of(attempt, judge_mail(reply));
}

JobOutcome MailLane::outcome_of(const Attempt& attempt, const MailAnswer& answer) {
  const std::string why = "the mail server: " + answer.why;
  switch (answer.outcome) {
    case MailOutcome::kDone:
      return job_done();
    case MailOutcome::kRetry:
      break;
    case MailOutcome::kFullMailbox: {
      JobOutcome outcome = job_retry(why);
      outcome.fault = OutboxFault::kAddress;
      return outcome;
    }
    case MailOutcome::kBadAddress:
      return job_dead(why, OutboxFault::kAddress);
    case MailOutcome::kNever: {
      // A server without SMTPUTF8 refuses an address outside ASCII, with whatever code.
      const bool is_plain = is_ascii(std::get<WelcomeParams>(attempt.params).email);
      return job_dead(why, is_plain ? OutboxFault::kRefused : OutboxFault::kAddress);
    }
    case MailOutcome::kRefused:
      if (!held_because_) log_.error("the mail server refuses us", {{"why", answer.why}});
      held_because_ = std::string(kRefused) + answer.why;
      return job_returned(kRefusedPause);
  }
  return job_retry(why);
}

}  // namespace latchkey
