#include "tests/server/lsp/client.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace wiretag::lsp {
namespace {

std::size_t offset_of(std::string_view text, const json& at) {
  std::size_t offset = 0;
  for (int line = 0; line < at["line"].get<int>(); ++line) offset = text.find('\n', offset) + 1;
  return offset + at["character"].get<std::size_t>();
}

}  // namespace

Client::Client()
    : server_([this](std::string_view bytes) {
        reader_.feed(bytes);
        while (const auto frame = reader_.next()) {
          ASSERT_FALSE(frame->broken) << frame->text;
          json message = json::parse(frame->text);
          if (message.value("method", "") == "textDocument/publishDiagnostics") {
            published_ = message["params"];
          }
          received_.push_back(std::move(message));
        }
      }) {}

json Client::initialize(const json& capabilities) {
  json result = ask("initialize", {{"capabilities", capabilities}})["result"];
  tell("initialized", json::object());
  return result;
}

json Client::ask(std::string_view method, const json& params) {
  const int id = next_id_++;
  const std::size_t before = received_.size();
  send(json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}}.dump());
  json answer;
  int answers = 0;
  for (std::size_t i = before; i < received_.size(); ++i) {
    if (!received_[i].contains("id") || received_[i].contains("method")) continue;
    answer = received_[i];
    ++answers;
  }
  EXPECT_EQ(answers, 1) << method;
  if (answers == 1) {
    EXPECT_EQ(answer["id"], id);
  }
  return answer;
}

json Client::ask_document(std::string_view method, json params) {
  params["textDocument"] = {{"uri", uri_}};
  const json answer = ask(method, params);
  EXPECT_TRUE(answer.contains("result")) << answer;
  return answer.value("result", json());
}

void Client::tell(std::string_view method, const json& params) {
  send(json{{"jsonrpc", "2.0"}, {"method", method}, {"params", params}}.dump());
}

void Client::send(std::string_view content) { send_bytes(framed(content)); }

void Client::open(std::string_view text, int version) {
  uri_ = kUri;
  text_ = text;
  tell("textDocument/didOpen",
       {{"textDocument",
         {{"uri", kUri}, {"languageId", "http"}, {"version", version}, {"text", text}}}});
}

void Client::open_file(std::string_view name, std::string_view text) {
  uri_ = std::string("file:///exchanges/").append(name);
  text_ = text;
  tell("textDocument/didOpen",
       {{"textDocument",
         {{"uri", uri_}, {"languageId", "plaintext"}, {"version", 1}, {"text", text}}}});
}

json Client::behind(std::string_view text) const {
  const std::size_t found = text_.find(text);
  EXPECT_NE(found, std::string::npos) << text;
  const std::string_view before = std::string_view(text_).substr(0, found + text.size());
  const auto line = std::count(before.begin(), before.end(), '\n');
  const std::size_t begin = before.rfind('\n') + 1;
  return position(static_cast<std::uint32_t>(line),
                  static_cast<std::uint32_t>(before.size() - begin));
}

void Client::change(const json& changes, int version) {
  tell("textDocument/didChange",
       {{"textDocument", {{"uri", uri_}, {"version", version}}}, {"contentChanges", changes}});
}

std::vector<json> Client::take() { return std::exchange(received_, {}); }

json Client::published() const { return published_; }

json position(std::uint32_t line, std::uint32_t character) {
  return {{"line", line}, {"character", character}};
}

json range(std::uint32_t line, std::uint32_t from, std::uint32_t to) {
  return {{"start", position(line, from)}, {"end", position(line, to)}};
}

json everything() { return {{"start", position(0, 0)}, {"end", position(100000, 0)}}; }

std::string applied(std::string_view text, const json& workspace_edit) {
  const json& edits = workspace_edit.contains("changes")
                          ? workspace_edit["changes"].begin().value()
                          : workspace_edit["documentChanges"][0]["edits"];
  struct Piece {
    std::size_t begin;
    std::size_t end;
    std::string text;
  };
  std::vector<Piece> pieces;
  for (const json& edit : edits) {
    pieces.push_back({offset_of(text, edit["range"]["start"]),
                      offset_of(text, edit["range"]["end"]), edit["newText"]});
  }
  std::sort(pieces.begin(), pieces.end(),
            [](const Piece& a, const Piece& b) { return a.begin > b.begin; });
  std::string out(text);
  for (const Piece& piece : pieces) out.replace(piece.begin, piece.end - piece.begin, piece.text);
  return out;
}

}  // namespace wiretag::lsp
