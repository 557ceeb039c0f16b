#include "lib/net/curl_transfers.h"

#include <algorithm>
#include <utility>

#include "lib/base/text.h"
#include "lib/net/curl_rules.h"

namespace latchkey {
namespace {

using Lines = std::unique_ptr<curl_slist, FreeWith<curl_slist_free_all>>;

bool append(Lines& lines, const std::string& line) {
  curl_slist* const longer = curl_slist_append(lines.get(), line.c_str());
  if (!longer) return false;
  static_cast<void>(lines.release());  // part of `longer` now
  lines.reset(longer);
  return true;
}

std::string bracketed(const std::string& address) { return '<' + address + '>'; }

}  // namespace

std::optional<std::string_view> TransferReply::field(std::string_view name) const {
  for (const std::string_view line : lines) {
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos && equals_ignoring_case(line.substr(0, colon), name)) {
      return trimmed(line.substr(colon + 1));
    }
  }
  return std::nullopt;
}

// One transfer, with everything that libcurl only points at.
struct CurlTransfers::Active {
  std::unique_ptr<CURL, FreeWith<curl_easy_cleanup>> handle{curl_easy_init()};
  std::size_t place = 0;  // in active_
  TransferId id = 0;
  CurlSink sink{};
  Lines list;        // header fields or recipients
  std::string sent;  // body or message
  std::size_t read = 0;
  char message[CURL_ERROR_SIZE] = "";

  static std::size_t give(char* out, std::size_t, std::size_t room, void* user) {
    auto& self = *static_cast<Active*>(user);
    const std::size_t size = self.sent.copy(out, room, self.read);
    self.read += size;
    return size;
  }
};

Result<std::unique_ptr<CurlTransfers>> CurlTransfers::create(TransferLimits limits) {
  Multi multi(curl_multi_init());
  if (!multi) return Error::of(ErrorCode::kInternal, "libcurl gives no multi handle");
  const bool is_set =
      curl_multi_setopt(multi.get(), CURLMOPT_MAXCONNECTS, limits.max_connections) == CURLM_OK &&
      curl_multi_setopt(multi.get(), CURLMOPT_MAX_TOTAL_CONNECTIONS, limits.max_connections) ==
          CURLM_OK;
  if (!is_set) return Error::of(ErrorCode::kInternal, "libcurl takes no limit of connections");
  return std::unique_ptr<CurlTransfers>(new CurlTransfers(limits, std::move(multi)));
}

// Origins are named one by one by the configuration, which has its own rule on plain http.
CurlTransfers::CurlTransfers(TransferLimits limits, Multi multi)
    : limits_(limits), allowed_(true), multi_(std::move(multi)) {}

CurlTransfers::~CurlTransfers() {
  for (const auto& active : active_) {
    curl_multi_remove_handle(multi_.get(), active->handle.get());
  }
}

Result<Done> CurlTransfers::allow(std::string_view url) { return allowed_.add(url); }

std::unique_ptr<CurlTransfers::Active> CurlTransfers::idle_or_new(TransferId id) {
  std::unique_ptr<Active> active;
  if (idle_.empty()) {
    active = std::make_unique<Active>();
  } else {
    active = std::move(idle_.back());
    idle_.pop_back();
  }
  active->id = id;
  active->sink = CurlSink{limits_.max_body_bytes, true};
  active->list.reset();
  active->sent.clear();
  active->read = 0;
  active->message[0] = '\0';
  return active;
}

void CurlTransfers::start(TransferId id, HttpTransfer transfer) {
  if (!allowed_.has(transfer.url)) {
    refuse(id, "not an allowed origin: " + origin_of(transfer.url));
    return;
  }
  auto active = idle_or_new(id);
  CURL* const handle = active->handle.get();
  CURLcode set_up =
      start_from_rules(handle, {"https,http", {}, limits_.timeout, limits_.connect_timeout});
  CurlOptions options(handle);
  options.set(CURLOPT_URL, transfer.url.c_str());
  if (transfer.body) {
    active->sent = std::move(*transfer.body);
    options.set(CURLOPT_POST, 1L)
        .set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(active->sent.size()))
        .set(CURLOPT_POSTFIELDS, active->sent.c_str());
  }
  for (const std::string& header : transfer.headers) {
    if (!append(active->list, header)) set_up = CURLE_OUT_OF_MEMORY;
  }
  options.set(CURLOPT_HTTPHEADER, active->list.get());
  begin(std::move(active), set_up != CURLE_OK ? set_up : options.outcome());
}

