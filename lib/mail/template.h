// The texts of a mail, with {{name}} where a value goes. A mail is two files: NAME.txt, whose first
// line is "Subject: …" and whose second is empty, and NAME.html. The ones in the folder templates/
// are built into the program; an operator's own replace them, each for itself.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace latchkey {

struct TemplateValue {
  std::string_view name;
  std::string_view value;  // UTF-8
};

// Where an operator's templates are, beside the configuration file, whose folder this is given.
std::string mail_folder(const std::string& config_folder);

class MailTemplate {
 public:
  struct Rendered {
    std::string subject;
    std::string text;
    std::string html;
  };

  // `name`: "welcome"; `folder`: where an operator's files are; empty: nowhere. `names`: the values
  // there will be. kInternal, with a sentence naming file and fault, where a file can't be read, is
  // not UTF-8, has no subject or asks for another value.
  static Result<MailTemplate> load(const std::string& name, const std::string& folder,
                                   std::span<const std::string_view> names);

  // Precondition: a value for each name given to load(). Control characters in a value become
  // spaces; in HTML it is escaped, for text and for quoted attributes alike.
  [[nodiscard]] Rendered render(std::span<const TemplateValue> values) const;

 private:
  MailTemplate() = default;

  std::string subject_;
  std::string text_;
  std::string html_;
};

}  // namespace latchkey
