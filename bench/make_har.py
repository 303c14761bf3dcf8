#!/usr/bin/env python3
"""Writes a HAR of distinct exchanges as Chrome exports it: make_har.py OUT [EXCHANGES [BYTES]]."""
import datetime
import json
import sys

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
START = datetime.datetime(2024, 5, 1, 10, 0, 0)


def fields(**values):
    return [{"name": name.replace("_", "-"), "value": value} for name, value in values.items()]


def exchange(number, body_bytes):
    at = START + datetime.timedelta(milliseconds=137 * number)
    path = f"/api/v2/items/{number}?lang=en&page={number % 7}"
    tag = f'W/"{number:x}-{number * 2654435761 % 2**32:08x}"'
    known = number % 4 == 0
    sent = [{"name": ":authority", "value": "shop.example"}, {"name": ":method", "value": "GET"},
            {"name": ":path", "value": path}, {"name": ":scheme", "value": "https"}]
    sent += fields(accept="application/json, text/plain, */*", accept_encoding="gzip, deflate, br, zstd",
                   accept_language="en-US,en;q=0.9", referer="https://shop.example/", user_agent=CHROME)
    if known:
        sent += fields(if_none_match=tag)
    body = json.dumps({"id": number, "name": f"Item {number}", "text": "x" * max(body_bytes, 0)})
    received = fields(date=at.strftime("%a, %d %b %Y %H:%M:%S GMT"), etag=tag, cache_control="private, max-age=60",
                      vary="Accept-Encoding", server="shop", x_request_id=f"{number:032x}")
    if not known:
        received += fields(content_type="application/json", content_length=str(len(body)))
    return {
        "_priority": "High", "_resourceType": "fetch", "cache": {}, "connection": str(1000 + number % 6),
        "request": {"method": "GET", "url": "https://shop.example" + path, "httpVersion": "h2", "headers": sent,
                    "queryString": fields(lang="en", page=str(number % 7)), "cookies": [], "headersSize": -1,
                    "bodySize": 0},
        "response": {"status": 304 if known else 200, "statusText": "", "httpVersion": "h2", "headers": received,
                     "cookies": [], "redirectURL": "", "headersSize": -1, "bodySize": -1, "_transferSize": 200,
                     "content": {"size": len(body), "mimeType": "application/json", "text": body}},
        "serverIPAddress": f"192.0.2.{1 + number % 2}",
        "startedDateTime": at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z",
        "time": 12.5,
        "timings": {"blocked": 1, "dns": -1, "ssl": -1, "connect": -1, "send": 0.1, "wait": 10, "receive": 1.4},
    }


def har(exchanges, body_bytes):
    log = {"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"}, "pages": [],
           "entries": [exchange(i, body_bytes) for i in range(exchanges)]}
    return json.dumps({"log": log}, separators=(",", ":"))


def main():
    exchanges = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 5_000_000
    padding = (wanted - len(har(exchanges, 0))) // exchanges
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write(har(exchanges, padding))


main()
