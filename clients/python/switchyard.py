"""Switchyard's tasks in Python: submit them, work on them, watch them.

One file without dependencies, for Python 3.9 and later. A whole worker::

    from switchyard import Client, Fail, run, worker

    @worker("greetings", concurrency=8)
    def greet(task, ctx):
        if "name" not in task.payload:
            raise Fail("There is no name.", retry=False)
        ctx.progress(0.5)
        return {"text": f"Hello {task.payload['name']}"}

    if __name__ == "__main__":
        run("http://127.0.0.1:5000")

and what gives it something to do::

    client = Client("http://127.0.0.1:5000")
    task = client.submit("greetings", {"name": "Ann"})
    print(client.wait(task.id).result)

The address is also taken from ``SWITCHYARD_URL``, and the API key from ``SWITCHYARD_API_KEY``. A user and a password in
the address are sent as Basic credentials.

What is promised: a task that was accepted is done at least once, and a result is accepted exactly once. A handler may run
again (its worker died, its lease ran out), so what it does outside should bear that; ``task.id`` and ``task.attempt`` tell.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import datetime
import decimal
import email.utils
import http.client
import inspect
import json
import logging
import os
import queue as queues
import random
import re
import secrets
import signal
import socket
import ssl
import threading
import time
import traceback
import urllib.parse
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, AsyncIterator, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

__version__ = "0.2.0.dev0"
__all__ = [
    "ApiError", "AsyncClient", "Cancelled", "Client", "Context", "Event", "EventStream", "Fail", "Submitted", "Task", "Worker",
    "new_task", "run", "worker",
]

Span = Union[int, float, str, datetime.timedelta]
"""A length of time: seconds, a timedelta, or a text as the server reads it (``"PT1M"``, ``"00:01:00"``)."""

Time = Union[str, datetime.datetime]
"""A point in time: a datetime (a naive one is local), or a text of RFC 3339."""

_log = logging.getLogger("switchyard")

LARGEST_ARRAY = 10_000
"""Tasks in one request, streams aside."""

LARGEST_VALUE = 1 << 20
"""Bytes of a payload or of a result."""

_LARGEST_BODY = 32 << 20
_LARGEST_LOG = 32_000
_MOST_ITEMS = 1000
_LONGEST_WAIT = 20
_ENDED = ("completed", "failed", "cancelled", "timedout")


class ApiError(Exception):
    """The server refused a request. ``status`` is that of HTTP, ``problem`` the whole answer (RFC 9457)."""

    def __init__(self, status: int, problem: Any, headers: Optional[Mapping[str, str]] = None):
        self.status = status
        self.problem: Dict[str, Any] = problem if isinstance(problem, dict) else {"detail": problem}
        self.retry_after = _retry_after((headers or {}).get("Retry-After"))
        text = self.problem.get("detail") or self.problem.get("title") or "no reason was given"
        super().__init__(f"{status}: {text}")

    @property
    def request_id(self) -> Optional[str]:
        """By which the node's log knows the request."""
        return self.problem.get("requestId")

    @property
    def is_transient(self) -> bool:
        """Whether the same request may succeed later."""
        return self.status in (408, 425, 429, 500, 502, 503, 504)


class Fail(Exception):
    """Raised by a handler: the attempt failed, without a traceback in the log.

    :param retry: ``False`` ends the task for good, whatever attempts are left.
    :param retry_after: when the next attempt may begin, instead of the queue's back-off.
    """

    def __init__(self, error: str = "", *, retry: bool = True, retry_after: Optional[Span] = None):
        super().__init__(error)
        self.retry = retry
        self.retry_after = retry_after


class Cancelled(Exception):
    """Raised by ``Context.check``: the task is no longer this worker's. Nothing needs to be undone or reported."""


@dataclass
class Task:
    """A task as the server told it. What has no attribute of its own is in ``raw``, by the name on the wire."""

    id: Any
    queue: str
    status: Optional[str] = None
    attempt: int = 0
    payload: Any = None
    result: Any = None
    error: Optional[str] = None
    progress: Optional[float] = None
    name: Optional[str] = None
    priority: int = 0
    group_key: Optional[str] = None
    tags: Sequence[str] = ()
    trace: Optional[Mapping[str, str]] = None
    existing: bool = False
    lease_number: Optional[int] = None
    lease_expires_at: Optional[str] = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def has_ended(self) -> bool:
        return self.status in _ENDED

    @staticmethod
    def of(raw: Mapping[str, Any]) -> "Task":
        return Task(
            id=raw["id"], queue=raw.get("queue", ""), status=raw.get("status"), attempt=raw.get("attempt") or 0, payload=raw.get("payload"),
            result=raw.get("result"), error=raw.get("error"), progress=raw.get("progress"), name=raw.get("name"),
            priority=raw.get("priority") or 0, group_key=raw.get("groupKey"), tags=tuple(raw.get("tags") or ()), trace=raw.get("trace"),
            existing=bool(raw.get("existing")), lease_number=raw.get("leaseNumber"), lease_expires_at=raw.get("leaseExpiresAt"), raw=raw)


@dataclass
class Submitted:
    """What became of one task of many. Either ``id`` or ``error`` (a problem of RFC 9457) is there."""

    id: Any = None
    existing: bool = False
    error: Optional[Mapping[str, Any]] = None

    @staticmethod
    def of(raw: Mapping[str, Any]) -> "Submitted":
        return Submitted(raw.get("id"), bool(raw.get("existing")), raw.get("error"))


@dataclass
class Event:
    """One event: ``name`` is ``queued``, ``running``, ``completed`` ..., or ``reset`` when events were missed."""

    id: str
    name: str
    data: Any


def new_task(
    queue: str,
    payload: Any = None,
    *,
    name: Optional[str] = None,
    priority: Optional[int] = None,
    delay: Optional[Span] = None,
    not_before: Optional[Time] = None,
    unique_key: Optional[str] = None,
    unique_for: Optional[Span] = None,
    group_key: Optional[str] = None,
    tags: Optional[Sequence[str]] = None,
    max_attempts: Optional[int] = None,
    timeout: Optional[Span] = None,
    deadline: Union[Span, Time, None] = None,
    trace: Optional[Mapping[str, str]] = None,
) -> Dict[str, Any]:
    """A task as it goes over the wire, for ``submit_many``, ``submit_stream`` and schedules.

    :param payload: anything that is JSON, up to 1 MiB.
    :param priority: -100 to 100; higher ones go first.
    :param delay: no attempt begins before this has passed (or before the time ``not_before``).
    :param unique_key: one task of a queue has it at a time; who submits another is answered with that one.
    :param unique_for: how long after its creation the key is kept, though the task has ended.
    :param group_key: groups take turns within a priority.
    :param timeout: bounds one attempt.
    :param deadline: bounds the whole: a span since the creation, or a time.
    :param trace: W3C trace context, ``{"traceparent": ..., "tracestate": ...}``; by default that of OpenTelemetry, if it is there.
    """
    task = {
        "queue": queue, "payload": payload, "name": name, "priority": priority, "delay": _span(delay), "notBefore": _time(not_before),
        "uniqueKey": unique_key, "uniqueFor": _span(unique_for), "groupKey": group_key, "tags": list(tags) if tags is not None else None,
        "maxAttempts": max_attempts, "timeout": _span(timeout),
        "deadline": _time(deadline) if isinstance(deadline, datetime.datetime) else _span(deadline), "trace": dict(trace) if trace else _trace_now(),
    }
    return {key: value for key, value in task.items() if value is not None or key == "payload"}


