#!/usr/bin/env python3
"""A site over HTTP in twenty lines of Python's standard library: finds open jobs, claims, works, reports.

    CALLBOARD_SITE_FILE=.callboard/sites/my-lab.json python3 examples/worker.py

Its claims last thirty days. steady_worker.py, beside it, has short leases, asks again, stops when told, and drains.
"""
import json, os, time
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

SITE = json.load(open(os.environ["CALLBOARD_SITE_FILE"]))
LOGIN = {"grant_type": "client_credentials", "client_id": SITE["clientId"], "client_secret": SITE["clientSecret"]}
OPEN = {"workflow.id": "hello-1.0.0", "claims": {"$not": {"$elemMatch": {"cancelled": {"$ne": True}}}}}


def call(method, path, body=None):
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    asked = Request(SITE["gatewayUrl"] + path, json.dumps(body).encode() if body else None, headers, method=method)
    with urlopen(asked) as reply:
        return json.load(reply)


while True:
    token = json.load(urlopen(SITE["gatewayUrl"] + "/token", urlencode(LOGIN).encode()))["access_token"]
    for job in call("GET", "/jobs?" + urlencode({"filter": json.dumps(OPEN)}))["resources"]:
        try:
            operation = call("POST", f"/jobs/{job['id']}:claim")
            result = {"greeting": f"Hello, {job['config'].get('name', 'world')}!"}
            call("PATCH", f"/operations/{operation['id']}", {"done": True, "result": result})
        except HTTPError as refusal:  # Such as 409: another site has it.
            print(job["id"], refusal, refusal.read().decode(), flush=True)
    time.sleep(float(os.environ.get("CALLBOARD_POLL_SECONDS", "10")))
