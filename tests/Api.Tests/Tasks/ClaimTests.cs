using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Work;
using Switchyard.Yard;

namespace Switchyard.Tasks;

public sealed class ClaimTests(YardCluster cluster) : TasksTest(cluster)
{
    private string Other => Queue + "-other";

    [Fact]
    public async Task It_has_all_that_a_worker_needs()
    {
        var id = await AddAsync("""{"a":1}""", ""","name":"n","priority":-3,"groupKey":"g","tags":["t"]""");
        var before = TimeProvider.System.GetUtcNow();

        var task = Assert.Single(await ClaimAsync(1, ""","lease":"PT2M" """))!;

        Assert.Equal((id, Queue, 1, """{"a":1}"""), ((long)task["id"]!, (string?)task["queue"], (int)task["attempt"]!, task["payload"]!.ToJsonString()));
        Assert.Equal(("n", -3, "g", "t"), ((string?)task["name"], (int)task["priority"]!, (string?)task["groupKey"], (string?)task["tags"]![0]));
        Assert.InRange((DateTimeOffset)task["leaseExpiresAt"]!, before.AddSeconds(115), before.AddSeconds(150));
        Assert.True((long)task["leaseNumber"]! > 0);
    }

    [Fact]
    public async Task Queues_are_asked_in_the_order_given_until_there_are_enough()
    {
        await PostAsync(Tasks, $$"""[{"queue":"{{Queue}}","payload":1},{"queue":"{{Other}}","payload":2},{"queue":"{{Other}}","payload":3}]""");

        var (_, first) = await PostAsync($"{Tasks}/claim", $$"""{"worker":"w","queues":["{{Other}}","{{Queue}}"],"max":2}""");
        var (_, second) = await PostAsync($"{Tasks}/claim", $$"""{"worker":"w","queues":["{{Other}}","{{Queue}}"],"max":2}""");

        Assert.Equal([2, 3], first["items"]!.AsArray().Select(task => (int)task!["payload"]!));
        Assert.Equal([1], second["items"]!.AsArray().Select(task => (int)task!["payload"]!));
    }

    [Fact]
    public async Task Of_nothing_there_is_an_empty_list()
    {
        var (status, claimed) = await PostAsync($"{Tasks}/claim", $$"""{"worker":"w","queues":["{{Queue}}"]}""");

        Assert.Equal((HttpStatusCode.OK, """{"items":[],"paused":[]}"""), (status, claimed.ToJsonString()));
    }

    [Fact]
    public async Task One_that_waits_has_what_comes_meanwhile()
    {
        using var request = Waiting(20);
        var asked = Client.SendAsync(request, Cancelled);
        var id = await AddAsync();

        using var answer = await asked;

        Assert.Equal("wait=20", Assert.Single(answer.Headers.GetValues("Preference-Applied")));
        Assert.Equal(id, (long)Json(await answer.Content.ReadAsStringAsync(Cancelled))["items"]![0]!["id"]!);
    }

    [Fact]
    public async Task One_that_waits_for_one_queue_is_handed_what_comes_and_does_not_claim_again()
    {
        await HoldAsync();
        var claims = 0;
        for (var round = 0; round < 5 && claims != 1; round++)
        {
            using var stands = Yard.Faults.Watch<ITaskQueueGrain>(nameof(ITaskQueueGrain.StandAsync), call => call.Key == Queue);
            using var claimed = Yard.Faults.Watch<ITaskQueueGrain>(nameof(ITaskQueueGrain.ClaimAsync), call => call.Key == Queue);
            using var request = Waiting(20);
            var asked = Client.SendAsync(request, Cancelled);
            await stands.Began;
            var id = await AddAsync();

            using var answer = await asked;

            Assert.Equal(id, (long)Json(await answer.Content.ReadAsStringAsync(Cancelled))["items"]![0]!["id"]!);
            claims = claimed.Calls.Count;
        }

        // Now and then the task comes before the claim stands in its line.
        Assert.Equal(1, claims);
    }

    [Fact]
    public async Task It_waits_on_all_its_queues()
    {
        using var request = Waiting(20, Other);
        var asked = Client.SendAsync(request, Cancelled);
        await AddAsync("7");

        using var answer = await asked;

        Assert.Equal(7, (int)Json(await answer.Content.ReadAsStringAsync(Cancelled))["items"]![0]!["payload"]!);
    }

    [Fact]
    public async Task A_wait_has_an_end()
    {
        using var request = Waiting(1);
        using var answer = await Client.SendAsync(request, Cancelled);

        Assert.Empty(Json(await answer.Content.ReadAsStringAsync(Cancelled))["items"]!.AsArray());
    }