class Client:
    """Talks to a node or a front end. Threads may share one.

    Requests that meet a node that is away, restarting or busy are made again, with growing pauses, for ``retry_for`` seconds.
    Every submit carries a key by which the server knows it again: said twice, it makes one task.

    :param url: such as ``https://user:password@host:5000``; by default ``SWITCHYARD_URL``, else ``http://127.0.0.1:5000``.
    :param key: an API key; by default ``SWITCHYARD_API_KEY``.
    :param timeout: seconds of silence after which a request is given up.
    :param parse_float: makes numbers with a point, such as ``decimal.Decimal``, which keeps every digit both ways.
    :param context: for TLS: whom to trust, which certificate to show.
    """

    def __init__(
        self,
        url: Optional[str] = None,
        key: Optional[str] = None,
        *,
        timeout: float = 30.0,
        retry_for: float = 30.0,
        parse_float: Optional[Callable[[str], Any]] = None,
        context: Optional[ssl.SSLContext] = None,
    ):
        self._http = _Connections(
            url or os.environ.get("SWITCHYARD_URL") or "http://127.0.0.1:5000", key or os.environ.get("SWITCHYARD_API_KEY"), context)
        self._timeout = timeout
        self._retry_for = retry_for
        self._parse_float = parse_float

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections that are idle; a later call opens new ones."""
        self._http.close()

    # Submitting

    def submit(self, queue: str, payload: Any = None, *, idempotency_key: Optional[str] = None, **options: Any) -> Task:
        """Submits one task; it is on disk when this returns. The options are those of ``new_task``.

        :param idempotency_key: known for 24 hours; the same task under the same key is made once. By default a new one each call.
        """
        body = _dumps(new_task(queue, payload, **options))
        return Task.of(self._call("POST", "/tasks", body, {"Idempotency-Key": idempotency_key or uuid.uuid4().hex}, again=(409,)))

    def submit_many(self, tasks: Iterable[Mapping[str, Any]]) -> List[Submitted]:
        """Submits many (made by ``new_task``); answers in their order. A bad one refuses itself alone.

        A list or a tuple goes in arrays that are safe to repeat; anything else is streamed, which is not: when the connection breaks, give
        the tasks unique keys and submit them again.
        """
        if not isinstance(tasks, (list, tuple)):
            return list(self.submit_stream(tasks))
        answers: List[Submitted] = []
        for array in _arrays(tasks):
            answers += map(Submitted.of, self._call("POST", "/tasks", array, {"Idempotency-Key": uuid.uuid4().hex}, again=(409,)))
        return answers

    def submit_stream(self, tasks: Iterable[Mapping[str, Any]]) -> Iterator[Submitted]:
        """Submits as many as the iterable gives, without holding them all: answers come while it goes on, in the same order.

        Nothing is sent before the first answer is asked for. Not repeated by itself when the connection breaks.
        """
        with contextlib.closing(self._http.stream_up("/tasks", (_dumps(task) + b"\n" for task in tasks), self._timeout)) as lines:
            for line in lines:
                if line.strip():
                    yield Submitted.of(self._loads(line))

    # Looking and acting

    def get(self, id: Any, *, wait: Optional[float] = None) -> Task:
        """One task. With ``wait`` (seconds, up to 20) the answer comes when it has ended, or after that time."""
        seconds = None if wait is None else max(0, min(_LONGEST_WAIT, int(wait)))
        return Task.of(self._call("GET", f"/tasks/{_part(id)}", query={"wait": seconds}, timeout=self._timeout + (seconds or 0)))

    def wait(self, id: Any, timeout: Optional[float] = None) -> Task:
        """Waits until a task has ended.

        :raises TimeoutError: it has not in ``timeout`` seconds.
        """
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            began = time.monotonic()
            left = _LONGEST_WAIT if until is None else until - began
            task = self.get(id, wait=max(0, min(_LONGEST_WAIT, left)))
            if task.has_ended:
                return task
            if until is not None and time.monotonic() >= until:
                raise TimeoutError(f"Task {id} is {task.status} after {timeout} s.")
            # For less than a second one cannot wait over there.
            if time.monotonic() - began < 0.2:
                time.sleep(0.2 if until is None else max(0.0, min(0.2, until - time.monotonic())))

    def list(
        self,
        *,
        queue: Optional[str] = None,
        status: Optional[str] = None,
        group_key: Optional[str] = None,
        tag: Optional[str] = None,
        name: Optional[str] = None,
        limit: Optional[int] = None,
    ) -> Iterator[Task]:
        """Tasks that fit, newest first and without payloads and results, page by page as they are asked for; ``limit`` bounds how many in all."""
        query = {"queue": queue, "status": status, "groupKey": group_key, "tag": tag, "name": name}
        after, left = None, limit
        while left is None or left > 0:
            page = self._call("GET", "/tasks", query={**query, "limit": min(left or 500, 500), "after": after})
            yield from map(Task.of, page["items"])
            left = None if left is None else left - len(page["items"])
            after = page.get("next")
            if after is None:
                return

    def cancel(self, id: Any) -> Any:
        """Cancels a task that has not ended (else 409). Its worker hears of it by its next renewal."""
        return self._call("POST", f"/tasks/{_part(id)}/cancel")

    def retry(self, id: Any) -> Any:
        """Gives a task that failed, timed out or was cancelled a new budget of attempts."""
        return self._call("POST", f"/tasks/{_part(id)}/retry")

    def delete(self, id: Any) -> None:
        """Removes a task that has ended (else 409), and all that hangs on it."""
        self._call("DELETE", f"/tasks/{_part(id)}")

    # Working by hand

    def claim(
        self, worker: str, queues: Sequence[str], *, max: int = 1, lease: Optional[Span] = None, wait: float = 0,
    ) -> List[Task]:
        """Takes up to ``max`` tasks under a lease; waits up to ``wait`` seconds (20 at most) for the first."""
        return self._claim(worker, queues, max, lease, wait)[0]

    def renew(self, task: Task, *, progress: Optional[float] = None, log: Optional[str] = None, lease: Optional[Span] = None) -> str:
        """Keeps a task: ``"ok"``, or why it is no longer ours: ``"stale"``, ``"cancelled"``, ``"unknown"``."""
        return self.renew_many([{**_leased(task), **_some(progress=progress, log=log)}], lease=lease)[0]["outcome"]

    def complete(self, task: Task, result: Any = None) -> str:
        """Ends a task well. Said twice it is ``"ok"`` both times."""
        return self.complete_many([{**_leased(task), "result": result}])[0]["outcome"]

    def fail(self, task: Task, error: str, *, retry: bool = True, retry_after: Optional[Span] = None) -> Mapping[str, Any]:
        """Ends an attempt badly; the answer says whether the task is ``queued`` again or ``failed``."""
        return self.fail_many([{**_leased(task), "error": error, "retry": retry, **_some(retryAfter=_span(retry_after))}])[0]

    def renew_many(self, items: Sequence[Mapping[str, Any]], *, lease: Optional[Span] = None) -> List[Mapping[str, Any]]:
        """As on the wire: ``{"id", "leaseNumber", "progress"?, "log"?}``, up to 1,000."""
        return self._call("POST", "/tasks/renew", _dumps({"items": items, **_some(lease=_span(lease))}))["items"]

    def complete_many(self, items: Sequence[Mapping[str, Any]]) -> List[Mapping[str, Any]]:
        """As on the wire: ``{"id", "leaseNumber", "result"?}``, up to 1,000."""
        return self._call("POST", "/tasks/complete", _dumps({"items": items}))["items"]

    def fail_many(self, items: Sequence[Mapping[str, Any]]) -> List[Mapping[str, Any]]:
        """As on the wire: ``{"id", "leaseNumber", "error", "retry"?, "retryAfter"?}``, up to 1,000."""
        return self._call("POST", "/tasks/fail", _dumps({"items": items}))["items"]

    # Queues

    def queue(self, queue: str) -> Dict[str, Any]:
        """A queue: its policy, how many wait, since when, how long they will."""
        return self._call("GET", f"/queues/{_part(queue)}")

    def set_policy(self, queue: str, **policy: Any) -> Dict[str, Any]:
        """Sets the policy of a queue, which is made if need be.

        Members by their names on the wire: ``lease``, ``maxAttempts``, ``backoff={"first", "factor", "most", "jitter"}``, ``timeout``,
        ``concurrency``, ``groupConcurrency``, ``rate={"limit", "per"}``, ``retention={"completed", "failed"}``. Spans may be timedeltas.
        """
        return self._call("PUT", f"/queues/{_part(queue)}", _dumps(policy))

    def pause_queue(self, queue: str, reason: str = "Paused by a program.") -> Any:
        """Hands out no more of a queue, until ``resume_queue``; the reason is shown to people."""
        return self._call("POST", f"/queues/{_part(queue)}/pause", _dumps({"reason": reason}))

    def resume_queue(self, queue: str) -> Any:
        return self._call("POST", f"/queues/{_part(queue)}/resume")

    # Schedules

    def put_schedule(
        self, name: str, cron: str, task: Mapping[str, Any], *, time_zone: Optional[str] = None, missed: Optional[str] = None,
    ) -> Dict[str, Any]:
        """Makes or changes a schedule, which submits a task (of ``new_task``) at its times.

        :param cron: five fields.
        :param time_zone: such as ``Europe/Berlin``; by default UTC.
        :param missed: what becomes of times that passed while no node ran: ``"none"``, or ``"one"`` for all of them.
        """
        return self._call("PUT", f"/schedules/{_part(name)}", _dumps({"cron": cron, "task": task, **_some(timeZone=time_zone, missed=missed)}))

    def schedule(self, name: str) -> Dict[str, Any]:
        return self._call("GET", f"/schedules/{_part(name)}")

    def schedules(self) -> List[Dict[str, Any]]:
        answer = self._call("GET", "/schedules")
        return answer["items"] if isinstance(answer, dict) else answer

    def delete_schedule(self, name: str) -> None:
        self._call("DELETE", f"/schedules/{_part(name)}")

    def run_schedule(self, name: str) -> Any:
        """Submits its task now, beside its times. Not repeated by itself."""
        return self._call("POST", f"/schedules/{_part(name)}/run", repeat=False)

    def pause_schedule(self, name: str) -> Any:
        return self._call("POST", f"/schedules/{_part(name)}/pause")

    def resume_schedule(self, name: str) -> Any:
        return self._call("POST", f"/schedules/{_part(name)}/resume")

    # Events

    def events(
        self, *, queue: Optional[str] = None, kind: Optional[str] = None, id: Any = None, last_event_id: Optional[str] = None,
    ) -> "EventStream":
        """What happens from now on, or since an event that was seen. Goes on where it was when the connection breaks."""
        return EventStream(self, {"queue": queue, "kind": kind, "id": id}, last_event_id)

    # Below

    def _claim(
        self, worker: str, queues: Sequence[str], most: int, lease: Optional[Span], wait: float, call: Optional["_Call"] = None,
    ) -> Tuple[List[Task], List[str], Optional[float]]:
        """Also the queues that are paused, and the server's time."""
        # Never repeated: a claim whose answer was lost has taken tasks, which come again when their leases run out.
        seconds = max(0, min(_LONGEST_WAIT, int(wait)))
        body = _dumps({"worker": worker, "queues": list(queues), "max": most, **_some(lease=_span(lease))})
        answer = self._http.request(
            "POST", "/tasks/claim", body, {"Prefer": f"wait={seconds}"} if seconds else {}, self._timeout + seconds, call=call, repeatable=False)
        told = self._understood(answer)
        return [Task.of(item) for item in told["items"]], told.get("paused") or [], _date(answer.headers.get("Date"))

    def _call(
        self,
        method: str,
        path: str,
        body: Optional[bytes] = None,
        headers: Optional[Mapping[str, str]] = None,
        query: Optional[Mapping[str, Any]] = None,
        timeout: Optional[float] = None,
        again: Tuple[int, ...] = (),
        repeat: bool = True,
    ) -> Any:
        given = {key: value for key, value in (query or {}).items() if value is not None}
        path += "?" + urllib.parse.urlencode(given) if given else ""
        until, tries = time.monotonic() + self._retry_for, 0
        while True:
            try:
                return self._understood(self._http.request(method, path, body, headers or {}, timeout or self._timeout, repeatable=repeat))
            except ssl.SSLCertVerificationError:
                raise
            except (OSError, http.client.HTTPException) as error:
                failure: Exception = error
                pause = _backoff(tries)
            except ApiError as error:
                # What was removed by a request whose answer was lost is not there.
                if method == "DELETE" and error.status == 404 and tries:
                    return None
                if not (error.is_transient or error.status in again):
                    raise
                failure, pause = error, max(_backoff(tries), error.retry_after or 0)
            tries += 1
            if not repeat or time.monotonic() + pause > until:
                raise failure
            _log.debug("%s %s: %s; again in %.1f s", method, path, failure, pause)
            time.sleep(pause)

    def _understood(self, answer: "_Answer") -> Any:
        try:
            told = self._loads(answer.body) if answer.body.strip() else None
        except ValueError:
            told = answer.body[:500].decode("utf-8", "replace")
        if answer.status >= 400:
            raise ApiError(answer.status, told, answer.headers)
        if not 200 <= answer.status < 300 or isinstance(told, str) and not answer.body.lstrip().startswith(b'"'):
            raise ApiError(answer.status, "This is no answer of Switchyard's; is the address right?")
        return told

    def _loads(self, text: bytes) -> Any:
        try:
            return json.loads(text, parse_float=self._parse_float)
        except json.JSONDecodeError:
            raise
        except ValueError:
            # Newer Pythons make no int of thousands of digits.
            return json.loads(text, parse_float=self._parse_float, parse_int=_int)


