#!/usr/bin/env python3
"""A site over HTTP, with nothing but Python's standard library (3.9 or later): it runs jobs of one workflow, one at a time.

    CALLBOARD_SITE_FILE=.callboard/sites/my-lab.json python3 examples/steady_worker.py

The file is what `npm run add-site` writes; CALLBOARD_URL, CALLBOARD_CLIENT_ID and CALLBOARD_CLIENT_SECRET do as well.
`work` is yours to write. What stands between `work` and `call` is what makes a site; `call` is how it asks.
"""
import http.client, json, os, signal, sys, threading, time
from datetime import datetime, timedelta, timezone
from urllib import error, parse, request

ENV = os.environ
SITE = json.load(open(ENV["CALLBOARD_SITE_FILE"])) if "CALLBOARD_SITE_FILE" in ENV else {
    "gatewayUrl": ENV["CALLBOARD_URL"], "clientId": ENV["CALLBOARD_CLIENT_ID"], "clientSecret": ENV["CALLBOARD_CLIENT_SECRET"]}
WORKFLOW = ENV.get("CALLBOARD_WORKFLOW", "hello-1.0.0")
LEASE_SECONDS = int(ENV.get("CALLBOARD_LEASE_SECONDS", "60"))
POLL_SECONDS = float(ENV.get("CALLBOARD_POLL_SECONDS", "10"))
# Nobody has claimed it, or every claim on it is over.
OPEN = [{"claims": {"$size": 0}}, {"claims": {"$not": {"$elemMatch": {"cancelled": {"$ne": True}}}}}]
FILTER = json.dumps({"$and": [{"workflow.id": {"$in": [WORKFLOW]}}, {"$or": OPEN}]})

draining, halt = threading.Event(), threading.Event()
token = {"value": "", "until": 0.0}


def work(config):
    """The work itself; whoever waits in here looks at `halt`, which says that nobody wants the result any more."""
    halt.wait(config.get("seconds", 0))
    if "fail" in config:
        raise ValueError(config["fail"])
    return {"greeting": f"Hello, {config.get('name', 'world')}!"}


def run_job(job):
    """Claims a job, works on it under a lease, and reports how it went. A claim that is refused went to somebody else."""
    halt.clear()
    if draining.is_set():
        return
    status, operation = call("POST", f"/jobs/{job['id']}:claim", {"lease_seconds": LEASE_SECONDS})
    if status != 200:
        return
    lost, over = threading.Event(), threading.Event()
    renewing = threading.Thread(target=keep_alive, args=(operation, lost, over))
    renewing.start()
    try:
        result = work(job["config"])
    except Exception as failure:
        result = {"code": type(failure).__name__, "message": str(failure), "retriable": True}
    over.set()
    renewing.join()
    if lost.is_set():
        return  # Another site may hold the job by now: nothing is said under this operation any more.
    if halt.is_set():
        call("POST", f"/jobs/{job['id']}:release")
        return
    status, before = call("GET", f"/operations/{operation['id']}")
    if status == 200 and not before["done"]:
        metadata = {**before["metadata"], "extra": {"worker": "steady_worker.py"}}
        status, why = call("PATCH", f"/operations/{operation['id']}", {"done": True, "result": result, "metadata": metadata})
        if status != 200:
            print(f"the result of job {job['id']} was refused: {why}", file=sys.stderr)


def keep_alive(operation, lost, over):
    """Renews the lease three times in its length, until the work is over or the operation has ended, which is a 409."""
    until = operation["expire_time"]
    try:
        while not over.wait(max(0.1, min(seconds_until(until), LEASE_SECONDS) / 3)):
            status, reply = call("POST", f"/operations/{operation['id']}:heartbeat")
            if status != 200:
                break
            until = reply["expire_time"]
        else:
            return
    except (ConnectionError, SystemExit) as failure:
        print(failure, file=sys.stderr)
    lost.set()
    halt.set()


def seconds_until(text):
    return (datetime.fromisoformat(text.replace("Z", "+00:00")) - datetime.now(timezone.utc)).total_seconds()


def drain(*_):
    draining.set()
    halt.set()


def main():
    signal.signal(signal.SIGTERM, drain)
    while not draining.is_set():
        try:
            status, page = call("GET", "/jobs?" + parse.urlencode({"filter": FILTER, "max_page_size": 20}))
            if status != 200:
                sys.exit(f"GET /jobs: {page}")
            for job in page["resources"]:
                run_job(job)
        except ConnectionError as failure:
            print(failure, file=sys.stderr)
        draining.wait(POLL_SECONDS)


def call(method, path, body=None, form=None):
    """One request, made again while nobody answers or the runtime has no time: its status and its JSON, or why not."""
    for attempt in range(8):
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if form is None:
            headers["Authorization"] = f"Bearer {access_token()}"
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        data = parse.urlencode(form).encode() if form else json.dumps(body).encode() if body else None
        try:
            asked = request.Request(SITE["gatewayUrl"] + path, data, headers, method=method)
            with request.urlopen(asked, timeout=30) as reply:
                return reply.status, json.load(reply)
        except error.HTTPError as refusal:
            if refusal.code == 401 and form is None:
                token["until"] = wait = 0.0  # The token is good no more: the next try logs in.
            elif refusal.code == 429 or refusal.code >= 500:
                wait = float(refusal.headers.get("Retry-After", 1))
            else:
                return refusal.code, refusal.read().decode()
        except (OSError, http.client.HTTPException):
            wait = min(30, 0.2 * 2**attempt)
        time.sleep(wait)
    raise ConnectionError(f"{method} {path}: nobody answers, asked 8 times")


def access_token():
    if time.time() >= token["until"]:
        form = {"grant_type": "client_credentials", "client_id": SITE["clientId"], "client_secret": SITE["clientSecret"]}
        status, reply = call("POST", "/token", form=form)
        if status != 200:
            sys.exit(f"no login at {SITE['gatewayUrl']}: {reply}")
        # A minute before the token ends is time for the next one.
        token.update(value=reply["access_token"], until=time.time() + timedelta(**reply["expires"]).total_seconds() - 60)
    return token["value"]


if __name__ == "__main__":
    main()
