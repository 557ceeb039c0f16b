#include "cron/mail_lane.h"

#include <utility>

#include "lib/base/url.h"
#include "lib/json/json.h"
#include "lib/json/members.h"

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
constexpr std::string_view kRefused = "the mail server takes no mail from us: ";

}  // namespace

MailLane::MailLane(const MailSettings& settings, Transfers& transfers, Log& log)
    : transfers_(transfers), log_(log) {
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
Result<std::string> MailLane::params_of(const OutboxJob& job) const {
  if (job.kind == kWelcome) return job.payload;
  return fail(ErrorCode::kInternal, "there is no job of the kind " + job.kind);
}

void MailLane::perform(HeldJob job, JobFinished finished) {
  waiting_.push_back({std::move(job), std::move(finished)});
}

std::optional<TimePoint> MailLane::pump(TimePoint now) {
  if (is_sending_) return std::nullopt;
  if (sent_at_ && now - *std::exchange(sent_at_, std::nullopt) >= kHanging && !closed_) {
    log_.warning("the mail server is slow to answer; other mails wait for the next run");
    close();
  }
  while (!is_sending_ && !waiting_.empty()) {
    Attempt attempt = std::move(waiting_.front());
    waiting_.pop_front();
    if (attempt.held.has_time(now)) {
      sent_at_ = now;
      send(std::move(attempt));
    } else {
      attempt.finished(job_returned());
    }
  }
  return std::nullopt;
}

void MailLane::close() {
  closed_ = true;
  for (const Attempt& attempt : std::exchange(waiting_, {})) attempt.finished(job_returned());
}

void MailLane::send(Attempt attempt) {
  const OutboxJob& job = attempt.held.job;
  const auto params = parse_json(job.params.value_or(""));
  if (!params) {
    attempt.finished(job_dead("what the job has frozen is no JSON object"));
    return;
  }
  WelcomeJob welcome;
  welcome.id = job.idempotency_key;
  welcome.email = text_member(params->get(), "email").value_or("");
  welcome.full_name = text_member(params->get(), "full_name").value_or("");
  welcome.date = job.first_attempt_at;
  auto mail = post_->mails.make(welcome);
  if (!mail) {
    attempt.finished(job_dead(mail.error().detail));
    return;
  }
  is_sending_ = true;
  transfers_.start(mail_transfer(post_->server, std::move(*mail)),
                   [this, finished = std::move(attempt.finished)](const TransferReply& reply) {
                     is_sending_ = false;
                     sent(finished, judge_mail(reply));
                   });
}

void MailLane::sent(const JobFinished& finished, const MailAnswer& answer) {
  switch (answer.verdict) {
    case MailVerdict::kDone:
      finished(job_done());
      break;
    case MailVerdict::kRetry:
      finished(job_retry("the mail server: " + answer.why));
      break;
    case MailVerdict::kNever:
      finished(job_dead("the mail server: " + answer.why));
      break;
    case MailVerdict::kRefused:
      if (!held_because_) log_.error("the mail server refuses us", {{"why", answer.why}});
      held_because_ = std::string(kRefused) + answer.why;
      finished(job_returned(kRefusedPause));
      close();
      break;
  }
}

}  // namespace latchkey