class EventStream:
    """Events as they come: iterate over it, and ``close`` it from any thread (or use it in a ``with``)."""

    def __init__(self, client: Client, query: Mapping[str, Any], last_event_id: Optional[str]):
        self.last_event_id = last_event_id
        given = {key: value for key, value in query.items() if value is not None}
        self._path = "/events" + ("?" + urllib.parse.urlencode(given) if given else "")
        self._client = client
        self._call = _Call()
        self._closed = threading.Event()
        self._events = self._read()

    def __enter__(self) -> "EventStream":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __iter__(self) -> Iterator[Event]:
        return self

    def __next__(self) -> Event:
        return next(self._events)

    def close(self) -> None:
        self._closed.set()
        self._call.abort()

    def _read(self) -> Iterator[Event]:
        tries = 0
        while not self._closed.is_set():
            headers = {"Accept": "text/event-stream", **({"Last-Event-ID": self.last_event_id} if self.last_event_id is not None else {})}
            pause: float = 0
            try:
                with contextlib.closing(self._client._http.stream_down(self._path, headers, 60, self._call)) as lines:
                    for event in self._parse(lines):
                        tries = 0
                        yield event
            except (OSError, http.client.HTTPException) as error:
                _log.debug("The events broke off: %s", error)
            except ApiError as error:
                if not error.is_transient:
                    raise
                pause = error.retry_after or 0
            self._closed.wait(max(pause, _backoff(tries)))
            tries += 1

    def _parse(self, lines: Iterable[bytes]) -> Iterator[Event]:
        name, data, id = "message", [], self.last_event_id
        for line in lines:
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            if self._closed.is_set():
                return
            if not text:
                if data or name != "message":
                    self.last_event_id = id
                    yield Event(id or "", name, self._value("\n".join(data)))
                name, data = "message", []
                continue
            key, _, value = text.partition(":")
            value = value[1:] if value.startswith(" ") else value
            if key == "id":
                id = value
            elif key == "event":
                name = value
            elif key == "data":
                data.append(value)

    def _value(self, text: str) -> Any:
        try:
            return self._client._loads(text.encode())
        except ValueError:
            return text


