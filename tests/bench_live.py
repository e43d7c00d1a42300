"""What the live page costs: `python -m tests.bench_live`, 200 students who save every 5 s, one page that listens.

The server's share of a processor, the messages that it refused, and how long it takes from a save to the page.
"""

import http.client
import os
import statistics
import threading
import time

from autograder.morning.watching.sharing import bare
from tests.test_live import NAMED, message, serving, students

STUDENTS, EVERY, ROUNDS = 200, 5.0, 6
TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(pid: int) -> float:
    """What a process has used so far."""
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def until_shown(host: str, port: int, page: str, send: "threading.Thread", name: str) -> float:
    """Seconds from a message to the event that shows it."""
    connection = http.client.HTTPConnection(host, port, timeout=30)
    connection.request("GET", f"{page}events")
    events = connection.getresponse()
    events.readline()
    began = time.perf_counter()
    send.start()
    while name.encode() not in events.readline():
        continue
    connection.close()
    return time.perf_counter() - began


def main() -> None:
    """Print a line for each measure."""
    with serving() as server:
        waits = []
        for n in range(10):
            body = message(bare(NAMED), token=f"{n:032x}", name=f"first-{n}")
            send = threading.Thread(target=server.send, args=(body,))
            waits.append(until_shown(server.host, server.port, server.page, send, f"first-{n}"))
        print(f"from a save to the page: median {statistics.median(waits):.2f} s, longest {max(waits):.2f} s")
        listener = http.client.HTTPConnection(server.host, server.port, timeout=60)
        listener.request("GET", f"{server.page}events")
        events = listener.getresponse()
        threading.Thread(target=lambda: [None for _ in iter(events.readline, b"")], daemon=True).start()
        used, began = processor_seconds(server.pid), time.perf_counter()
        statuses = students(server, STUDENTS, ROUNDS, EVERY)
        seconds = time.perf_counter() - began
        share = (processor_seconds(server.pid) - used) / seconds
        refused = sum(x != 204 for x in statuses)
        print(f"{len(statuses)} messages in {seconds:.0f} s, {refused} refused: {share:.1%} of a processor")


if __name__ == "__main__":
    main()
