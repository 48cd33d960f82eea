#!/usr/bin/env python3
"""Writes inputs of each format for Benchmarks/readers.sh: readers.py KIND MEGABYTES TEXT > FILE. Text lines come from TEXT; nothing is random."""
import json
import sys

kind, size, source = sys.argv[1], int(sys.argv[2]) * 1_000_000, sys.argv[3]
lines = [line.strip() for line in open(source, encoding="utf-8") if len(line) > 30][:40000]
out, written, number = sys.stdout, 0, 0


def put(text):
    global written
    written += len(text.encode())
    out.write(text)


def text():
    global number
    number += 1
    return " ".join(lines[(number * 7 + k) % len(lines)] for k in range(1 + number % 4))


if kind == "telegram":
    put('{\n "name": "Benchmark",\n "type": "public_channel",\n "id": 1234567890,\n "messages": [\n')
    while written < size:
        body = text()
        message = {
            "id": number, "type": "message", "date": "2024-06-01T15:00:00", "date_unixtime": str(1717236000 + number), "from": "Benchmark",
            "from_id": "channel1234567890", "text": body, "text_entities": [{"type": "plain", "text": body}],
        }
        if number % 3 == 0:
            message["text"] = [body, {"type": "link", "text": "https://example.org/%d" % number}]
            message["text_entities"].append({"type": "link", "text": "https://example.org/%d" % number})
        put(",\n" if number > 1 else "")
        put("\n".join("  " + line for line in json.dumps(message, ensure_ascii=False, indent=1).split("\n")))
    put("\n ]\n}\n")
elif kind == "jsonl":
    while written < size:
        body = text()
        put(json.dumps({"id": str(number), "source": "telegram", "channel": "1234567", "published_at": "2024-06-01T10:00:00Z", "text": body}, ensure_ascii=False) + "\n")
elif kind == "rss":
    put('<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Benchmark</title><link>https://example.org/</link>\n')
    while written < size:
        body = text().replace("&", "and").replace("<", "")
        put("<item><title>%s</title><link>https://example.org/%d</link><guid>%d</guid><pubDate>Sat, 01 Jun 2024 15:00:00 +0500</pubDate>"
            "<description>&lt;p&gt;%s&lt;/p&gt;</description></item>\n" % (body[:40], number, number, body))
    put("</channel></rss>\n")
elif kind == "telegram-html":
    put('<!DOCTYPE html>\n<html><head><meta charset="utf-8"/></head><body><div class="page_wrap"><div class="page_header"><div class="text bold">Benchmark</div></div>'
        '<div class="page_body chat_page"><div class="history">\n')
    while written < size:
        body = text().replace("&", "and").replace("<", "")
        put('     <div class="message default clearfix" id="message%d">\n      <div class="body">\n       <div class="pull_right date details" title="01.06.2024 15:00:00 UTC+05:00">\n15:00\n       </div>\n'
            '       <div class="from_name">\nBenchmark\n       </div>\n       <div class="text">\n%s<br>%s\n       </div>\n      </div>\n     </div>\n' % (number, body[:50], body))
    put("</div></div></div></body></html>\n")
elif kind == "html":
    # One page of 60 kB after another is a file each in life; here they are records of a web archive.
    while written < size:
        body = "".join("<p class=\"paragraph\">%s <a href=\"/%d\">%d</a></p>\n<div class=\"related\"><ul><li><a href=\"/a\">a</a></li></ul></div>\n"
                       % (text().replace("&", "and").replace("<", ""), number, number) for _ in range(120))
        page = ("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Page</title><style>body { color: red }</style></head><body><nav><a href=\"/\">x</a></nav>"
                "<article>%s</article><footer>x</footer></body></html>" % body).encode()
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
        put("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/%d\r\nWARC-Date: 2024-06-01T10:00:00Z\r\n"
            "Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (number, len(http), http.decode()))
elif kind == "csv":
    put("id,chat,body,timestamp\r\n")
    while written < size:
        put('%d,channel,"%s",2024-06-01 10:00:00\r\n' % (number + 1, text().replace('"', '""')))
else:
    sys.exit("kinds: telegram jsonl rss telegram-html html csv")