class AsyncClient:
    """The same for asyncio. Its requests are made by ``Client`` on threads of its own."""

    def __init__(self, url: Optional[str] = None, key: Optional[str] = None, *, threads: int = 32, **options: Any):
        self.sync = Client(url, key, **options)
        self._threads = ThreadPoolExecutor(threads, "switchyard-http")

    async def __aenter__(self) -> "AsyncClient":
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self.close()

    async def close(self) -> None:
        self.sync.close()
        self._threads.shutdown(wait=False)

    async def submit(self, queue: str, payload: Any = None, **options: Any) -> Task:
        return await self._run(self.sync.submit, queue, payload, **options)

    async def submit_many(self, tasks: Iterable[Mapping[str, Any]]) -> List[Submitted]:
        return await self._run(self.sync.submit_many, tasks)

    async def get(self, id: Any, *, wait: Optional[float] = None) -> Task:
        return await self._run(self.sync.get, id, wait=wait)

    async def wait(self, id: Any, timeout: Optional[float] = None) -> Task:
        return await self._run(self.sync.wait, id, timeout)

    async def list(self, **filters: Any) -> AsyncIterator[Task]:
        async for task in self._each(self.sync.list(**filters)):
            yield task

    async def cancel(self, id: Any) -> Any:
        return await self._run(self.sync.cancel, id)

    async def retry(self, id: Any) -> Any:
        return await self._run(self.sync.retry, id)

    async def delete(self, id: Any) -> None:
        await self._run(self.sync.delete, id)

    async def claim(self, worker: str, queues: Sequence[str], **options: Any) -> List[Task]:
        return await self._run(self.sync.claim, worker, queues, **options)

    async def renew(self, task: Task, **options: Any) -> str:
        return await self._run(self.sync.renew, task, **options)

    async def complete(self, task: Task, result: Any = None) -> str:
        return await self._run(self.sync.complete, task, result)

    async def fail(self, task: Task, error: str, **options: Any) -> Mapping[str, Any]:
        return await self._run(self.sync.fail, task, error, **options)

    async def queue(self, queue: str) -> Dict[str, Any]:
        return await self._run(self.sync.queue, queue)

    async def set_policy(self, queue: str, **policy: Any) -> Dict[str, Any]:
        return await self._run(self.sync.set_policy, queue, **policy)

    async def events(self, **options: Any) -> AsyncIterator[Event]:
        stream = self.sync.events(**options)
        try:
            async for event in self._each(stream):
                yield event
        finally:
            stream.close()

    async def _each(self, items: Iterator[Any]) -> AsyncIterator[Any]:
        end = object()
        while (item := await self._run(next, items, end)) is not end:
            yield item

    async def _run(self, call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: call(*arguments, **options))


# Workers


class Context:
    """What a handler has beside its task. All of it may be used from any thread, and nothing but ``wait`` blocks."""

    def __init__(self, task: Task, client: Client, news: Callable[[], None]):
        self.task = task
        self.client = client
        self._news = news
        self._gate = threading.Lock()
        self._cancelled = threading.Event()
        self._stopping = False
        self._progress: Optional[float] = None
        self._lines: List[str] = []
        self.reason: Optional[str] = None
        """Why the task is no longer ours: ``cancelled``, ``stale`` (another worker has it), ``unknown`` (removed), ``stopped``."""

    @property
    def cancelled(self) -> bool:
        """Whether to stop: the result would be refused. Coroutines are cancelled besides."""
        return self._cancelled.is_set()

    @property
    def stopping(self) -> bool:
        """Whether the worker is asked to end: what takes long may put its state away and raise ``Fail``."""
        return self._stopping

    def check(self) -> None:
        """Raises ``Cancelled`` when the task is no longer ours."""
        if self.cancelled:
            raise Cancelled(self.reason)

    def wait(self, seconds: float) -> bool:
        """Sleeps, but not past a cancel; whether there was one."""
        return self._cancelled.wait(seconds)

    def progress(self, part: float) -> None:
        """Tells how far it is, 0 to 1; within a second or so it can be seen."""
        self._progress = min(1.0, max(0.0, float(part)))
        self._news()

    def log(self, text: str) -> None:
        """Adds a line to the task's log."""
        with self._gate:
            self._lines.append(str(text))
        self._news()

    def _cancel(self, reason: str) -> None:
        self.reason = self.reason or reason
        self._cancelled.set()

    def _take_news(self) -> Tuple[Dict[str, Any], Callable[[], None]]:
        """What is to be told, and what to call when it was."""
        with self._gate:
            progress, lines = self._progress, len(self._lines)
            log = "\n".join(self._lines)

        def told() -> None:
            with self._gate:
                del self._lines[:lines]
                if self._progress == progress:
                    self._progress = None

        return _some(progress=progress, log=log[-_LARGEST_LOG:] or None), told


Handler = Callable[..., Any]
"""Takes the task, or the task and its ``Context``; gives the result, which is JSON. May be a coroutine function."""


@dataclass
class _Service:
    handler: Handler
    queues: Tuple[str, ...]
    concurrency: Optional[int]
    prefetch: int
    lease: Optional[Span]


_services: List[_Service] = []


def worker(*queues: str, concurrency: Optional[int] = None, prefetch: int = 0, lease: Optional[Span] = None) -> Callable[[Handler], Handler]:
    """Makes a function the handler of one or several queues; ``run`` then works on them.

    What it returns is the result. What it raises is a failed attempt: the queue's policy says whether and when there is another.

    :param concurrency: how many run at once: on threads, or as coroutines when it is a coroutine function. By default that of ``run``.
    :param prefetch: how many more are claimed than can run, which pays for tasks that take milliseconds.
    :param lease: how long a claimed task is ours without a renewal; by default the queue's (60 s). Renewed at a third of it.
    """

    def register(handler: Handler) -> Handler:
        _services.append(_Service(handler, _names(queues), concurrency, prefetch, lease))
        return handler

    return register


def run(url: Optional[str] = None, key: Optional[str] = None, *, name: Optional[str] = None, concurrency: int = 4, grace: float = 30.0, **options: Any) -> None:
    """Works on the queues of all ``@worker`` functions until SIGTERM or SIGINT.

    Then it claims no more, gives what runs ``grace`` seconds to end, and gives the rest back to its queue at once. A second signal ends the grace.

    :param name: under which the server knows this worker; by default the machine's and the number of the process.
    :param options: those of ``Client``.
    """
    runner = Worker(Client(url, key, **options), name=name, concurrency=concurrency, grace=grace)
    for service in _services:
        runner._add(service)
    runner.run()


