#!/usr/bin/env python3
"""Reads the includes of every C++ file and names those that cross the house the wrong way."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Room -> the rooms whose headers it may include. The longest prefix of a path names its room.
MAY_USE = {
    "http": ["http"],
    "documents/text": ["documents/text"],
    "documents/syntax": ["documents/syntax", "documents/text"],
    "documents/model": ["documents/model", "documents/text", "http"],
    "documents/readers": ["documents/readers", "documents/logs", "documents/model", "documents/syntax",
                          "documents/text", "grammars", "http"],
    "documents/logs": ["documents/logs", "documents/model", "documents/text", "http"],
    "documents/traffic": ["documents/traffic", "documents/model", "documents/text", "http"],
    "rules": ["rules", "documents/model", "documents/traffic", "documents/text", "http"],
    "server/convert": ["server/convert", "documents/readers", "documents/traffic", "documents/model", "documents/text",
                       "http"],
    "server/lint": ["server/lint", "rules", "documents/readers", "documents/traffic", "documents/model",
                    "documents/text", "http"],
    "server/config": ["server/config", "server/lint", "rules", "documents/text", "http"],
    "server/files": ["server/files", "documents/readers"],
    "server/lsp": ["server/lsp", "server/config", "server/files", "server/lint", "rules", "documents/readers",
                   "documents/logs", "documents/traffic", "documents/model", "documents/text", "http"],
    "server/cli": ["server/cli", "server/lsp/server.h", "server/config", "server/convert", "server/files", "server/lint", "rules",
                   "documents/readers", "documents/logs", "documents/traffic", "documents/model", "documents/text", "http"],
}

# Libraries that only some rooms may know.
LIBRARIES = {
    "tree_sitter/": ["documents/syntax", "grammars"],
    "nlohmann/": ["server/lsp", "server/cli"],
    "CLI/": ["server/cli"],
    "toml++/": ["server/config"],
    "cmark.h": ["documents/readers"],
    "simdjson.h": ["documents/readers"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def room_of(path):
    rooms = [room for room in MAY_USE if path == room or path.startswith(room + "/")]
    return max(rooms, key=len, default=None)


def faults(path, text):
    room = room_of(path)
    if room is None:
        return
    for match in INCLUDE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        name = match.group(2)
        if match.group(1) == '"':
            if not any(name == allowed or name.startswith(allowed + "/") for allowed in MAY_USE[room]):
                yield f"{path}:{line}: {room} may not include {name}"
        for prefix, allowed in LIBRARIES.items():
            if name.startswith(prefix) and not any(room.startswith(a) for a in allowed):
                yield f"{path}:{line}: {room} may not use {name}"


def main():
    found = []
    count = 0
    for folder in ("http", "documents", "rules", "server"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".h", ".cpp", ".inc"):
                count += 1
                found += faults(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    # The check itself must see a wrong include.
    assert list(faults("rules/x.cpp", '#include "documents/readers/document.h"\n'))
    assert list(faults("http/x.cpp", "#include <tree_sitter/api.h>\n"))
    print("\n".join(found) if found else f"includes of {count} files are as they ought to be")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
