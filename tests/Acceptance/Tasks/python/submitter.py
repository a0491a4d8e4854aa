"""Submits so many tasks one by one, whatever becomes of the node meanwhile; prints their ids."""
import sys

from switchyard import Client

client = Client(retry_for=120)
for number in range(int(sys.argv[2])):
    print(client.submit(sys.argv[1], {"value": number, "seconds": 0.02}).id, flush=True)
