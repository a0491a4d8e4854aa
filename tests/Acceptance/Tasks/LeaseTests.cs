using System.Net;
using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Tasks;

/// <summary>Leases: who holds a task, has it alone; and what becomes of an attempt.</summary>
public sealed class LeaseTests(SharedNode shared)
{
    [Fact]
    public async Task Work_done_under_a_lease_is_taken_once()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var id = await tasks.SubmitAsync(queue);
        var claimed = await tasks.TakeAsync(queue, lease: "30");

        var renewed = await tasks.ActAsync("renew", claimed, "\"progress\":0.25,\"log\":\"a line\"");
        Assert.Equal("ok", (string?)renewed["outcome"]);
        Assert.True(Time(renewed["leaseExpiresAt"]) >= Time(claimed["leaseExpiresAt"]));
        Assert.InRange(Time(renewed["leaseExpiresAt"]) - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));
        Assert.Equal(0.25, (double?)(await tasks.TaskAsync(id))["progress"]);
        Assert.Contains("a line", (await tasks.ShowAsync($"/work/{id}"))["log"]!.ToJsonString(), StringComparison.Ordinal);

        Assert.Equal("ok", await tasks.OutcomeAsync("complete", claimed, "\"result\":{\"n\":1}"));
        Assert.Equal("ok", await tasks.OutcomeAsync("complete", claimed, "\"result\":{\"n\":2}"));

        var task = await tasks.TaskAsync(id);
        Assert.Equal(("completed", 1, """{"n":1}"""), ((string?)task["status"], (int)task["attempt"]!, task["result"]!.ToJsonString()));
        Assert.Equal("stale", await Ended("renew"));
        Assert.Equal("stale", await Ended("fail"));
        Assert.Equal("completed", await tasks.StatusAsync(id));

        // An act that comes after the end changes nothing; which word it gets is not promised beyond that.
        async Task<string> Ended(string act)
        {
            var outcome = await tasks.OutcomeAsync(act, claimed, act == "fail" ? "\"error\":\"late\"" : "");
            Assert.NotEqual("ok", outcome);
            return "stale";
        }
    }

    [Fact]
    public async Task A_renewal_is_as_long_as_it_says_or_as_the_claim_said()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        await tasks.SubmitAsync(queue);
        var claimed = await tasks.TakeAsync(queue, lease: "\"PT2M\"");
        var item = $$"""{"id":{{claimed["id"]!.ToJsonString()}},"leaseNumber":{{claimed["leaseNumber"]}}}""";

        var longer = (await tasks.PostAsync("/tasks/renew", $$"""{"items":[{{item}}],"lease":"01:00:00"}""")).Is(HttpStatusCode.OK).Json["items"]![0]!;
        Assert.InRange(Time(longer["leaseExpiresAt"]) - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(55), TimeSpan.FromMinutes(60));
        var usual = await tasks.ActAsync("renew", claimed);
        Assert.InRange(Time(usual["leaseExpiresAt"]) - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(60));
    }

    [Fact]
    public async Task A_lease_that_has_run_out_is_anothers_and_its_holder_is_told()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var id = await tasks.SubmitAsync(queue);
        var lost = await tasks.TakeAsync(queue, lease: "1", worker: "first");

        var second = await tasks.TakeAsync(queue, worker: "second");

        Assert.Equal((id, 2), (TasksClient.IdOf(second), (int)second["attempt"]!));
        Assert.True((long)second["leaseNumber"]! > (long)lost["leaseNumber"]!);
        foreach (var (act, more) in new[] { ("renew", ""), ("complete", "\"result\":1"), ("fail", "\"error\":\"late\"") })
        {
            Assert.Equal("stale", await tasks.OutcomeAsync(act, lost, more));
        }

        var task = await tasks.TaskAsync(id);
        Assert.Equal(("running", "second"), ((string?)task["status"], (string?)task["worker"]));
        Assert.Equal("ok", await tasks.OutcomeAsync("complete", second));
    }

    [Fact]
    public async Task What_was_never_a_task_is_unknown()
    {
        var tasks = await shared.TasksAsync();
        var nobody = JsonNode.Parse("""{"id":"987654321987","leaseNumber":1}""")!;
        var queue = TasksClient.NewQueue();
        await tasks.SubmitAsync(queue);
        if ((await tasks.TakeAsync(queue))["id"]!.GetValueKind() == System.Text.Json.JsonValueKind.Number)
        {
            nobody["id"] = 987_654_321_987;
        }

        foreach (var act in new[] { "renew", "complete", "fail" })
        {
            Assert.Equal("unknown", await tasks.OutcomeAsync(act, nobody, act == "fail" ? "\"error\":\"x\"" : ""));
        }
    }

    [Fact]
    public async Task A_failure_goes_back_for_another_try_until_the_last()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        (await tasks.PutAsync($"/queues/{queue}", """{"backoff":{"first":1,"factor":1,"most":1,"jitter":0}}""")).Is(HttpStatusCode.OK);
        var id = await tasks.SubmitAsync(queue, "1", "\"maxAttempts\":3");

        // By the policy, by the worker's word, and at last for good.
        var first = await tasks.TakeAsync(queue);
        var failed = await tasks.ActAsync("fail", first, "\"error\":\"one\"");
        Assert.Equal(("ok", "queued"), ((string?)failed["outcome"], (string?)failed["status"]));
        Assert.InRange(Time(failed["notBefore"]) - TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
        var queued = await tasks.TaskAsync(id);
        Assert.Equal(("queued", "one", 1), ((string?)queued["status"], (string?)queued["error"], (int)queued["attempt"]!));

        var second = await tasks.TakeAsync(queue);
        Assert.Equal(2, (int)second["attempt"]!);
        failed = await tasks.ActAsync("fail", second, "\"error\":\"two\",\"retryAfter\":0");
        Assert.Equal("queued", (string?)failed["status"]);

        var third = await tasks.TakeAsync(queue);
        failed = await tasks.ActAsync("fail", third, "\"error\":\"three\"");
        Assert.Equal(("ok", "failed"), ((string?)failed["outcome"], (string?)failed["status"]));
        var dead = await tasks.TaskAsync(id);
        Assert.Equal(("failed", "three", 3), ((string?)dead["status"], (string?)dead["error"], (int)dead["attempt"]!));

        // A retry gives a new budget, and the attempts go on counting.
        (await tasks.PostAsync($"/tasks/{id}/retry", "")).Is(HttpStatusCode.OK);
        for (var attempt = 4; attempt <= 6; attempt++)
        {
            var next = await tasks.TakeAsync(queue);
            Assert.Equal(attempt, (int)next["attempt"]!);
            failed = await tasks.ActAsync("fail", next, "\"error\":\"again\",\"retryAfter\":0");
            Assert.Equal(attempt < 6 ? "queued" : "failed", (string?)failed["status"]);
        }
    }

    [Fact]
    public async Task A_failure_that_is_not_to_be_tried_again_is_the_end()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        var id = await tasks.SubmitAsync(queue);

        var failed = await tasks.ActAsync("fail", await tasks.TakeAsync(queue), "\"error\":\"never\",\"retry\":false");

        Assert.Equal(("ok", "failed"), ((string?)failed["outcome"], (string?)failed["status"]));
        Assert.Equal("failed", await tasks.StatusAsync(id));
        Assert.Equal(id, Assert.Single(TasksClient.IdsOf((await tasks.ShowAsync($"/tasks?queue={queue}&status=failed"))["items"]!.AsArray())));
    }

    [Fact]
    public async Task Lost_leases_use_attempts_up()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        (await tasks.PutAsync($"/queues/{queue}", """{"lease":1,"backoff":{"first":0,"factor":1,"most":0,"jitter":0}}""")).Is(HttpStatusCode.OK);
        var id = await tasks.SubmitAsync(queue, "1", "\"maxAttempts\":2");

        await tasks.TakeAsync(queue);
        await tasks.TakeAsync(queue);

        var task = await tasks.EndAsync(id);
        Assert.Equal(("failed", 2), ((string?)task["status"], (int)task["attempt"]!));
        Assert.NotEmpty((string)task["error"]!);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_a_failure_and_the_last_one_is_timed_out()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        (await tasks.PutAsync($"/queues/{queue}", """{"backoff":{"first":0,"factor":1,"most":0,"jitter":0}}""")).Is(HttpStatusCode.OK);
        var id = await tasks.SubmitAsync(queue, "1", "\"maxAttempts\":2,\"timeout\":1");

        var first = await tasks.TakeAsync(queue, lease: "60");
        var second = await tasks.TakeAsync(queue, lease: "60");
        Assert.Equal(2, (int)second["attempt"]!);
        Assert.NotEqual("ok", await tasks.OutcomeAsync("renew", first));

        var task = await tasks.EndAsync(id);
        Assert.Equal(("timedout", 2), ((string?)task["status"], (int)task["attempt"]!));
        Assert.NotEqual("ok", await tasks.OutcomeAsync("complete", second));
    }

    [Fact]
    public async Task A_deadline_ends_a_task_wherever_it_is()
    {
        var tasks = await shared.TasksAsync();
        var (queue, other) = (TasksClient.NewQueue(), TasksClient.NewQueue());
        var waiting = await tasks.SubmitAsync(other, "1", "\"deadline\":1");
        var running = await tasks.SubmitAsync(queue, "1", $"\"deadline\":\"{TimeProvider.System.GetUtcNow().AddSeconds(2):O}\"");
        var claimed = await tasks.TakeAsync(queue, lease: "60");
        Assert.Equal(running, TasksClient.IdOf(claimed));

        Assert.Equal("timedout", (string?)(await tasks.EndAsync(waiting))["status"]);
        Assert.Equal("timedout", (string?)(await tasks.EndAsync(running))["status"]);

        Assert.Equal("cancelled", await tasks.OutcomeAsync("renew", claimed));
        Assert.NotEqual("ok", await tasks.OutcomeAsync("complete", claimed));
        Assert.Empty(await tasks.ClaimAsync(other));
    }

    [Fact]
    public async Task Many_acts_go_in_one_request_and_each_has_its_outcome()
    {
        var tasks = await shared.TasksAsync();
        var queue = TasksClient.NewQueue();
        for (var number = 0; number < 3; number++)
        {
            await tasks.SubmitAsync(queue);
        }

        var claimed = await tasks.ClaimAsync(queue, 3);
        (await tasks.PostAsync($"/tasks/{claimed[1]["id"]}/cancel", "")).Is(HttpStatusCode.OK);
        var items = string.Join(',', claimed.Select(item => $$"""{"id":{{item["id"]!.ToJsonString()}},"leaseNumber":{{item["leaseNumber"]}}}"""));

        var answers = (await tasks.PostAsync("/tasks/complete", $$"""{"items":[{{items}}]}""")).Is(HttpStatusCode.OK).Json["items"]!.AsArray();

        Assert.Equal(["ok", "cancelled", "ok"], answers.Select(answer => (string)answer!["outcome"]!));
        Assert.Equal(TasksClient.IdsOf(claimed), TasksClient.IdsOf(answers));
        Assert.Equal(2, (await tasks.ShowAsync($"/tasks?queue={queue}&status=completed"))["items"]!.AsArray().Count);
        Assert.Equal("cancelled", (string?)Assert.Single((await tasks.ShowAsync($"/tasks?queue={queue}&status=cancelled"))["items"]!.AsArray())!["status"]);
    }

    private static DateTimeOffset Time(JsonNode? text) => DateTimeOffset.Parse((string)text!, null);
}