class Worker:
    """The same without decorators: ``add`` handlers, then ``run`` or, in an event loop, ``await run_async``."""

    def __init__(self, client: Client, *, name: Optional[str] = None, concurrency: int = 4, grace: float = 30.0):
        self.client = client
        self.name = name or f"{socket.gethostname()} {os.getpid()}"
        self.grace = grace
        self._concurrency = concurrency
        self._lanes: List[_Lane] = []
        self._loop: Optional[asyncio.AbstractEventLoop] = None
        # Filled by signal handlers, too, which may not take locks.
        self._wake: "queues.SimpleQueue[Optional[BaseException]]" = queues.SimpleQueue()

    def add(self, handler: Handler, *queues: str, concurrency: Optional[int] = None, prefetch: int = 0, lease: Optional[Span] = None) -> None:
        """As the decorator ``worker`` does."""
        self._add(_Service(handler, _names(queues), concurrency, prefetch, lease))

    def run(self, *, signals: bool = True) -> None:
        """Works until ``stop``, or a signal when this is the main thread.

        :raises ApiError: the server refuses this worker (a wrong key, say).
        """
        if any(lane.is_async for lane in self._lanes):
            self._loop = asyncio.new_event_loop()
            looping = threading.Thread(target=self._loop.run_forever, name="switchyard-loop", daemon=True)
            looping.start()
        with self._signals() if signals and threading.current_thread() is threading.main_thread() else contextlib.nullcontext():
            self._start()
            error = self._await_stop()
            self._finish()
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            looping.join(1)
            if not self._loop.is_running():
                self._loop.close()
        if error is not None:
            raise error

    async def run_async(self, *, signals: bool = True) -> None:
        """The same in a running event loop, where coroutine handlers run. Cancelling it stops the worker gracefully."""
        self._loop = asyncio.get_running_loop()
        with self._signals() if signals and threading.current_thread() is threading.main_thread() else contextlib.nullcontext():
            self._start()
            # Threads of its own: the loop's may all be taken.
            with ThreadPoolExecutor(1, "switchyard-stop") as threads:
                waiting = self._loop.run_in_executor(threads, self._await_stop)
                try:
                    error = await asyncio.shield(waiting)
                except asyncio.CancelledError:
                    self.stop()
                    await waiting
                    await self._loop.run_in_executor(threads, self._finish)
                    raise
                await self._loop.run_in_executor(threads, self._finish)
        if error is not None:
            raise error

    def stop(self) -> None:
        """Asks it to end gracefully; said again, at once. May be called from anywhere, signal handlers as well."""
        self._wake.put(None)

    def _add(self, service: _Service) -> None:
        self._lanes.append(_Lane(self, service, service.concurrency or self._concurrency))

    def _broke(self, error: BaseException) -> None:
        self._wake.put(error)

    def _start(self) -> None:
        if not self._lanes:
            raise ValueError("There is no handler: decorate one with @worker(\"queue\").")
        for lane in self._lanes:
            lane.start()
        _log.info("%s works on %s at %s", self.name, ", ".join(sorted({name for lane in self._lanes for name in lane.service.queues})), self.client._http.shown)

    def _await_stop(self) -> Optional[BaseException]:
        while True:
            # Not for ever: on Windows a signal would wait as long.
            with contextlib.suppress(queues.Empty):
                return self._wake.get(timeout=1)

    def _finish(self) -> None:
        _log.info("%s stops", self.name)
        until = time.monotonic() + self.grace
        for lane in self._lanes:
            lane.stop_claiming()
        soon = time.monotonic() + 2
        for lane in self._lanes:
            lane.await_claims(soon)
        while any(lane.held for lane in self._lanes) and time.monotonic() < until:
            with contextlib.suppress(queues.Empty):
                self._wake.get(timeout=0.05)
                break
        for lane in self._lanes:
            lane.give_back()
        for lane in self._lanes:
            lane.close()
        self.client.close()

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, lambda *_: self.stop()) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler if handler is not None else signal.SIG_DFL)


class _Held:
    """A task that was claimed and has not ended."""

    def __init__(self, task: Task, context: Context):
        self.task = task
        self.context = context
        self.begun = False
        self.ended = False
        self.future: Any = None


