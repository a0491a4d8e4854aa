#!/usr/bin/env python3
"""Pulls tables from Switchyard, annotates them with a baseline, and returns the results. Python 3, nothing to install.

usage: client.py [url of Switchyard]
"""
import json
import socket
import sys
import urllib.error
import urllib.parse
import urllib.request
import uuid

url = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:5000").rstrip("/")
client = urllib.parse.quote(f"{socket.gethostname()} - {uuid.uuid4()}")


def annotate(table):
    """The baseline: a cell means the DBpedia resource of its own name."""
    for target in table["targets"]["cea"]:
        text = table["data"][target["col_id"]][target["row_id"]].strip()
        if text:
            yield {**target, "mapped": "http://dbpedia.org/resource/" + text.replace(" ", "_")}


while True:
    try:
        with urllib.request.urlopen(f"{url}/getWork?client={client}", data=b"") as answer:
            table = json.load(answer)
    except urllib.error.HTTPError as error:
        sys.exit(0 if error.code == 410 else f"getWork: {error}")  # 410: all tables are returned
    result = json.dumps({"cea": list(annotate(table)), "cta": [], "cpa": [], "errors": []}).encode()
    name = urllib.parse.quote(table["name"], safe="")
    urllib.request.urlopen(urllib.request.Request(f"{url}/storeResult/{name}/?client={client}", result, method="PUT"))
    print(table["name"])
