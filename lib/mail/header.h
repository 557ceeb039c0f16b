// One header field of a message (RFC 5322), folded, with words beyond ASCII encoded (RFC 2047).
// Whatever the text holds, the field stays one field.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/mailbox.h"

namespace latchkey {

class HeaderField {
 public:
  explicit HeaderField(std::string_view name) : text_(std::string(name) + ":") {}

  // Text for people, in UTF-8: control characters become spaces.
  HeaderField& phrase(std::string_view text);
  // A name for people, if any, and an address; precondition: is_mail_address().
  HeaderField& mailbox(const Mailbox& mailbox);
  // What is written as it is; visible ASCII of at most 900 bytes.
  HeaderField& token(std::string_view token);

  // With its CRLF.
  [[nodiscard]] std::string str() const { return text_ + "\r\n"; }

 private:
  void encoded_words(std::string_view text);

  std::string text_;
  std::size_t line_start_ = 0;
};

}  // namespace latchkey
