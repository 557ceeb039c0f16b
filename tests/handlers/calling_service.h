// A service that asks a handler behind which there is a fake database.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "lib/worker/signed_in.h"
#include "tests/fakes/caller.h"

namespace latchkey {

struct CallingService {
  explicit CallingService(ServiceHandle to) : handle(to) {}

  ServiceHandle handle;
  FakeCaller db;
  std::string authorization = "Bearer lks_" + std::string(43, 'A');

  // The way of each request: its token is looked at first.
  Result<Response> ask(const Request& request) { return answer_service(request, db, handle); }
  Result<Response> post(std::string_view path, std::string json) {
    Request request = get_request(path);
    request.method = "POST";
    request.content_type = "application/json";
    request.body = std::move(json);
    return ask(request);
  }
  Result<Response> get(std::string_view path) { return ask(get_request(path)); }

  std::string_view key = "0123456789abcdef";

 private:
  [[nodiscard]] Request get_request(std::string_view path) const {
    Request request;
    request.method = "GET";
    request.path = path;
    request.authorization = authorization;
    request.idempotency_key = key;
    request.remote_addr = "192.0.2.7";
    request.user_agent = "Worker";
    request.request_id = "req-1";
    return request;
  }
};

// What the first problem of an answer is about, or an empty string.
inline std::string first_field_of(const Result<Response>& reply) {
  if (reply || reply.error().fields.empty()) return {};
  return reply.error().fields.front().field;
}

// What a function is called with behind the token: the arguments, then who called.
inline FakeCaller::Row arguments_of(const FakeCaller::Call& call) {
  return {call.params.begin() + 1, call.params.end()};
}

}  // namespace latchkey
