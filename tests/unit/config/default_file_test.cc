// The configuration file that an installation starts with says of every key what keys.cc has.
#include <cctype>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "lib/base/file.h"
#include "lib/config/check.h"
#include "lib/config/config.h"
#include "lib/config/keys.h"
#include "tests/unit/config/fixture.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr const char* kFile = LATCHKEY_DEFAULT_CONFIG;

// A line of the file that names a key, and the comment above it.
struct Entry {
  int line = 0;
  std::string text;
  std::string comment;
};

bool is_in_name(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isupper(byte) != 0 || std::isdigit(byte) != 0 || c == '_';
}

std::vector<std::string> names_in(const std::string& line) {
  std::vector<std::string> names;
  for (std::size_t at = line.find("LATCHKEY_"); at != line.npos; at = line.find("LATCHKEY_", at)) {
    const std::size_t start = at;
    while (at < line.size() && is_in_name(line[at])) ++at;
    names.push_back(line.substr(start, at - start));
  }
  return names;
}

}  // namespace

TEST_GROUP(DefaultFile) {
  ConfigFixture at;
  std::multimap<std::string, Entry> entries;

  void setup() override {
    std::istringstream content(*read_file(kFile));
    std::string comment;
    std::string line;
    for (int number = 1; std::getline(content, line); ++number) {
      for (const auto& name : names_in(line)) entries.insert({name, {number, line, comment}});
      comment = line.empty() ? "" : comment + line + "\n";
    }
  }

  const Entry& entry(const KeySpec& spec) {
    const std::string name(spec.name);
    const auto found = entries.find(name);
    CHECK_TRUE_TEXT(found != entries.end(), name.c_str());
    return found->second;
  }

  void mentions(const KeySpec& spec, const std::string& words) {
    STRCMP_CONTAINS(words.c_str(), entry(spec).comment.c_str());
  }
};

TEST(DefaultFile, EveryKeyIsThereOnceAndNothingElse) {
  for (const KeySpec& spec : all_keys()) {
    LONGS_EQUAL_TEXT(1, entries.count(std::string(spec.name)), std::string(spec.name).c_str());
  }
  LONGS_EQUAL(all_keys().size(), entries.size());
}

TEST(DefaultFile, OptionalKeysAreShownWithTheirDefaults) {
  for (const KeySpec& spec : all_keys()) {
    if (spec.privacy == Privacy::kSecret || !spec.fallback) continue;
    const std::string line = "#" + std::string(spec.name) + "=" + std::string(*spec.fallback);
    STRCMP_EQUAL(line.c_str(), entry(spec).text.c_str());
  }
}

TEST(DefaultFile, RequiredKeysAreToBeFilledIn) {
  for (const KeySpec& spec : all_keys()) {
    if (spec.privacy == Privacy::kSecret || spec.fallback) continue;
    const bool is_hidden = spec.privacy == Privacy::kHidden;
    const std::string value = is_hidden ? "host=/var/run/postgresql dbname=latchkey" : "";
    STRCMP_EQUAL((std::string(spec.name) + "=" + value).c_str(), entry(spec).text.c_str());
  }
}

TEST(DefaultFile, SecretsHaveNoLineButWordsWhereTheyBelong) {
  for (const KeySpec& spec : all_keys()) {
    if (spec.privacy != Privacy::kSecret) continue;
    const Entry& told = entry(spec);
    STRNCMP_EQUAL("# ", told.text.c_str(), 2);
    STRCMP_CONTAINS("/etc/latchkey/", (told.comment + told.text).c_str());
  }
}

TEST(DefaultFile, RangesAndChoicesAreTold) {
  for (const KeySpec& spec : all_keys()) {
    if (spec.kind == Kind::kNumber) {
      mentions(spec, ", " + std::to_string(spec.least) + " to " + std::to_string(spec.most));
    }
    for (const auto& choice : split_list(spec.choices)) mentions(spec, choice);
  }
}

TEST(DefaultFile, WhatIsToBeFilledInIsNamedByTheCheck) {
  std::vector<std::string> missing;
  for (const KeySpec& spec : all_keys()) {
    if (spec.privacy != Privacy::kOpen || spec.fallback) continue;
    missing.push_back(std::string(kFile) + ":" + std::to_string(entry(spec).line) + ": " +
                      std::string(spec.name) + "=\"\" must not be empty");
  }

  CHECK_EQ(configuration_problems(kFile), missing);
}

}  // namespace latchkey
