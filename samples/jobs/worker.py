#!/usr/bin/env python3
"""Takes jobs from Switchyard, works on them and reports. Python 3, nothing to install.

usage: worker.py [url of Switchyard [operation ...]]     with the API key, if there is one, in SWITCHYARD_API_KEY
and the seconds of its leases in SWITCHYARD_LEASE
"""
import contextlib
import json
import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request

url = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:5000").rstrip("/") + "/api/v1/jobs"
headers = {"Content-Type": "application/json", "Prefer": "wait=20", "X-API-Key": os.environ.get("SWITCHYARD_API_KEY", "")}
seconds = int(os.environ.get("SWITCHYARD_LEASE", "60"))
lease_time = time.strftime("%H:%M:%S", time.gmtime(seconds))


def work(job, report, lost):
    """The work goes here. It tells how far it is, and looks now and then whether the job is still its own."""
    for stage in ("validating", "transforming", "importing"):
        report(status=stage, log=f"{stage} {job['parameters']['target']}")
        lost.wait(1)


class Refused(Exception):
    """Most of all 409: the lease ran out and another worker has the job, or somebody cancelled it."""


def post(path, body, patient=True):
    """Said until the server answers. When only an answer was lost, it is said twice: a line is in the log twice then, a job
    that was given back is a 409, a claimed one comes again after its lease."""
    while True:
        try:
            with urllib.request.urlopen(urllib.request.Request(f"{url}/{path}", json.dumps(body).encode(), headers), timeout=60) as answer:
                return json.loads(answer.read() or "{}")
        except OSError as error:
            if getattr(error, "code", 500) < 500 or not patient:
                raise Refused(error) from None
        time.sleep(2)


def run(job):
    lease, done, lost = {"leaseNumber": job["leaseNumber"]}, threading.Event(), threading.Event()

    def say(act, patient=True, **more):
        post(f"{job['jobId']}/{act}", {**lease, **more}, patient)

    def renew(**progress):
        say("renew", lease=lease_time, **progress)

    def keep():
        with contextlib.suppress(Refused):
            while not done.wait(seconds / 3):
                renew()
        lost.set()

    threading.Thread(target=keep, daemon=True).start()
    try:
        work(job, renew, lost)
        say("complete")
        print(job["jobId"], "completed", flush=True)
    except Refused as refused:
        print(job["jobId"], "is no longer ours:", refused, flush=True)
    except Exception as error:
        with contextlib.suppress(Refused):
            say("fail", error=repr(error))
    except SystemExit:
        with contextlib.suppress(Refused):
            say("fail", patient=False, error="The worker was stopped.", retry=True)
        raise
    finally:
        done.set()


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
me = {"worker": f"{socket.gethostname()} {os.getpid()}", "operations": sys.argv[2:], "lease": lease_time}
while True:
    claimed = post("claim", me)
    for job in claimed["items"]:
        run(job)
    if claimed["paused"]:
        time.sleep(5)
