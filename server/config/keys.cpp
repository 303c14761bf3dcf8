#include "server/config/keys.h"

#include <array>

namespace wiretag::config {
namespace {

constexpr std::array<std::string_view, 9> kKeys = {
    "select",  "ignore",     "extend-select",    "severity", "fail-on",
    "exclude", "log-format", "per-file-ignores", "server"};

}  // namespace

std::span<const std::string_view> keys() { return kKeys; }

std::string_view schema() {
  return R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "wiretag.toml",
  "description": "Configuration of wiretag, a linter for HTTP caching traffic",
  "type": "object",
  "additionalProperties": false,
  "definitions": {
    "rules": {
      "description": "Rule ids, family letters (A to P) or ALL",
      "type": "array",
      "items": { "type": "string" }
    }
  },
  "properties": {
    "select": {
      "description": "Run these rules only",
      "$ref": "#/definitions/rules"
    },
    "ignore": {
      "description": "Leave these rules out",
      "$ref": "#/definitions/rules"
    },
    "extend-select": {
      "description": "Run these rules as well as those that are selected or on by default",
      "$ref": "#/definitions/rules"
    },
    "severity": {
      "description": "Least severity that is shown",
      "enum": ["error", "warning", "info", "hint"]
    },
    "fail-on": {
      "description": "Least severity that makes the exit code 1",
      "enum": ["error", "warning", "info", "hint", "never"]
    },
    "exclude": {
      "description": "Globs of files and directories to leave out, relative to this file",
      "type": "array",
      "items": { "type": "string" }
    },
    "log-format": {
      "description": "How the lines of access logs are written: one format, or one for each name",
      "anyOf": [
        { "type": "string" },
        { "type": "object", "additionalProperties": { "type": "string" } }
      ]
    },
    "per-file-ignores": {
      "description": "For each glob, relative to this file, the rules that are off in its files",
      "type": "object",
      "additionalProperties": { "$ref": "#/definitions/rules" }
    },
    "server": {
      "description": "The product that answers where an exchange names none",
      "enum": ["nginx", "apache", "lighttpd", "caddy", "varnish", "haproxy", "nginx-cache"]
    }
  }
}
)json";
}

}  // namespace wiretag::config
