#include "cli/key_directory.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "lib/json/members.h"
#include "lib/jwt/access_token.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(KeyDirectory) {
  std::string root;
  std::string path;

  void setup() override {
    char name[] = "/tmp/latchkey-keys-XXXXXX";
    root = mkdtemp(name);
    path = root + "/new/keys";
  }
  void teardown() override { std::filesystem::remove_all(root); }

  Result<KeyDirectory> open() { return KeyDirectory::open(path, KeyDirectory::Access::kMake); }
  std::string publish() { return *open()->publish(); }
  std::string rotate() {
    auto keys = open();
    std::string kid = *keys->publish();
    CHECK_TRUE(keys->activate(kid).has_value());
    return kid;
  }
  std::string error() {
    const auto keys = open();
    return keys ? "" : keys.error().detail;
  }
  void write(const std::string& name, const std::string& content) {
    std::ofstream(path + "/" + name) << content;
  }
  std::string content(const std::string& name) { return *read_file(path + "/" + name); }
  unsigned mode(const std::string& name) {
    struct stat status {};
    CHECK_EQUAL(0, stat((path + "/" + name).c_str(), &status));
    return status.st_mode & 07777U;
  }
  // The kids in jwks.json, in its order, joined by spaces.
  std::string published() {
    const auto jwks = parse_json(content("jwks.json"));
    const auto keys = array_member(jwks->get(), "keys");
    std::string kids;
    for (const json_t* key : *keys) {
      kids += (kids.empty() ? "" : " ") + std::string(*text_member(key, "kid"));
    }
    return kids;
  }
  std::string active_link() { return std::filesystem::read_symlink(path + "/active.pem"); }
};

TEST(KeyDirectory, TheDirectoryIsMadeAndEmpty) {
  const auto keys = open();

  CHECK_TRUE(keys->keys().empty());
  POINTERS_EQUAL(nullptr, keys->active());
  CHECK_TRUE(std::filesystem::is_directory(path));
}

TEST(KeyDirectory, ADirectoryIsNotMadeWhereThatWasNotAskedFor) {
  const auto keys = KeyDirectory::open(path, KeyDirectory::Access::kChange);

  STRCMP_EQUAL((path + ": No such file or directory").c_str(), keys.error().detail.c_str());
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST(KeyDirectory, WhoOnlyLooksWaitsForNobody) {
  const std::string kid = rotate();
  const auto changing = open();

  const auto looking = KeyDirectory::open(path, KeyDirectory::Access::kLook);

  STRCMP_EQUAL(kid.c_str(), looking->active()->jwk.kid.c_str());
}

TEST(KeyDirectory, APublishedKeyDoesNotSignBeforeItIsActivated) {
  const std::string first = rotate();
  const std::string second = publish();

  STRCMP_EQUAL((first + ".pem").c_str(), active_link().c_str());
  CHECK(published() == second + " " + first || published() == first + " " + second);
  STRCMP_EQUAL(first.c_str(), open()->active()->jwk.kid.c_str());

  CHECK_TRUE(open()->activate(second).has_value());
  STRCMP_EQUAL((second + ".pem").c_str(), active_link().c_str());
  STRCMP_EQUAL(second.c_str(), open()->active()->jwk.kid.c_str());
}

TEST(KeyDirectory, AnActiveKeyIsAlwaysPublished) {
  const std::string kid = publish();
  std::filesystem::remove(path + "/jwks.json");

  CHECK_TRUE(open()->activate(kid).has_value());

  STRCMP_EQUAL(kid.c_str(), published().c_str());
}

TEST(KeyDirectory, AnUnknownKeyCannotBeActivated) {
  const std::string kid = rotate();

  STRCMP_EQUAL("no such key: active", open()->activate("active").error().detail.c_str());
  STRCMP_EQUAL((kid + ".pem").c_str(), active_link().c_str());
}

TEST(KeyDirectory, ANewKeyIsPublishedAndActive) {
  const std::string kid = rotate();

  STRCMP_EQUAL((kid + ".pem").c_str(), active_link().c_str());
  STRCMP_EQUAL(kid.c_str(), published().c_str());
  const auto keys = open();
  LONGS_EQUAL(1, keys->keys().size());
  STRCMP_EQUAL(kid.c_str(), keys->active()->jwk.kid.c_str());
}

TEST(KeyDirectory, PrivateKeysAreForTheOwnerAndTheSetIsForAll) {
  const mode_t before = umask(0077);
  const std::string kid = rotate();
  umask(before);

  LONGS_EQUAL(0600, mode(kid + ".pem"));
  LONGS_EQUAL(0644, mode("jwks.json"));
  STRCMP_EQUAL("", content("jwks.json").find("\"d\"") == std::string::npos ? "" : "private");
}

TEST(KeyDirectory, NothingIsLeftBesideTheFiles) {
  rotate();
  rotate();

  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    CHECK_FALSE(entry.path().filename().string().starts_with('.'));
    ++count;
  }
  LONGS_EQUAL(4, count);  // two keys, the link, the set
}