class _Lane:
    """The queues of one handler: a thread claims, one renews, one reports, and the rest run the handler."""

    def __init__(self, owner: Worker, service: _Service, concurrency: int):
        self.owner = owner
        self.service = service
        self.client = owner.client
        self.concurrency = max(1, concurrency)
        self.is_async = inspect.iscoroutinefunction(service.handler) or inspect.iscoroutinefunction(getattr(service.handler, "__call__", None))
        self.held: Dict[Tuple[Any, Any], _Held] = {}
        self._wants_context = _takes_two(service.handler)
        self._gate = threading.Condition()
        self._stopping = threading.Event()
        self._closed = threading.Event()
        self._news = threading.Event()
        self._call = _Call()
        self._ready: "queues.SimpleQueue[_Held]" = queues.SimpleQueue()
        self._ends: "queues.SimpleQueue[Optional[_End]]" = queues.SimpleQueue()
        self._lease = _seconds(service.lease)
        self._threads: Dict[str, threading.Thread] = {}
        self._slots: Optional[asyncio.Semaphore] = None

    def start(self) -> None:
        for name, body in (("claims", self._claim), ("renews", self._renew), ("reports", self._report)):
            self._threads[name] = threading.Thread(target=body, name=f"switchyard-{name}", daemon=True)
        if not self.is_async:
            # Daemons: a handler that hangs does not keep the process.
            for number in range(self.concurrency):
                self._threads[f"runs-{number}"] = threading.Thread(target=self._run, name=f"switchyard-runs-{number}", daemon=True)
        for thread in self._threads.values():
            thread.start()

    def stop_claiming(self) -> None:
        self._stopping.set()
        with self._gate:
            self._gate.notify_all()
            held = list(self.held.values())
        # What a claim had been given when it was broken off still comes.
        self._call.half_close()
        for one in held:
            one.context._stopping = True
            if not one.begun:
                self._return(one)

    def await_claims(self, until: float) -> None:
        self._threads["claims"].join(max(0.0, until - time.monotonic()))
        self._call.abort()

    def give_back(self) -> None:
        with self._gate:
            held = list(self.held.values())
        for one in held:
            one.context._cancel("stopped")
            self._return(one)
            if one.future is not None:
                one.future.cancel()

    def close(self) -> None:
        """Reports what is left to report, for some seconds."""
        self._ends.put(None)
        self._threads["reports"].join(10)
        self._closed.set()
        self._news.set()

    # Claiming

    def _claim(self) -> None:
        tries = 0
        while not self._stopping.is_set():
            with self._gate:
                while (room := self.concurrency + self.service.prefetch - len(self.held)) <= 0 and not self._stopping.is_set():
                    self._gate.wait()
            if self._stopping.is_set():
                return
            began, pause = time.monotonic(), 0.0
            try:
                tasks, paused, now = self.client._claim(
                    self.owner.name, self.service.queues, min(room, _MOST_ITEMS), self.service.lease, _LONGEST_WAIT, self._call)
                tries = 0
                for task in tasks:
                    self._take(task, now)
                # An empty answer that did not wait, as of a paused queue, is not asked for again at once.
                if not tasks and time.monotonic() - began < 1:
                    pause = random.uniform(1, 2)
            except ApiError as error:
                if not error.is_transient:
                    self.owner._broke(error)
                    return
                pause = max(_backoff(tries), error.retry_after or 0)
                self._say_failure("claim", error, tries)
                tries += 1
            except ssl.SSLCertVerificationError as error:
                self.owner._broke(error)
                return
            except Exception as error:
                if self._stopping.is_set():
                    return
                pause = _backoff(tries)
                self._say_failure("claim", error, tries)
                tries += 1
            self._stopping.wait(pause)

    def _take(self, task: Task, now: Optional[float]) -> None:
        if self.service.lease is None:
            ends = _parse_time(task.lease_expires_at)
            # By the server's clock, which tells whole seconds; ours may be wrong.
            if ends is not None and now is not None:
                lease = max(1.0, ends - now - 1)
                if lease < 0.9 * (self._lease or 60.0):
                    # The next renewal may be sooner than was thought.
                    self._news.set()
                self._lease = lease
        held = _Held(task, Context(task, self.client, self._news.set))
        with self._gate:
            if (task.id, task.lease_number) in self.held:
                return
            self.held[task.id, task.lease_number] = held
        if self._stopping.is_set():
            self._return(held)
        elif self.is_async:
            held.future = asyncio.run_coroutine_threadsafe(self._run_coroutine(held), self.owner._loop)
        else:
            self._ready.put(held)

    # Running

    def _run(self) -> None:
        while True:
            held = self._ready.get()
            if not self._begin(held):
                continue
            try:
                with _traced(held.task):
                    arguments = (held.task, held.context) if self._wants_context else (held.task,)
                    result = self.service.handler(*arguments)
                self._completed(held, result)
            except BaseException as error:
                self._failed(held, error)

    async def _run_coroutine(self, held: _Held) -> None:
        if self._slots is None:
            self._slots = asyncio.Semaphore(self.concurrency)
        async with self._slots:
            if not self._begin(held):
                return
            try:
                with _traced(held.task):
                    arguments = (held.task, held.context) if self._wants_context else (held.task,)
                    result = await self.service.handler(*arguments)
                self._completed(held, result)
            except asyncio.CancelledError as error:
                self._failed(held, error)
                raise
            except BaseException as error:
                self._failed(held, error)

    def _begin(self, held: _Held) -> bool:
        with self._gate:
            if held.ended or held.context.cancelled:
                self._forget(held)
                return False
            held.begun = True
            return True

    def _completed(self, held: _Held, result: Any) -> None:
        try:
            text = _dumps(result)
            if len(text) > LARGEST_VALUE:
                raise ValueError(f"it has {len(text)} bytes, and {LARGEST_VALUE} are the most")
        except (TypeError, ValueError, RecursionError) as error:
            self._end(held, _End(held, error=f"The result cannot be taken: {error}", retry=False))
            return
        self._end(held, _End(held, result=text))

    def _failed(self, held: _Held, error: BaseException) -> None:
        if isinstance(error, Fail):
            self._end(held, _End(held, error=str(error) or "Failed", retry=error.retry, retry_after=error.retry_after))
            return
        if not held.context.cancelled:
            held.context.log("".join(traceback.format_exception(type(error), error, error.__traceback__)))
            _log.warning("Task %s failed: %r", held.task.id, error)
        self._end(held, _End(held, error=f"{type(error).__name__}: {error}"[:_LARGEST_LOG]))

    def _return(self, held: _Held) -> None:
        self._end(held, _End(held, error="The worker was stopped.", retry_after=0), even_cancelled=True)

    def _end(self, held: _Held, end: "_End", even_cancelled: bool = False) -> None:
        with self._gate:
            first = not held.ended
            held.ended = True
            self._forget(held)
        if first and (even_cancelled or not held.context.cancelled):
            self._ends.put(end)

    def _forget(self, held: _Held) -> None:
        with self._gate:
            if self.held.pop((held.task.id, held.task.lease_number), None) is not None:
                self._gate.notify_all()

    # Renewing

    def _renew(self) -> None:
        last, tries = time.monotonic(), 0
        while not self._closed.is_set():
            with self._gate:
                idle = not self.held
            third = (self._lease or 60.0) / 3
            # With nothing held the first claim says how long a lease is, so look often; a wait for news is cheap.
            self._news.wait(min(1.0, third) if idle else max(0.0, min(1.0, last + third - time.monotonic())))
            if self._closed.is_set():
                return
            told = self._news.is_set()
            self._news.clear()
            with self._gate:
                held = [one for one in self.held.values() if not one.context.cancelled]
            due = time.monotonic() >= last + third
            if not held:
                last = time.monotonic()
                continue
            if not due and not told:
                continue
            news = [(one, *one.context._take_news()) for one in held]
            items = news if due else [one for one in news if one[1]]
            try:
                for at in range(0, len(items), _MOST_ITEMS):
                    self._send_renewal(items[at:at + _MOST_ITEMS], third)
                last, tries = time.monotonic() if due else last, 0
            except Exception as error:
                self._say_failure("renew", error, tries)
                self._closed.wait(min(third / 2, _backoff(tries)))
                tries += 1
                self._news.set()
                continue
            # What is told often is told together.
            if items and not due:
                self._closed.wait(min(0.5, third))

    def _send_renewal(self, items: List[Tuple[_Held, Dict[str, Any], Callable[[], None]]], third: float) -> None:
        body = _dumps({"items": [{**_leased(one.task), **more} for one, more, _ in items], **_some(lease=_span(self.service.lease))})
        answer = self.client._understood(self.client._http.request("POST", "/tasks/renew", body, {}, max(2.0, third)))
        for (one, _, told), said in zip(items, answer["items"]):
            told()
            if said["outcome"] != "ok" and not one.ended:
                _log.info("Task %s is no longer ours: %s", one.task.id, said["outcome"])
                one.context._cancel(said["outcome"])
                if one.future is not None:
                    one.future.cancel()
                if not one.begun:
                    self._forget(one)

    # Reporting

    def _report(self) -> None:
        last = False
        while not last:
            ends = [self._ends.get()]
            size = 0
            # What waits goes together, as far as one body may hold.
            while ends[-1] is not None and len(ends) < _MOST_ITEMS and (size := size + ends[-1].size) < _LARGEST_BODY:
                try:
                    ends.append(self._ends.get_nowait())
                except queues.Empty:
                    break
            last = ends[-1] is None
            batch = [end for end in ends if end is not None]
            self._tell_last_news(batch)
            for path, some in (("/tasks/complete", [end for end in batch if end.error is None]), ("/tasks/fail", [end for end in batch if end.error is not None])):
                if some:
                    self._send_ends(path, some)

    def _tell_last_news(self, ends: List["_End"]) -> None:
        """What a handler said last, before its end takes the lease. It is told once: an end must not wait for a log."""
        items = [(end.held, *end.held.context._take_news()) for end in ends]
        items = [one for one in items if "log" in one[1]]
        if items:
            with contextlib.suppress(Exception):
                self._send_renewal(items, 5)

    def _send_ends(self, path: str, ends: List["_End"]) -> None:
        tries = 0
        while True:
            try:
                body = b'{"items":[' + b",".join(end.body for end in ends) + b"]}"
                answer = self.client._understood(self.client._http.request("POST", path, body, {}, self.client._timeout))
                for end, said in zip(ends, answer["items"]):
                    if said["outcome"] != "ok" and not (said["outcome"] == "stale" and tries):
                        _log.info("The end of task %s was not taken: %s", end.held.task.id, said["outcome"])
                return
            except ApiError as error:
                if error.status in (401, 403):
                    self.owner._broke(error)
                    return
                if not error.is_transient:
                    self._send_refused(path, ends, error)
                    return
                pause = max(_backoff(tries), error.retry_after or 0)
                self._say_failure("report", error, tries)
            except Exception as error:
                pause = _backoff(tries)
                self._say_failure("report", error, tries)
            tries += 1
            if self._closed.wait(pause):
                return

    def _send_refused(self, path: str, ends: List["_End"], error: ApiError) -> None:
        """One bad end must not take others with it."""
        if len(ends) > 1:
            for end in ends:
                self._send_ends(path, [end])
        elif ends[0].error is None:
            self._send_ends("/tasks/fail", [_End(ends[0].held, error=f"The result was refused: {error}", retry=False)])
        else:
            _log.error("The failure of task %s was refused, so its lease will run out: %s", ends[0].held.task.id, error)

    def _say_failure(self, act: str, error: Exception, tries: int) -> None:
        _log.log(logging.WARNING if tries == 0 else logging.DEBUG, "Could not %s: %s; going on trying", act, error or repr(error))


