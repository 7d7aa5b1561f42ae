"""`python -m tests.bench.load PORT HOST PATH SECONDS CONNECTIONS [COOKIE]`: keep-alive requests as fast as answered.

A process of its own, so that the server need not share its time with the one
who asks. Writes requests per second, times and status codes as JSON.
"""

from __future__ import annotations

import asyncio
import collections
import json
import re
import statistics
import sys
import time

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


async def ask(port: int, request: bytes, until: float, times: list[float], codes: collections.Counter[int]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        begin = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        await read_body(reader, head)
        times.append(time.perf_counter() - begin)
        codes[int(head.split(b" ", 2)[1])] += 1
        if b"\r\nconnection: close" in head.lower():
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


async def read_body(reader: asyncio.StreamReader, head: bytes) -> None:
    length = LENGTH.search(head)
    if length:
        await reader.readexactly(int(length[1]))
        return
    size = 1
    while size:  # chunked
        size = int(await reader.readline(), 16)
        await reader.readexactly(size + 2)


async def load(port: int, host: str, path: str, seconds: float, connections: int, cookie: str) -> None:
    lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "Accept: text/html", *([f"Cookie: {cookie}"] if cookie else [])]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    times: list[float] = []
    codes: collections.Counter[int] = collections.Counter()
    begin = time.perf_counter()
    await asyncio.gather(*(ask(port, request, begin + seconds, times, codes) for _ in range(connections)))
    took = time.perf_counter() - begin
    p95 = statistics.quantiles(times, n=20)[-1]
    found = {"rps": len(times) / took, "median": statistics.median(times), "p95": p95, "codes": codes}
    print(json.dumps(found))


if __name__ == "__main__":
    port, host, path, seconds, connections, *cookie = sys.argv[1:]
    asyncio.run(load(int(port), host, path, float(seconds), int(connections), "".join(cookie)))
