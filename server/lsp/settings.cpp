#include "server/lsp/settings.h"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "server/lint/select.h"
#include "server/lsp/json_text.h"
#include "server/lsp/protocol.h"

namespace wiretag::lsp {
namespace {

using nlohmann::json;

class Reader {
 public:
  Reader(const json& section, std::vector<std::string>& wrong) : section_(section), wrong_(wrong) {}

  std::vector<std::string> names(const char* key) {
    std::vector<std::string> all;
    const json* list = member(section_, key);
    if (!list) return all;
    if (!list->is_array()) {
      add(key, *list, "a list of rules");
      return all;
    }
    for (const json& one : *list) {
      if (!one.is_string()) {
        add(key, one, "a list of rules");
      } else if (std::string name = one; !lint::unknown_rules({name}).empty()) {
        wrong_.push_back(fmt::format("wiretag.{}: no rule is called \"{}\"", key, name));
      } else {
        all.push_back(std::move(name));
      }
    }
    return all;
  }

  /// nullptr where the word is missing, empty or an object.
  const std::string* word(const char* key) {
    const json* value = member(section_, key);
    if (!value || value->is_object()) return nullptr;
    if (!value->is_string()) {
      add(key, *value, "a string");
      return nullptr;
    }
    const auto& text = value->get_ref<const std::string&>();
    return text.empty() ? nullptr : &text;
  }

  std::optional<rules::Severity> severity() {
    using rules::Severity;
    const std::string* name = word("severity");
    if (!name) return std::nullopt;
    for (const Severity one :
         {Severity::Error, Severity::Warning, Severity::Info, Severity::Hint}) {
      if (*name == rules::to_string(one)) return one;
    }
    add("severity", *name, "one of error, warning, info, hint");
    return std::nullopt;
  }

  std::optional<http::Product> server() {
    for (const char* key : {"server", "product"}) {
      const std::string* name = word(key);
      if (!name) continue;
      const auto known = http::product(*name);
      if (!known) add(key, *name, "a product");
      return known;
    }
    return std::nullopt;
  }

 private:
  void add(const char* key, const json& value, std::string_view wanted) {
    wrong_.push_back(fmt::format("wiretag.{} takes {}, not {}", key, wanted, json_text(value)));
  }

  const json& section_;
  std::vector<std::string>& wrong_;
};

}  // namespace

Settings read_settings(const json& section, std::vector<std::string>& wrong) {
  Reader reader(section, wrong);
  Settings settings;
  settings.select = reader.names("select");
  settings.ignore = reader.names("ignore");
  settings.extend_select = reader.names("extendSelect");
  settings.severity = reader.severity();
  settings.server = reader.server();
  if (const std::string* trace = reader.word("trace")) settings.trace = *trace != "off";
  return settings;
}

}  // namespace wiretag::lsp
