#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/readers/transcript_message.h"

namespace wiretag::readers {

/// A word of a command as the program gets it, with `{{NAME}}` for what the shell puts in.
struct Word {
  Pieces pieces;
  std::string text;
};

/// Splits a command into words as a POSIX shell does, or cmd.exe where quotes are written `^"`.
/// Pipes and redirections are left out.
class CommandWords {
 public:
  /// Takes the next line of the command, without its lead. True where the command goes on below.
  bool add_line(std::string_view line);
  /// To be called once, after the last line.
  [[nodiscard]] std::vector<Word> take();

 private:
  void character();
  void plain(char c);
  void in_double_quotes(char c);
  void in_ansi_quotes();
  void redirect(char c);
  void expand();
  [[nodiscard]] std::size_t expansion_size() const;
  void put(std::size_t size = 1);
  void end_word();

  enum class Quote : char { None, Single, Double, Ansi };

  std::vector<Word> words_;
  Word word_;
  bool in_word_ = false;
  bool drop_next_ = false;  ///< the next word is the file of a redirection
  bool over_ = false;       ///< behind a pipe or `;`
  bool started_ = false;
  bool carets_ = false;  ///< the command is for cmd.exe
  Quote quote_ = Quote::None;
  std::string_view rest_;  ///< of the line
};

}  // namespace wiretag::readers
