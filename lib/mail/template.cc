#include "lib/mail/template.h"

#include <algorithm>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/mail/default_templates.h"

namespace latchkey {
namespace {

constexpr std::string_view kOpen = "{{";
constexpr std::string_view kClose = "}}";
constexpr std::string_view kSubject = "Subject:";

struct Source {
  std::string content;
  std::string name;  // for messages
};

Result<Source> read_source(const std::string& file, const std::string& folder) {
  if (!folder.empty()) {
    const std::string path = std::string(folder).append("/").append(file);
    auto content = read_file(path);
    if (content) return Source{std::move(*content), path};
    if (content.error().code != ErrorCode::kNotFound) {
      return Error::of(ErrorCode::kInternal, path + " cannot be read: " + content.error().detail);
    }
  }
  return Source{std::string(default_template(file)), file};
}

// Calls `text` for what stands between places and `place` with the name in each.
template <typename Text, typename Place>
void walk(std::string_view content, Text text, Place place) {
  for (;;) {
    const std::size_t open = content.find(kOpen);
    const std::size_t close = content.find(kClose, open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    text(content.substr(0, open));
    place(trimmed(content.substr(open + kOpen.size(), close - open - kOpen.size())));
    content.remove_prefix(close + kClose.size());
  }
  text(content);
}

Result<Done> check(const Source& source, std::span<const std::string_view> names) {
  if (!utf8_length(source.content))
    return Error::of(ErrorCode::kInternal, source.name + " is not UTF-8");
  std::string unknown;
  walk(
      source.content, [](std::string_view) {},
      [&](std::string_view name) {
        if (std::find(names.begin(), names.end(), name) == names.end()) unknown = name;
      });
  if (unknown.empty()) return Done{};
  std::string problem = source.name + " asks for {{" + unknown + "}}; there are";
  for (const std::string_view name : names) problem.append(" {{").append(name).append("}}");
  return Error::of(ErrorCode::kInternal, std::move(problem));
}

std::string without_controls(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return out;
}

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    constexpr std::string_view kSpecial = "&<>\"'";
    if (kSpecial.find(c) == std::string_view::npos) {
      out += c;
    } else {
      out.append("&#").append(std::to_string(static_cast<int>(c))).append(";");
    }
  }
  return out;
}

std::string filled(std::string_view content, std::span<const TemplateValue> values, bool is_html) {
  std::string out;
  walk(
      content, [&](std::string_view text) { out += text; },
      [&](std::string_view name) {
        for (const TemplateValue& value : values) {
          if (value.name != name) continue;
          const std::string line = without_controls(value.value);
          out += is_html ? html_escaped(line) : line;
        }
      });
  return out;
}

}  // namespace

std::string mail_folder(const std::string& config_folder) {
  return config_folder.empty() ? "" : config_folder + "/mail";
}

Result<MailTemplate> MailTemplate::load(const std::string& name, const std::string& folder,
                                        std::span<const std::string_view> names) {
  const auto text = read_source(name + ".txt", folder);
  if (!text) return text.error();
  const auto html = read_source(name + ".html", folder);
  if (!html) return html.error();
  for (const Source* source : {&*text, &*html}) {
    if (const auto right = check(*source, names); !right) return right.error();
  }
  const std::string_view content = text->content;
  const std::size_t end = std::min(content.find('\n'), content.size());
  const std::string_view first = content.substr(0, end);
  const std::string_view rest = content.substr(std::min(end + 1, content.size()));
  const std::size_t blank = std::min(rest.find('\n'), rest.size());
  if (!first.starts_with(kSubject) || !trimmed(rest.substr(0, blank)).empty()) {
    return Error::of(ErrorCode::kInternal,
                     text->name + " must begin with a line \"Subject: …\" and an empty line");
  }
  MailTemplate made;
  made.subject_ = trimmed(first.substr(kSubject.size()));
  made.text_ = rest.substr(std::min(blank + 1, rest.size()));
  made.html_ = html->content;
  return made;
}

MailTemplate::Rendered MailTemplate::render(std::span<const TemplateValue> values) const {
  return {filled(subject_, values, false), filled(text_, values, false),
          filled(html_, values, true)};
}

}  // namespace latchkey
