"""The load: several processes, each with one connection kept open, asking the same thing again and again."""

from __future__ import annotations

import socket
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

CLIENTS = 8  # enough for each of the server's processes to get about as many connections
ROUNDS = 9
SECONDS = 0.5


@dataclass(frozen=True)
class Target:
    """A request, ready to be sent."""

    port: int
    request: bytes

    @classmethod
    def get(cls, port: int, path: str, cookies: str = "", **headers: str) -> Target:
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
        if cookies:
            lines.append(f"Cookie: {cookies}")
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return cls(port, "\r\n".join([*lines, "", ""]).encode())


class Line:
    """One connection, kept open."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = bytearray(1 << 20)

    def ask(self, request: bytes) -> bytes:
        """Send a request; its whole answer, head and body."""
        self.socket.sendall(request)
        view, size, needed = memoryview(self.buffer), 0, 0
        while not needed or size < needed:
            received = self.socket.recv_into(view[size:])
            if not received:
                raise ConnectionError("the server closed the connection")
            size += received
            needed = needed or _whole_size(self.buffer, size)
        return bytes(view[:needed])


def _whole_size(buffer: bytearray, size: int) -> int:
    """The size of the answer that begins ``buffer``, once its head is whole; 0 before."""
    end = buffer.find(b"\r\n\r\n", 0, size)
    if end < 0:
        return 0
    head = bytes(buffer[:end]).lower()
    place = head.find(b"content-length:")
    length = int(head[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
    return end + 4 + length


def fetch(target: Target) -> tuple[int, bytes]:
    """Status and body of one answer."""
    head, _, body = Line(target.port).ask(target.request).partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), body


def _client(target: Target, seconds: float) -> float:
    """Answers per second on one connection; each must have the size of the first."""
    line = Line(target.port)
    expected = len(line.ask(target.request))
    count, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < seconds:
        size = len(line.ask(target.request))
        if abs(size - expected) > 64:  # the anti-forgery token may be a few characters longer or shorter
            raise AssertionError(f"an answer of {size} bytes instead of {expected}")
        count += 1
    return count / elapsed


def compare(variants: dict[str, Target], base: str) -> dict[str, float]:
    """Throughput of each variant over that of ``base``: rounds in turn, median of the ratios of each round."""
    ratios: dict[str, list[float]] = {name: [] for name in variants}
    with ProcessPoolExecutor(CLIENTS, mp_context=get_context("spawn")) as pool:
        for _round in range(ROUNDS):
            speeds = {}
            for name, target in variants.items():
                done = [pool.submit(_client, target, SECONDS) for _client_number in range(CLIENTS)]
                speeds[name] = sum(client.result() for client in done)
            for name, speed in speeds.items():
                ratios[name].append(speed / speeds[base])
    return {name: statistics.median(values) for name, values in ratios.items()}


def timings(targets: dict[str, Target], times: int) -> dict[str, float]:
    """Median time of one answer, in milliseconds, the targets asked in turn on one connection each."""
    lines = {name: Line(target.port) for name, target in targets.items()}
    taken: dict[str, list[float]] = {name: [] for name in targets}
    for _time in range(times):
        for name, target in targets.items():
            start = time.perf_counter()
            lines[name].ask(target.request)
            taken[name].append((time.perf_counter() - start) * 1000)
    return {name: statistics.median(values) for name, values in taken.items()}