void CurlTransfers::start(TransferId id, MailTransfer transfer) {
  auto active = idle_or_new(id);
  CURL* const handle = active->handle.get();
  CURLcode set_up = start_from_rules(
      handle, {"smtp,smtps", transfer.ca_file, limits_.timeout, limits_.connect_timeout});
  active->sent = std::move(transfer.message);
  CurlOptions options(handle);
  options.set(CURLOPT_URL, transfer.url.c_str())
      .set(CURLOPT_USE_SSL,
           static_cast<long>(transfer.requires_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE))
      // A reply that comes late would be read as that to the next mail.
      .set(CURLOPT_FORBID_REUSE, 1L)
      .set(CURLOPT_SERVER_RESPONSE_TIMEOUT, static_cast<long>(limits_.reply_timeout.count()));
  if (transfer.to.empty()) {
    options.set(CURLOPT_CUSTOMREQUEST, "NOOP");
  } else {
    options.set(CURLOPT_UPLOAD, 1L)
        .set(CURLOPT_READFUNCTION, &Active::give)
        .set(CURLOPT_READDATA, active.get())
        .set(CURLOPT_MAIL_FROM, bracketed(transfer.from).c_str());
  }
  if (!transfer.user.empty()) {
    options.set(CURLOPT_USERNAME, transfer.user.c_str())
        .set(CURLOPT_PASSWORD, transfer.password.c_str());
  }
  for (const std::string& address : transfer.to) {
    if (!append(active->list, bracketed(address))) set_up = CURLE_OUT_OF_MEMORY;
  }
  options.set(CURLOPT_MAIL_RCPT, active->list.get());
  begin(std::move(active), set_up != CURLE_OK ? set_up : options.outcome());
}

void CurlTransfers::begin(std::unique_ptr<Active> active, CURLcode set_up) {
  CURL* const handle = active->handle.get();
  if (set_up == CURLE_OK) set_up = receive_into(handle, active->sink);
  if (set_up == CURLE_OK) {
    set_up = CurlOptions(handle)
                 .set(CURLOPT_ERRORBUFFER, active->message)
                 .set(CURLOPT_PRIVATE, active.get())
                 .outcome();
  }
  if (set_up != CURLE_OK || curl_multi_add_handle(multi_.get(), handle) != CURLM_OK) {
    refuse(active->id, curl_easy_strerror(set_up != CURLE_OK ? set_up : CURLE_FAILED_INIT));
    return;
  }
  active->place = active_.size();
  active_.push_back(std::move(active));
}

void CurlTransfers::refuse(TransferId id, std::string fault) {
  TransferReply reply;
  reply.fault = std::move(fault);
  refused_.push_back({id, std::move(reply)});
}

std::vector<EndedTransfer> CurlTransfers::run(std::chrono::milliseconds wait, int wake) {
  int running = 0;
  curl_multi_perform(multi_.get(), &running);
  auto ended = take_ended();
  if (!ended.empty()) return ended;
  curl_waitfd also{wake, CURL_WAIT_POLLIN, 0};
  curl_multi_poll(multi_.get(), &also, wake < 0 ? 0 : 1, static_cast<int>(wait.count()), nullptr);
  curl_multi_perform(multi_.get(), &running);
  return take_ended();
}

std::vector<EndedTransfer> CurlTransfers::take_ended() {
  std::vector<EndedTransfer> ended = std::exchange(refused_, {});
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg == CURLMSG_DONE)
      ended.push_back(end(message->easy_handle, message->data.result));
  }
  return ended;
}

EndedTransfer CurlTransfers::end(CURL* handle, CURLcode outcome) {
  Active* found = nullptr;
  curl_easy_getinfo(handle, CURLINFO_PRIVATE, &found);
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  curl_off_t retry_after = 0;
  curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &retry_after);
  curl_multi_remove_handle(multi_.get(), handle);

  std::swap(active_[found->place], active_.back());
  active_[found->place]->place = found->place;
  std::unique_ptr<Active> active = std::move(active_.back());
  active_.pop_back();

  TransferReply reply;
  reply.status = static_cast<int>(status);
  reply.retry_after = std::chrono::seconds(retry_after);
  reply.lines = std::move(active->sink.lines);
  reply.body = std::move(active->sink.body);
  if (active->sink.is_too_big) {
    reply.fault = "the answer is too big";
  } else if (outcome != CURLE_OK) {
    reply.fault = *active->message ? active->message : curl_easy_strerror(outcome);
  }
  const TransferId id = active->id;
  idle_.push_back(std::move(active));
  return {id, std::move(reply)};
}

}  // namespace latchkey
