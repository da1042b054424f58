"""Twenty people at the page at once: ``python -m scripts.load_page --index var/index``.

Starts a server of its own on this machine, lets clients ask, open citations and search in documents without pause, and
reports latencies, errors and the server's memory. A client does what a browser does after the page has loaded: it calls
the component's functions by JSON over a connection that it keeps.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

from eval.data.questions import GOLD

SHOWN = 10
"""Memory is read every 2 seconds; every how many readings are printed."""


class Client(threading.Thread):
    """One person; ``took`` collects (name of the call, seconds), ``errors`` what went wrong."""

    def __init__(self, address: str, component: int, questions: list[str], until: float, seed: int) -> None:
        super().__init__(daemon=True)
        parts = urlsplit(address)
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        self._component = component
        self._questions = questions
        self._until = until
        self._random = random.Random(seed)
        self.took: list[tuple[str, float]] = []
        self.errors: list[str] = []

    def run(self) -> None:
        """Ask, read and search until the time is over."""
        while time.monotonic() < self._until:
            question = f"{self._random.choice(self._questions)}{self._random.choice(('', '?', '。', ' '))}"
            answer = self._call("ask", q=question)
            cited = re.search(r'data-file="([^"]+)" data-start="(\d+)" data-end="(\d+)"', answer.get("html", ""))
            if cited:
                place = {"file": cited[1], "start": int(cited[2]), "end": int(cited[3])}
                self._call("read", q=question, **place)
                self._call("find", **place, words="目标")
            time.sleep(self._random.uniform(0.2, 1.0))

    def _call(self, function: str, **sent: object) -> dict[str, str]:
        body = {"data": sent, "component_id": self._component, "fn_name": function, "session_hash": self.name}
        began = time.perf_counter()
        try:
            self._connection.request(
                "POST", "/gradio_api/component_server/", json.dumps(body), {"Content-Type": "application/json"}
            )
            response = self._connection.getresponse()
            reply: dict[str, str] = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.errors.append(f"{function}: {error!r}")
            self._connection.close()
            return {}
        self.took.append((function, time.perf_counter() - began))
        if response.status != 200 or "error" in reply:
            self.errors.append(f"{function}: {response.status} {reply}")
        return reply


def main() -> None:
    """Run the load and print what came of it; exit code 1 after any error."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--index", type=Path, default=Path("var/index"))
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120)
    options = parser.parse_args()
    lines = (GOLD / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()]
    command = [sys.executable, "-c", "from ui.cli.app import main; main()", "serve", "--port", "0"]
    with subprocess.Popen([*command, "--index", str(options.index)], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[-1].rstrip("/")
            failed = _load(address, server.pid, questions, options.clients, options.seconds)
        finally:
            server.terminate()
    sys.exit(1 if failed else 0)


def _load(address: str, pid: int, questions: list[str], count: int, seconds: float) -> bool:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    connection.request("GET", "/config")
    config = json.loads(connection.getresponse().read())
    component = next(part["id"] for part in config["components"] if part["props"].get("elem_id") == "yj-ask")
    began = time.monotonic()
    clients = [Client(address, component, questions, began + seconds, number) for number in range(count)]
    for client in clients:
        client.start()
    memory: list[tuple[float, float]] = []
    while any(client.is_alive() for client in clients):
        memory.append((time.monotonic() - began, _resident(pid)))
        time.sleep(2)
    took = [pair for client in clients for pair in client.took]
    errors = [error for client in clients for error in client.errors]
    print(f"{count} clients, {seconds:.0f} s: {len(took):,} calls, {len(errors)} errors")
    for name in ("ask", "read", "find"):
        sizes = sorted(size * 1000 for function, size in took if function == name)
        if sizes:
            p50, p95, p99 = (sizes[int(len(sizes) * share)] for share in (0.5, 0.95, 0.99))
            print(f"{name:5} {len(sizes):6,} calls  p50 {p50:5.0f} ms  p95 {p95:5.0f} ms  p99 {p99:5.0f} ms")
    steps = [size for at, (_, size) in enumerate(memory) if at % SHOWN == 0]
    print(f"memory in MB, every {SHOWN * 2} s: {' '.join(f'{size:.0f}' for size in [*steps, memory[-1][1]])}")
    for error in errors[:5]:
        print(error)
    return bool(errors)


def _resident(pid: int) -> float:
    """Return the resident memory of a process in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1000 if found else 0.0


if __name__ == "__main__":
    main()
