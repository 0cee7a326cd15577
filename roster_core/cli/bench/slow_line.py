"""A line with a delay, in a process of its own: what comes in goes on after half a round trip, in order."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_LINE = """
import asyncio, collections, sys
far, half = int(sys.argv[1]), float(sys.argv[2]) / 2

async def pump(reader, writer):
    # Bytes under way are held apart from reading: a delay takes no throughput away.
    loop, queue = asyncio.get_running_loop(), asyncio.Queue(4096)
    async def read():
        while data := await reader.read(1 << 18):
            await queue.put((loop.time() + half, data))
        await queue.put((loop.time() + half, b""))
    task = asyncio.create_task(read())
    while True:
        due, data = await queue.get()
        if (left := due - loop.time()) > 0:
            await asyncio.sleep(left)
        if not data:
            break
        writer.write(data)
        await writer.drain()
    await task
    writer.close()

async def serve(reader, writer):
    there = await asyncio.open_connection("127.0.0.1", far)
    await asyncio.gather(pump(reader, there[1]), pump(there[0], writer), return_exceptions=True)

async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 22)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()

asyncio.run(main())
"""


@contextmanager
def delayed(port: int, round_trip_s: float) -> Iterator[int]:
    """A port of this machine behind which `port` lies, so far away; without a delay `port` itself."""
    if not round_trip_s:
        yield port
        return
    line = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-I", "-c", _LINE, str(port), str(round_trip_s)], stdout=subprocess.PIPE, text=True
    )
    try:
        yield int(line.stdout.readline()) if line.stdout else 0
    finally:
        line.kill()
        line.communicate()