class _End:
    """How an attempt ended, ready to be sent."""

    def __init__(self, held: _Held, result: Optional[bytes] = None, error: Optional[str] = None, retry: bool = True, retry_after: Optional[Span] = None):
        self.held = held
        self.error = error
        if error is None:
            self.body = _dumps(_leased(held.task))[:-1] + b',"result":' + (result or b"null") + b"}"
        else:
            self.body = _dumps({**_leased(held.task), "error": error, "retry": retry, **_some(retryAfter=_span(retry_after))})
        self.size = len(self.body)


# HTTP


@dataclass
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class _Call:
    """A request under way, which another thread may break off."""

    def __init__(self) -> None:
        self._socket: Optional[socket.socket] = None
        self._is_over = False

    def goes_over(self, open: socket.socket) -> None:
        self._socket = open
        if self._is_over:
            raise ConnectionAbortedError("The request was broken off.")

    def has_gone(self) -> None:
        self._socket = None

    def half_close(self) -> None:
        """Says that we go; an answer that is on its way still arrives."""
        self._end(socket.SHUT_WR)

    def abort(self) -> None:
        self._end(socket.SHUT_RDWR)

    def _end(self, how: int) -> None:
        self._is_over = True
        if (open := self._socket) is not None:
            _shut(open, how)


def _shut(open: socket.socket, how: int) -> None:
    with contextlib.suppress(OSError):
        # Under TLS, too, whose own shutdown would forget how to read.
        socket.socket.shutdown(open, how)


