"""A worker for tests. The payload says what becomes of a task: seconds to work, and a value to give back."""
import logging
import os
import sys
import time

from switchyard import run, worker

logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")


@worker(sys.argv[1], concurrency=4, lease=float(os.environ.get("SWITCHYARD_LEASE", "2")))
def work(task, ctx):
    # One write: what print() is given in parts is mixed with another thread's.
    sys.stdout.write(f"begins {task.id} {task.attempt}\n")
    sys.stdout.flush()
    end = time.monotonic() + task.payload.get("seconds", 0)
    while time.monotonic() < end:
        if ctx.wait(0.05):
            return None
    return {"value": task.payload["value"], "worker": os.getpid()}


run(grace=float(os.environ.get("GRACE", "5")))
print("ended", flush=True)
