#!/usr/bin/env python3
"""Writes an access log of the built-in format "cache": make_log.py OUT [MEGABYTES [SEED]]. Equal arguments, equal bytes."""
import random
import sys

FILES = 4000
NODES = 8
CLIENTS = 20000
START = 7 * 3600
AGENTS = ["Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15", "curl/8.8.0"]
KINDS = [("css/site-{:x}.css", 20000), ("js/part-{}.js", 90000), ("img/photo-{}.jpg", 300000), ("api/items/{}", 900),
         ("article/{}?page=2", 15000), ("font/face-{}.woff2", 60000)]


class Files:
    """What the nodes serve. Every fiftieth file has another tag on each node."""

    def __init__(self, rng):
        self.all = []
        for number in range(FILES):
            path, size = KINDS[number % len(KINDS)]
            size = max(100, int(rng.lognormvariate(0, 0.6) * size))
            tags = [f"{0x66e80000 + number * 7 + (node if number % 50 == 42 else 0):x}-{size:x}" for node in range(NODES)]
            self.all.append(("/" + path.format(number), size, [f"\\x22{tag}\\x22" for tag in tags]))
        self.weights = [1 / (number + 1) for number in range(FILES)]


def line(rng, now, file):
    path, size, tags = file
    node = rng.randrange(NODES)
    tag = tags[node]
    asked = tags[rng.randrange(NODES)] if rng.random() < 0.35 else "-"
    status, sent, cache = (304, 0, "HIT") if asked == tag else (200, size, "HIT" if rng.random() < 0.6 else "MISS")
    upstream = f"10.0.{node // 4}.{node % 4 + 10}:8080"
    client = rng.randrange(CLIENTS)
    clock = f"{now // 3600 % 24:02d}:{now // 60 % 60:02d}:{now % 60:02d}"
    return (f'10.{client >> 14}.{client >> 7 & 127}.{client & 127} - - [{14 + now // 86400:02d}/Sep/2026:{clock} +0000] '
            f'"GET {path} HTTP/1.1" {status} {sent} "-" "{AGENTS[client % len(AGENTS)]}" "{asked}" "{tag}" '
            f'{upstream} {cache}\n')


def main():
    wanted = int(sys.argv[2] if len(sys.argv) > 2 else 100) * 1_000_000
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    files = Files(rng)
    # A tenth of the log is made; the rest repeats it at later times, so that a gigabyte takes no quarter of an hour.
    hours = max(1, min(10, wanted // 10_000_000))
    made, size = [], 0
    while size < wanted // hours:
        for file in rng.choices(files.all, files.weights, k=1000):
            made.append(line(rng, START + size * 3600 // (wanted // hours), file))
            size += len(made[-1])
    with open(sys.argv[1], "w", encoding="ascii") as out:
        for hour in range(hours):
            text = "".join(made)
            out.write(text.replace("/Sep/2026:07:", f"/Sep/2026:{7 + hour:02d}:"))


main()
