#include "lib/fcgi/reply.h"

#include <string_view>

#include "lib/base/text.h"

namespace latchkey {
namespace {

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

}  // namespace

void append_reply(std::string& out, const Response& response) {
  append_header(out, "Status", std::to_string(response.status));
  append_header(out, "Cache-Control", "no-store");
  bool typed = response.body.empty();
  for (const auto& [name, value] : response.headers) {
    append_header(out, name, value);
    typed = typed || equals_ignoring_case(name, "Content-Type");
  }
  if (!typed) append_header(out, "Content-Type", "application/json");
  out += "\r\n";
  out += response.body;
}

}  // namespace latchkey