TEST(KeyDirectory, RotationKeepsTheOldKeyPublished) {
  const std::string first = rotate();
  const std::string second = rotate();

  STRCMP_EQUAL((second + ".pem").c_str(), active_link().c_str());
  CHECK(published() == second + " " + first || published() == first + " " + second);
  CHECK_EQ(content("active.pem"), content(second + ".pem"));
}

TEST(KeyDirectory, TokensOfEveryPublishedKeyAreVerifiedByTheSet) {
  const AccessTokenSettings settings = {"https://a.example", "https://a.example"};
  const AccessClaims claims = {"7f3c1a52-0c1d-4d8e-9b3a-000000000001",
                               "7f3c1a52-0c1d-4d8e-9b3a-000000000002",
                               "7f3c1a52-0c1d-4d8e-9b3a-000000000003", false, 0};
  const std::string first = rotate();
  const std::string second = rotate();
  auto verifier = AccessTokenVerifier::create(content("jwks.json"), settings, system_clock);

  for (const auto& kid : {first, second}) {
    const auto signer =
        AccessTokenSigner::create(content(kid + ".pem"), settings, 900, system_clock);
    CHECK_TRUE(verifier->verify(*signer->sign(claims)).has_value());
  }
}

TEST(KeyDirectory, ARetiredKeyIsGone) {
  const std::string first = rotate();
  const std::string second = rotate();

  CHECK_TRUE(open()->retire(first).has_value());

  STRCMP_EQUAL(second.c_str(), published().c_str());
  CHECK_FALSE(std::filesystem::exists(path + "/" + first + ".pem"));
}

TEST(KeyDirectory, TheActiveKeyAndUnknownOnesCannotBeRetired) {
  const std::string kid = rotate();
  auto keys = open();

  STRCMP_EQUAL("this is the active key; run latchkey keys rotate first",
               keys->retire(kid).error().detail.c_str());
  STRCMP_EQUAL("no such key: ../x", keys->retire("../x").error().detail.c_str());
  STRCMP_EQUAL("no such key: active", keys->retire("active").error().detail.c_str());
  STRCMP_EQUAL(kid.c_str(), published().c_str());
}

TEST(KeyDirectory, RepairFinishesAnInterruptedRun) {
  const std::string kid = rotate();
  std::filesystem::remove(path + "/active.pem");
  std::filesystem::remove(path + "/jwks.json");
  write("." + kid + ".pem.new", "half a ke");

  CHECK_TRUE(open()->repair().has_value());

  STRCMP_EQUAL((kid + ".pem").c_str(), active_link().c_str());
  STRCMP_EQUAL(kid.c_str(), published().c_str());
}

TEST(KeyDirectory, ALinkThatLeadsNowhereMakesNoKeyActive) {
  rotate();
  std::filesystem::remove(path + "/active.pem");
  std::filesystem::create_symlink("gone.pem", path + "/active.pem");

  POINTERS_EQUAL(nullptr, open()->active());
}

TEST(KeyDirectory, AFileThatIsNoKeyOfOursStopsEverything) {
  const std::string kid = rotate();
  write("x.pem", "no key");
  STRCMP_EQUAL((path + "/x.pem: not an unencrypted PEM private key").c_str(), error().c_str());

  write("x.pem", content(kid + ".pem"));
  STRCMP_EQUAL((path + "/x.pem: must be named " + kid + ".pem").c_str(), error().c_str());
}

TEST(KeyDirectory, FilesWithOtherNamesAreLeftAlone) {
  rotate();
  write("README", "keys");

  STRCMP_EQUAL("", error().c_str());
}

TEST(KeyDirectory, APathThatIsNoDirectoryIsAnError) {
  path = root + "/file";
  std::ofstream(path) << "x";

  CHECK_FALSE(error().empty());
}

}  // namespace latchkey
