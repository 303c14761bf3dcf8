#include "server/config/keys.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "documents/text/nearest.h"
#include "http/profiles/profile.h"
#include "server/config/config.h"

namespace wiretag::config {
namespace {

using nlohmann::json;

TEST(Schema, HasExactlyTheKeysOfTheReader) {
  const json properties = json::parse(schema())["properties"];
  for (const std::string_view key : keys()) {
    ASSERT_TRUE(properties.contains(key)) << key;
    EXPECT_TRUE(properties[std::string(key)].contains("description")) << key;
  }
  EXPECT_EQ(properties.size(), keys().size());
}

TEST(Schema, EveryKeyIsKnownToTheReader) {
  for (const std::string_view key : keys()) {
    for (const Problem& problem : parse("/w/wiretag.toml", fmt::format("{} = 1\n", key)).problems) {
      EXPECT_EQ(problem.message.find("there is no key"), std::string::npos) << key;
    }
  }
}

TEST(Schema, EveryChoiceIsReadWithoutAProblem) {
  const json properties = json::parse(schema())["properties"];
  int choices = 0;
  for (const auto& [key, property] : properties.items()) {
    if (!property.contains("enum")) continue;
    for (const json& choice : property["enum"]) {
      const Loaded loaded = parse("/w/wiretag.toml", fmt::format("{} = {}\n", key, choice.dump()));
      EXPECT_TRUE(loaded.problems.empty()) << key << choice;
      ++choices;
    }
  }
  EXPECT_EQ(choices, 16);
  for (const json& name : properties["server"]["enum"]) {
    EXPECT_TRUE(http::product(name.get<std::string>())) << name;
  }
}

TEST(Nearest, IsFoundWithinReason) {
  EXPECT_EQ(text::nearest("selct", keys()), "select");
  EXPECT_EQ(text::nearest("failon", keys()), "fail-on");
  EXPECT_EQ(
      text::nearest("qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq", keys()),
      "");
}

}  // namespace
}  // namespace wiretag::config
