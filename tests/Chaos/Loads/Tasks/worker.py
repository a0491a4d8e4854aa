"""Works on the tasks of a queue with the Python client: worker.py QUEUE LEASE"""
import sys

from switchyard import run, worker

queue, lease = sys.argv[1], float(sys.argv[2])


@worker(queue, concurrency=8, prefetch=16, lease=lease)
def echo(task):
    return {"n": task.payload["n"]}


run()
