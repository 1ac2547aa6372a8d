"""A proxy as an office has one, between the bot and the chat."""

import asyncio
from contextlib import asynccontextmanager


@asynccontextmanager
async def proxy():
    """A proxy as an office has one; all it was asked for."""
    seen = []

    async def serve(reader, writer):
        first = (await reader.readline()).decode()
        seen.append(first)
        method, url, version = first.split()
        host, _, path = url.removeprefix("http://").partition("/")
        name, _, port = host.partition(":")
        upstream = await asyncio.open_connection(name, int(port))
        upstream[1].write(f"{method} /{path} {version}\r\n".encode())
        await asyncio.gather(carry(reader, upstream[1], seen), carry(upstream[0], writer, []))

    async def carry(reader, writer, heard):
        while part := await reader.read(65_536):
            heard.append(part.decode(errors="replace"))
            writer.write(part)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", seen