class _Connections:
    """Requests over connections that are kept and used again, by any thread."""

    _IDLE = 60.0

    def __init__(self, url: str, key: Optional[str], context: Optional[ssl.SSLContext]):
        parts = urllib.parse.urlsplit(url if "//" in url else "http://" + url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"Not an address of HTTP: {url!r}")
        self._secure = parts.scheme == "https"
        self._context = context
        self._host, self._port = parts.hostname, parts.port
        self._root = parts.path.rstrip("/") + "/api/v1"
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        self.shown = f"{parts.scheme}://{host}{f':{parts.port}' if parts.port else ''}{parts.path}"
        self._headers = {"Accept": "application/json", "User-Agent": f"switchyard-python/{__version__}"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        elif parts.username is not None:
            user = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
            self._headers["Authorization"] = "Basic " + base64.b64encode(user.encode()).decode()
        self._gate = threading.Lock()
        self._idle: List[Tuple[http.client.HTTPConnection, float]] = []
        self._process = os.getpid()

    def close(self) -> None:
        with self._gate:
            idle, self._idle = self._idle, []
        for connection, _ in idle:
            connection.close()

    def request(
        self, method: str, path: str, body: Optional[bytes], headers: Mapping[str, str], timeout: float, call: Optional[_Call] = None, repeatable: bool = True,
    ) -> _Answer:
        sent = {**self._headers, **headers, **({"Content-Type": "application/json"} if body is not None else {})}
        while True:
            connection, used = self._open(timeout)
            try:
                if call is not None:
                    call.goes_over(connection.sock)
                try:
                    connection.request(method, self._root + path, body, sent)
                except (BrokenPipeError, ConnectionResetError):
                    # A server that refuses a long body may answer before it has read all, and then close.
                    if used:
                        raise
                response = connection.getresponse()
                answer = _Answer(response.status, response.headers, response.read())
            except (http.client.HTTPException, OSError) as error:
                connection.close()
                # An idle connection that was closed meanwhile says nothing about the server.
                if used and repeatable and isinstance(error, (http.client.RemoteDisconnected, ConnectionError)):
                    continue
                raise
            except BaseException:
                connection.close()
                raise
            finally:
                if call is not None:
                    call.has_gone()
            self._keep(connection, response)
            return answer

    def stream_down(self, path: str, headers: Mapping[str, str], timeout: float, call: _Call) -> Iterator[bytes]:
        """The lines of an answer as they come."""
        connection = self._new(timeout)
        try:
            call.goes_over(connection.sock)
            connection.request("GET", self._root + path, None, {**self._headers, **headers})
            response = connection.getresponse()
            if response.status != 200:
                raise ApiError(response.status, _problem(response.read()), response.headers)
            while line := response.readline():
                yield line
        finally:
            call.has_gone()
            connection.close()

    def stream_up(self, path: str, lines: Iterator[bytes], timeout: float) -> Iterator[bytes]:
        """Sends lines and gives the answer's: both at once, since neither side keeps all of them."""
        connection = self._new(timeout)
        try:
            connection.putrequest("POST", self._root + path)
            for name, value in {**self._headers, "Accept": "application/x-ndjson", "Content-Type": "application/x-ndjson", "Transfer-Encoding": "chunked"}.items():
                connection.putheader(name, value)
            connection.endheaders()
            # Between two answers lies what the tasks' source takes to give one.
            connection.sock.settimeout(None)
            sender = _Sender(connection.sock, lines)
            sender.start()
            try:
                response = connection.getresponse()
                if response.status >= 400:
                    raise ApiError(response.status, _problem(response.read()), response.headers)
                while line := response.readline():
                    yield line
            except (http.client.HTTPException, OSError):
                if sender.source_error is None:
                    raise
            finally:
                sender.end()
            if sender.source_error is not None:
                raise sender.source_error
            if not sender.sent_all:
                raise ConnectionError("The server ended its answer before it had all tasks.")
        finally:
            connection.close()

    def _open(self, timeout: float) -> Tuple[http.client.HTTPConnection, bool]:
        with self._gate:
            if self._process != os.getpid():
                # A fork must not speak on its parent's connections.
                self._idle, self._process = [], os.getpid()
            while self._idle:
                connection, since = self._idle.pop()
                if time.monotonic() - since < self._IDLE and connection.sock is not None:
                    connection.sock.settimeout(timeout)
                    return connection, True
                connection.close()
        return self._new(timeout), False

    def _new(self, timeout: float) -> http.client.HTTPConnection:
        if self._secure:
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                self._host, self._port, timeout=min(timeout, 10), context=self._context or ssl.create_default_context())
        else:
            connection = http.client.HTTPConnection(self._host, self._port, timeout=min(timeout, 10))
        connection.connect()
        connection.sock.settimeout(timeout)
        return connection

    def _keep(self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> None:
        if response.will_close or connection.sock is None:
            connection.close()
            return
        with self._gate:
            self._idle.append((connection, time.monotonic()))


class _Sender(threading.Thread):
    """Sends lines in chunks: many together while they come fast, each alone while they come slowly."""

    _FULL = 64 * 1024

    def __init__(self, open: socket.socket, lines: Iterator[bytes]):
        super().__init__(name="switchyard-sends", daemon=True)
        self._socket = open
        self._lines = lines
        self._over = False
        self.sent_all = False
        self.source_error: Optional[BaseException] = None

    def run(self) -> None:
        waiting, size, flushed = [], 0, 0.0
        try:
            while not self._over:
                try:
                    line = next(self._lines)
                except StopIteration:
                    break
                except BaseException as error:
                    self.source_error = error
                    # Without its last chunk the server sees that the stream broke off.
                    _shut(self._socket, socket.SHUT_RDWR)
                    return
                waiting.append(line)
                size += len(line)
                if size >= self._FULL or time.monotonic() - flushed > 0.05:
                    self._chunk(b"".join(waiting))
                    waiting, size, flushed = [], 0, time.monotonic()
            if not self._over:
                if waiting:
                    self._chunk(b"".join(waiting))
                self._socket.sendall(b"0\r\n\r\n")
                self.sent_all = True
        except OSError as error:
            _log.debug("The stream broke off: %s", error)

    def end(self) -> None:
        """No more is read from the source; one that hangs is left alone."""
        self._over = True
        if not self.sent_all:
            _shut(self._socket, socket.SHUT_RDWR)
        self.join(1)

    def _chunk(self, data: bytes) -> None:
        self._socket.sendall(b"%x\r\n%s\r\n" % (len(data), data))


# Values


def _dumps(value: Any) -> bytes:
    """JSON as short as can be. Decimals are numbers with all their digits, spans are seconds, times are texts."""
    mark = ""

    def other(value: Any) -> Any:
        nonlocal mark
        if isinstance(value, decimal.Decimal):
            if not value.is_finite():
                raise ValueError(f"{value} is no number of JSON")
            # No encoder of the standard library writes a number of its own form; it is cut out of a text afterwards.
            mark = mark or secrets.token_hex(16)
            return f"{mark}{value}"
        if isinstance(value, datetime.timedelta):
            return value.total_seconds()
        if isinstance(value, datetime.datetime):
            return _time(value)
        if isinstance(value, (set, frozenset)):
            return list(value)
        raise TypeError(f"{type(value).__name__} is no JSON")

    def text(ascii: bool) -> str:
        written = json.dumps(value, default=other, separators=(",", ":"), allow_nan=False, ensure_ascii=ascii)
        return re.sub(f'"{mark}([^"]*)"', r"\1", written) if mark else written

    try:
        return text(False).encode()
    except UnicodeEncodeError:
        # Half of a pair of UTF-16 can be told by an escape alone.
        return text(True).encode()


def _arrays(tasks: Sequence[Mapping[str, Any]]) -> Iterator[bytes]:
    """Bodies of up to 10,000 tasks, and far from the largest body."""
    waiting, size = [], 0
    for task in tasks:
        text = _dumps(task)
        if waiting and (len(waiting) == LARGEST_ARRAY or size + len(text) > _LARGEST_BODY):
            yield b"[" + b",".join(waiting) + b"]"
            waiting, size = [], 0
        waiting.append(text)
        size += len(text) + 1
    if waiting:
        yield b"[" + b",".join(waiting) + b"]"


def _leased(task: Task) -> Dict[str, Any]:
    return {"id": task.id, "leaseNumber": task.lease_number}


def _some(**values: Any) -> Dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _names(queues: Tuple[str, ...]) -> Tuple[str, ...]:
    if not queues or not all(isinstance(name, str) for name in queues):
        raise TypeError("A worker needs the names of its queues: @worker(\"queue\").")
    return queues


def _part(value: Any) -> str:
    return urllib.parse.quote(str(value), safe="")


def _span(value: Optional[Span]) -> Union[int, float, str, None]:
    return value.total_seconds() if isinstance(value, datetime.timedelta) else value


def _seconds(value: Optional[Span]) -> Optional[float]:
    """How long a span is; a text is one of ``hh:mm:ss`` or ISO 8601 up to days."""
    if isinstance(value, str):
        if clock := re.fullmatch(r"(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)", value):
            days, hours, minutes, seconds = (float(part or 0) for part in clock.groups())
            return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        if iso := re.fullmatch(r"P(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?", value):
            days, hours, minutes, seconds = (float(part or 0) for part in iso.groups())
            return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        return float(value)
    return None if value is None else float(_span(value))  # type: ignore[arg-type]


def _time(value: Union[Time, None]) -> Optional[str]:
    return value.astimezone(datetime.timezone.utc).isoformat().replace("+00:00", "Z") if isinstance(value, datetime.datetime) else value


def _parse_time(text: Optional[str]) -> Optional[float]:
    # fromisoformat of older Pythons knows neither Z nor seven digits.
    found = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?", text or "")
    if not found:
        return None
    at = datetime.datetime.fromisoformat(found[1] + ("+00:00" if found[3] in (None, "Z") else found[3]))
    return at.timestamp() + float(found[2] or 0)


def _date(text: Optional[str]) -> Optional[float]:
    with contextlib.suppress(TypeError, ValueError):
        return email.utils.parsedate_to_datetime(text or "").timestamp()
    return None


def _retry_after(text: Optional[str]) -> Optional[float]:
    if text and text.strip().isdigit():
        return float(text)
    at = _date(text)
    return None if at is None else max(0.0, at - time.time())


def _backoff(tries: int) -> float:
    """Grows from a tenth of a second to five; by chance, so that many do not come back together."""
    return random.uniform(0.5, 1) * min(5.0, 0.1 * 2 ** min(tries, 10))


def _int(text: str) -> Any:
    try:
        return int(text)
    except ValueError:
        return decimal.Decimal(text)


def _problem(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body[:500].decode("utf-8", "replace")


def _takes_two(handler: Handler) -> bool:
    try:
        parameters = inspect.signature(handler).parameters.values()
    except (TypeError, ValueError):
        return False
    places = [one for one in parameters if one.kind in (one.POSITIONAL_ONLY, one.POSITIONAL_OR_KEYWORD)]
    return len([one for one in places if one.default is one.empty]) >= 2 or any(one.kind == one.VAR_POSITIONAL for one in parameters)


def _trace_now() -> Optional[Dict[str, str]]:
    """The trace that is under way, when there is OpenTelemetry."""
    try:
        from opentelemetry import propagate  # type: ignore[import-not-found]
    except ImportError:
        return None
    carrier: Dict[str, str] = {}
    propagate.inject(carrier)
    return {name: carrier[name] for name in ("traceparent", "tracestate") if name in carrier} or None


@contextlib.contextmanager
def _traced(task: Task) -> Iterator[None]:
    """Runs a handler in the trace of who submitted its task, when there is OpenTelemetry."""
    if not task.trace:
        yield
        return
    try:
        from opentelemetry import propagate, trace  # type: ignore[import-not-found]
    except ImportError:
        yield
        return
    tracer = trace.get_tracer("switchyard", __version__)
    attributes = {"messaging.system": "switchyard", "messaging.destination.name": task.queue, "messaging.message.id": str(task.id)}
    with tracer.start_as_current_span(f"process {task.queue}", propagate.extract(task.trace), trace.SpanKind.CONSUMER, attributes):
        yield