    [Fact]
    public async Task Nothing_is_handed_to_one_that_left_while_it_waited()
    {
        using var stands = Yard.Faults.Watch<ITaskQueueGrain>(nameof(ITaskQueueGrain.StandAsync), call => call.Key == Queue);
        using var leaves = Yard.Faults.Watch<ITaskQueueGrain>(nameof(ITaskQueueGrain.LeaveAsync), call => call.Key == Queue);
        await LeaveAsync(20, stands.Began);
        await leaves.Ended;

        var id = await AddAsync();

        var task = Assert.Single(await ClaimAsync(1, "", ("Prefer", "wait=10")))!;
        Assert.Equal((id, 1), ((long)task["id"]!, (int)task["attempt"]!));
    }

    [Fact]
    public async Task What_was_claimed_for_one_that_left_is_given_back()
    {
        var gone = new Goings();
        await using var front = await FrontEnd.StartAsync(Yard, services => services.AddSingleton<IStartupFilter>(gone));
        var id = await AddAsync();
        using (var slow = Yard.Faults.On<ITaskQueueGrain>(nameof(ITaskQueueGrain.ClaimAsync), call => call.Key == Queue, async call =>
        {
            await gone.First;
            await call.InvokeAsync();
        }))
        {
            await LeaveAsync(0, slow.Began, front.Client);
            await slow.Ended;
        }

        var task = Assert.Single(await ClaimAsync(1, "", ("Prefer", "wait=10")))!;
        Assert.Equal((id, 2), ((long)task["id"]!, (int)task["attempt"]!));
    }

    [Fact]
    public async Task A_queue_that_is_paused_hands_nothing_out_and_is_named()
    {
        await AddAsync();
        await Yard.Grains.GetGrain<IQueueGrain>(Queue).PauseAsync("the tests", "why not");

        var (_, claimed) = await PostAsync($"{Tasks}/claim", $$"""{"worker":"w","queues":["{{Other}}","{{Queue}}"]}""");

        Assert.Equal($$"""{"items":[],"paused":["{{Queue}}"]}""", claimed.ToJsonString());
    }

    [Fact]
    public async Task It_stops_before_16_mebibytes_over_all_queues()
    {
        var payload = $"\"{new string('x', 1_000_000)}\"";
        foreach (var queue in new[] { Queue, Other })
        {
            var tasks = Enumerable.Repeat($$"""{"queue":"{{queue}}","payload":{{payload}}}""", 10);
            Assert.Equal(HttpStatusCode.OK, (await SendAsync("POST", Tasks, $"[{string.Join(',', tasks)}]")).Status);
        }

        var (_, claimed) = await PostAsync($"{Tasks}/claim", $$"""{"worker":"w","queues":["{{Queue}}","{{Other}}"],"max":100}""");

        Assert.InRange(claimed["items"]!.AsArray().Count, 15, 16);
    }

    [Theory]
    [InlineData("""{"queues":["q"]}""", "worker is missing.")]
    [InlineData("""{"worker":"","queues":["q"]}""", "worker must be")]
    [InlineData("""{"worker":"w"}""", "queues must name at least one queue.")]
    [InlineData("""{"worker":"w","queues":[]}""", "queues must name at least one queue.")]
    [InlineData("""{"worker":"w","queues":["q","a b"]}""", "queues[1] must be")]
    [InlineData("""{"worker":"w","queues":["q"],"max":1001}""", "max must be")]
    [InlineData("""{"worker":"w","queues":["q"],"lease":0.5}""", "lease must be")]
    [InlineData("""{"worker":"w","queues":["q"],"leases":1}""", "'leases' is not known.")]
    public async Task It_is_refused(string body, string why)
    {
        var (status, problem) = await PostAsync($"{Tasks}/claim", body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(why, (string?)problem["detail"], StringComparison.Ordinal);
    }

    /// <summary>A worker that asks, and leaves at a time.</summary>
    private async Task LeaveAsync(int wait, Task when, HttpClient? client = null)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        using var request = Waiting(wait);
        var asked = (client ?? Client).SendAsync(request, left.Token);
        await when;
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    private HttpRequestMessage Waiting(int seconds, params string[] before) => new(HttpMethod.Post, $"{Tasks}/claim")
    {
        Headers = { { "Prefer", $"wait={seconds}" } },
        Content = new StringContent(
            $$"""{"worker":"w","queues":[{{string.Join(',', before.Append(Queue).Select(queue => $"\"{queue}\""))}}]}""", mediaType: new("application/json")),
    };

    /// <summary>Notices when the server hears that a client has left.</summary>
    private sealed class Goings : IStartupFilter
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task First => _first.Task;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                context.RequestAborted.Register(_first.SetResult);
                return rest(context);
            });
            next(app);
        };
    }
}
