#include "tests/server/cli/process.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace wiretag::test {
namespace {

namespace fs = std::filesystem;

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  for (std::string& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

void redirect(const std::string& path, int flags, int to) {
  const int fd = open(path.c_str(), flags, 0600);
  if (fd < 0) _exit(126);
  dup2(fd, to);
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() {
  std::string name = (fs::temp_directory_path() / "wiretag-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary directory");
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TemporaryDirectory::file(const std::string& name, std::string_view text) const {
  const fs::path path = fs::path(path_) / name;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

std::string TemporaryDirectory::read(const std::string& name) const {
  return contents((fs::path(path_) / name).string());
}

Result run(const std::string& program, const std::vector<std::string>& arguments,
           const Setting& setting) {
  const TemporaryDirectory streams;
  const std::string in = streams.file("in", setting.input);
  const std::string out =
      setting.output_file.empty() ? streams.file("out", "") : setting.output_file;
  const std::string err = streams.file("err", "");

  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> environment = setting.environment;
  environment.push_back(std::string("PATH=") + std::getenv("PATH"));
  environment.emplace_back("HOME=/nonexistent");
  const std::vector<char*> argument_list = pointers(words);
  const std::vector<char*> environment_list = pointers(environment);

  const pid_t child = fork();
  if (child == 0) {
    redirect(in, O_RDONLY, STDIN_FILENO);
    redirect(out, O_WRONLY, STDOUT_FILENO);
    redirect(err, O_WRONLY, STDERR_FILENO);
    if (!setting.directory.empty() && chdir(setting.directory.c_str()) != 0) _exit(126);
    execvpe(program.c_str(), argument_list.data(), environment_list.data());
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);

  Result result;
  result.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  if (setting.output_file.empty()) result.out = contents(out);
  result.err = contents(err);
  result.peak_kilobytes = usage.ru_maxrss;
  return result;
}

Result wiretag(const std::vector<std::string>& arguments, const Setting& setting) {
  return run(WIRETAG_BINARY, arguments, setting);
}

}  // namespace wiretag::test
