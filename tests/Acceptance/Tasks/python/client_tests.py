"""The Python client against the node at SWITCHYARD_URL; run by ClientTests."""
import asyncio
import decimal
import itertools
import threading
import time
import unittest
import uuid

from switchyard import ApiError, AsyncClient, Cancelled, Client, Fail, Worker, new_task


def eventually(ask, until, seconds=60):
    end = time.monotonic() + seconds
    while not until(answer := ask()):
        if time.monotonic() > end:
            raise AssertionError(f"Awaited in vain; the last answer is {answer}")
        time.sleep(0.05)
    return answer


class Working:
    """A worker in threads of this process."""

    def __init__(self, client, handler, *queues, grace=5.0, **options):
        self.worker = Worker(client, grace=grace)
        self.worker.add(handler, *queues, **options)
        self.stopped = False
        self.thread = threading.Thread(target=self.worker.run, kwargs={"signals": False}, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def stop(self):
        # Said twice, it would end the grace.
        if not self.stopped:
            self.stopped = True
            self.worker.stop()

    def __exit__(self, *_):
        self.stop()
        self.thread.join(30)
        assert not self.thread.is_alive(), "The worker did not end."


class Test(unittest.TestCase):
    def setUp(self):
        self.client = Client()
        self.queue = f"py-{uuid.uuid4().hex}"

    def tearDown(self):
        self.client.close()


class Submitting(Test):
    def test_one_with_all_options(self):
        task = self.client.submit(
            self.queue, {"ä": [1, None]}, name="n", priority=3, delay=3600, unique_key="k", unique_for="PT2H", group_key="g", tags=["t"],
            max_attempts=2, timeout="00:01:00", deadline="P1D", trace={"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"})

        found = self.client.get(task.id)

        self.assertEqual((task.id, "queued", {"ä": [1, None]}), (found.id, found.status, found.payload))
        self.assertEqual(("n", 3, "g", ("t",)), (found.name, found.priority, found.group_key, found.tags))
        self.assertFalse(task.existing)
        again = self.client.submit(self.queue, 1, unique_key="k")
        self.assertEqual((task.id, True), (again.id, again.existing))

    def test_said_twice_under_a_key_it_is_one(self):
        key = uuid.uuid4().hex
        self.assertEqual(self.client.submit(self.queue, 1, idempotency_key=key).id, self.client.submit(self.queue, 1, idempotency_key=key).id)

    def test_arrays_and_streams_keep_their_order(self):
        many = self.client.submit_many([new_task(self.queue, number) for number in range(10_500)])
        self.assertEqual(10_500, len({one.id for one in many}))
        self.assertEqual(10_400, self.client.get(many[10_400].id).payload)

        mixed = self.client.submit_many(new_task(name, number) for number, name in enumerate([self.queue, "no such name!", self.queue]))
        self.assertEqual([True, False, True], [one.error is None for one in mixed])

    def test_a_stream_answers_while_it_goes_on(self):
        answered = threading.Event()

        def source():
            yield new_task(self.queue, "first")
            self.assertTrue(answered.wait(30), "No answer came while the stream went on.")
            yield new_task(self.queue, "last")

        ids = []
        for one in self.client.submit_stream(source()):
            ids.append(one.id)
            answered.set()
        self.assertEqual(["first", "last"], [self.client.get(id).payload for id in ids])

    def test_a_source_that_breaks_is_told(self):
        def source():
            yield new_task(self.queue, 1)
            raise KeyError("broken")

        with self.assertRaises(KeyError):
            self.client.submit_many(source())

    def test_every_digit_is_kept(self):
        exact = Client(parse_float=decimal.Decimal)
        value = {"pi": decimal.Decimal("3.14159265358979323846264338327950288"), "large": 10**40, "small": decimal.Decimal("1E-400"), "cents": decimal.Decimal("1.10")}
        task = exact.submit(self.queue, value)
        found = exact.get(task.id).payload
        self.assertEqual(value, found)
        self.assertEqual("1.10", str(found["cents"]))

    def test_what_is_refused_says_why(self):
        with self.assertRaises(ApiError) as refused:
            self.client.submit("no such name!", 1)
        self.assertEqual(400, refused.exception.status)
        self.assertTrue(refused.exception.request_id)
        with self.assertRaises(ApiError) as large:
            self.client.submit(self.queue, "x" * (1 << 20))
        self.assertEqual(413, large.exception.status)


class Acting(Test):
    def test_by_hand(self):
        task = self.client.submit(self.queue, 1)
        claimed, = self.client.claim("me", [self.queue], max=5, lease=30, wait=20)
        self.assertEqual((task.id, 1), (claimed.id, claimed.attempt))
        self.assertEqual("ok", self.client.renew(claimed, progress=0.5, log="half"))
        self.assertEqual(0.5, self.client.get(task.id).progress)
        self.assertEqual("queued", self.client.fail(claimed, "not yet", retry_after=0)["status"])
        self.assertEqual("stale", self.client.renew(claimed))
        claimed, = self.client.claim("me", [self.queue], wait=20)
        self.assertEqual("ok", self.client.complete(claimed, {"done": True}))
        self.assertEqual({"done": True}, self.client.wait(task.id, 5).result)

    def test_cancel_retry_delete_list(self):
        tasks = [self.client.submit(self.queue, number, name=f"task {number}") for number in range(3)]
        self.client.cancel(tasks[0].id)
        self.assertEqual([tasks[0].id], [task.id for task in self.client.list(queue=self.queue, status="cancelled")])
        self.assertEqual({task.id for task in tasks}, {task.id for task in self.client.list(queue=self.queue)})
        self.assertEqual(2, len(list(self.client.list(queue=self.queue, limit=2))))
        self.client.delete(tasks[0].id)
        with self.assertRaises(ApiError) as gone:
            self.client.get(tasks[0].id)
        self.assertEqual(404, gone.exception.status)
        claimed = self.client.claim("me", [self.queue], wait=20)[0]
        self.client.fail(claimed, "never", retry=False)
        self.client.retry(claimed.id)
        self.assertEqual("queued", self.client.get(claimed.id).status)

    def test_a_wait_ends(self):
        task = self.client.submit(self.queue, 1)
        with self.assertRaises(TimeoutError):
            self.client.wait(task.id, 0.5)

    def test_queues_and_schedules(self):
        self.client.set_policy(self.queue, lease=30, maxAttempts=2)
        self.assertEqual(2, self.client.queue(self.queue)["policy"]["maxAttempts"])
        self.client.pause_queue(self.queue)
        self.client.submit(self.queue, 1)
        self.assertEqual([], self.client.claim("me", [self.queue]))
        self.client.resume_queue(self.queue)
        self.assertEqual(1, len(self.client.claim("me", [self.queue], wait=20)))

        name = f"yearly-{self.queue}"
        self.client.put_schedule(name, "0 0 1 1 *", new_task(self.queue, "scheduled"), time_zone="Europe/Berlin")
        self.assertEqual(5, len(self.client.schedule(name)["next"]))
        self.assertIn(name, [schedule["name"] for schedule in self.client.schedules()])
        self.client.run_schedule(name)
        self.assertEqual("scheduled", self.client.claim("me", [self.queue], wait=20)[0].payload)
        self.client.pause_schedule(name)
        self.assertTrue(self.client.schedule(name)["paused"])
        self.client.delete_schedule(name)

    def test_events_come_and_go_on_where_they_were(self):
        with self.client.events(queue=self.queue) as events:
            coming = []
            thread = threading.Thread(target=lambda: coming.extend(itertools.islice(events, 3)))
            thread.start()
            # Until the stream is open nothing would be told.
            eventually(lambda: events._call._socket, lambda socket: socket is not None)
            time.sleep(0.5)
            task = self.client.submit(self.queue, 1)
            self.client.complete(self.client.claim("me", [self.queue], wait=20)[0])
            thread.join(30)
        self.assertEqual(["queued", "running", "completed"], [event.name for event in coming])
        self.assertEqual({str(task.id)}, {str(event.data["id"]) for event in coming})
        with self.client.events(queue=self.queue, last_event_id=coming[0].id) as events:
            self.assertEqual(["running", "completed"], [event.name for event in itertools.islice(events, 2)])


class Workers(Test):
    def test_results_failures_and_endings_for_good(self):
        self.client.set_policy(self.queue, backoff={"first": 0.1, "factor": 1, "most": 0.1, "jitter": 0})

        def handler(task):
            if task.payload == "bad":
                raise Fail("This will never work.", retry=False)
            if task.payload == "flaky" and task.attempt == 1:
                raise ValueError("Not at first")
            if task.payload == "odd":
                return float("nan")
            return {"got": task.payload}

        with Working(self.client, handler, self.queue):
            good, bad, flaky, odd = (self.client.submit(self.queue, payload) for payload in ("good", "bad", "flaky", "odd"))
            self.assertEqual({"got": "good"}, self.client.wait(good.id, 30).result)
            ended = self.client.wait(bad.id, 30)
            self.assertEqual(("failed", "This will never work.", 1), (ended.status, ended.error, ended.attempt))
            ended = self.client.wait(flaky.id, 30)
            self.assertEqual(("completed", 2), (ended.status, ended.attempt))
            self.assertEqual("failed", self.client.wait(odd.id, 30).status)

    def test_a_handler_has_the_trace_of_who_submitted_its_task(self):
        trace = "0af7651916cd43dd8448eb211c80319c"
        seen = {}
        with Working(self.client, lambda task: seen.update({task.payload: task.trace}), self.queue):
            traced = self.client.submit(self.queue, "traced", trace={"traceparent": f"00-{trace}-b7ad6b7169203331-01", "tracestate": "a=b"})
            self.assertEqual("completed", self.client.wait(traced.id).status)
        self.assertEqual((trace, "a=b"), (seen["traced"]["traceparent"].split("-")[1], seen["traced"]["tracestate"]))

    def test_a_lease_is_renewed_and_progress_and_log_are_told(self):
        go = threading.Event()

        def handler(task, ctx):
            ctx.progress(0.4)
            ctx.log("begun")
            go.wait(30)
            ctx.log("ended")
            return task.attempt

        with Working(self.client, handler, self.queue, lease=1):
            task = self.client.submit(self.queue, 1)
            eventually(lambda: self.client.get(task.id), lambda found: found.progress == 0.4)
            # Longer than two leases.
            time.sleep(2.5)
            go.set()
            ended = self.client.wait(task.id, 30)
        self.assertEqual(("completed", 1), (ended.status, ended.result))

    def test_a_cancel_reaches_a_thread_and_a_coroutine(self):
        told = []

        def handler(task, ctx):
            ctx.progress(0.1)
            if ctx.wait(30):
                told.append(ctx.reason)
            ctx.check()

        async def coroutine(task, ctx):
            ctx.progress(0.1)
            try:
                await asyncio.sleep(30)
            except asyncio.CancelledError:
                told.append(ctx.reason)
                raise

        other = self.queue + "-async"
        with Working(self.client, handler, self.queue, lease=1), Working(self.client, coroutine, other, lease=1):
            tasks = [self.client.submit(queue, 1) for queue in (self.queue, other)]
            for task in tasks:
                eventually(lambda: self.client.get(task.id), lambda found: found.progress == 0.1)
                self.client.cancel(task.id)
            eventually(lambda: told, lambda words: len(words) == 2)
        self.assertEqual(["cancelled", "cancelled"], told)
        self.assertEqual(["cancelled", "cancelled"], [self.client.get(task.id).status for task in tasks])

    def test_many_are_done_within_the_bound(self):
        running, most, gate = 0, 0, threading.Lock()

        async def handler(task):
            nonlocal running, most
            with gate:
                running += 1
                most = max(most, running)
            await asyncio.sleep(0.001)
            with gate:
                running -= 1
            return task.payload * 2

        ids = [one.id for one in self.client.submit_many([new_task(self.queue, number) for number in range(500)])]
        with Working(self.client, handler, self.queue, concurrency=5, prefetch=50):
            for number, id in enumerate(ids):
                self.assertEqual(number * 2, self.client.wait(id, 60).result)
        self.assertLessEqual(most, 5)
        self.assertGreater(most, 1)

    def test_a_worker_that_stops_ends_what_runs_and_gives_the_rest_back(self):
        begun, go = threading.Event(), threading.Event()

        def handler(task, ctx):
            begun.set()
            go.wait(30)
            return ctx.stopping

        ids = [one.id for one in self.client.submit_many([new_task(self.queue, number) for number in range(3)])]
        with Working(self.client, handler, self.queue, concurrency=1, prefetch=2) as working:
            self.assertTrue(begun.wait(30))
            eventually(lambda: [self.client.get(id).status for id in ids], lambda words: words == ["running"] * 3)
            working.stop()
            eventually(lambda: [self.client.get(id).status for id in ids], lambda words: words == ["running", "queued", "queued"])
            go.set()
        self.assertEqual(("completed", True), (self.client.get(ids[0]).status, self.client.get(ids[0]).result))

    def test_what_outlasts_the_grace_is_given_back_at_once(self):
        told = []

        def handler(task, ctx):
            ctx.wait(30)
            told.append(ctx.reason)

        task = self.client.submit(self.queue, 1)
        with Working(self.client, handler, self.queue, grace=0.3) as working:
            eventually(lambda: self.client.get(task.id).status, lambda word: word == "running")
            working.stop()
            working.thread.join(30)
        self.assertEqual("queued", self.client.get(task.id).status)
        self.assertEqual(2, self.client.claim("me", [self.queue], wait=20)[0].attempt)
        self.assertEqual(["stopped"], eventually(lambda: told, lambda words: words))

    def test_a_claim_that_is_broken_off_takes_nothing_with_it(self):
        with Working(self.client, lambda task: None, self.queue):
            self.client.wait(self.client.submit(self.queue, 1).id, 30)
        task = self.client.submit(self.queue, 2)
        self.assertEqual([task.id], [claimed.id for claimed in self.client.claim("me", [self.queue], wait=5)])

    def test_asyncio(self):
        async def main():
            async with AsyncClient() as client:
                worker = Worker(client.sync, grace=5)

                async def handler(task):
                    if task.payload > 0:
                        child = await client.submit(self.queue, task.payload - 1)
                        return child.id
                    return "bottom"

                worker.add(handler, self.queue)
                running = asyncio.create_task(worker.run_async(signals=False))
                first = await client.submit(self.queue, 1)
                child = (await client.wait(first.id, 30)).result
                self.assertEqual("bottom", (await client.wait(child, 30)).result)
                self.assertEqual(2, len([task async for task in client.list(queue=self.queue, status="completed")]))
                running.cancel()
                with self.assertRaises(asyncio.CancelledError):
                    await running

        asyncio.run(main())


if __name__ == "__main__":
    unittest.main(verbosity=2)
