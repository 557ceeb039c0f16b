// What a handler answers. Every response also gets Cache-Control: no-store from the worker.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace latchkey {

struct Response {
  int status = 200;
  std::string body;  // JSON; empty with 204
  std::vector<std::pair<std::string, std::string>> headers;
};

inline Response ok(std::string json) { return {200, std::move(json), {}}; }
inline Response created(std::string json) { return {201, std::move(json), {}}; }

}  // namespace latchkey
