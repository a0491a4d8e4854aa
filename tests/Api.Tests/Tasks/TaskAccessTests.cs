using System.Net;
using Switchyard.Auth;
using Switchyard.Yard;

namespace Switchyard.Tasks;

public sealed class TaskAccessTests(YardCluster cluster) : TasksTest(cluster)
{
    protected override (string Key, string Value)[] Settings => KeysAlone;

    private string Other => Queue + "-other";

    [Theory]
    [InlineData(Role.Viewer, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.NotFound)]
    [InlineData(Role.Client, HttpStatusCode.Created, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.NotFound)]
    [InlineData(Role.Worker, HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData(Role.Operator, HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.NotFound)]
    [InlineData(Role.Admin, HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound)]
    public async Task A_role_may_do_its_own(Role role, HttpStatusCode submit, HttpStatusCode claim, HttpStatusCode policy, HttpStatusCode look)
    {
        var key = Key(await NewKeyAsync(role));

        Assert.Equal(submit, (await SendAsync("POST", Tasks, Task(Queue), key)).Status);
        Assert.Equal(claim, (await SendAsync("POST", $"{Tasks}/claim", Claim(Queue), key)).Status);
        Assert.Equal(policy, (await SendAsync("PUT", $"/api/v1/queues/{Queue}", "{}", key)).Status);
        Assert.Equal(look, await StatusAsync("GET", $"{Tasks}/9000000000000000", key));
    }

    [Fact]
    public async Task A_client_sees_and_cancels_its_own_alone()
    {
        var (mine, others) = (Key(await NewKeyAsync(Role.Client)), Key(await NewKeyAsync(Role.Client)));
        var id = (long)Json((await SendAsync("POST", Tasks, Task(Queue, ""","uniqueKey":"k" """), mine)).Body)["id"]!;

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("GET", $"{Tasks}/{id}", mine));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("GET", $"{Tasks}/{id}", others));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("POST", $"{Tasks}/{id}/cancel", others));
        Assert.Empty(Json((await SendAsync("GET", $"{Tasks}?queue={Queue}", null, others)).Body)["items"]!.AsArray());
        Assert.Single(Json((await SendAsync("GET", $"{Tasks}?queue={Queue}", null, mine)).Body)["items"]!.AsArray());
        // Of a unique key it learns that it is taken, and nothing of the task.
        Assert.Equal(
            (HttpStatusCode.OK, $$"""{"id":{{id}},"existing":true}"""), await SendAsync("POST", Tasks, Task(Queue, ""","uniqueKey":"k" """), others));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("POST", $"{Tasks}/{id}/cancel", mine));
    }

    [Fact]
    public async Task The_same_idempotency_key_of_another_account_is_another()
    {
        var (mine, others, key) = (Key(await NewKeyAsync(Role.Client)), Key(await NewKeyAsync(Role.Client)), ("Idempotency-Key", Queue));

        var first = (await SendAsync("POST", Tasks, Task(Queue), mine, key)).Body;
        var second = (await SendAsync("POST", Tasks, Task(Queue), others, key)).Body;

        Assert.NotEqual((long)Json(first)["id"]!, (long)Json(second)["id"]!);
    }

    [Fact]
    public async Task A_key_of_some_queues_names_no_others()
    {
        var operators = Key(await NewKeyAsync(Role.Operator));
        var bound = Key(await NewKeyAsync(Role.Operator, change: key => key with { Queues = [Queue] }));
        var id = (long)Json((await SendAsync("POST", Tasks, Task(Other), operators)).Body)["id"]!;

        Assert.Equal(HttpStatusCode.Created, (await SendAsync("POST", Tasks, Task(Queue), bound)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync("POST", Tasks, Task(Other), bound)).Status);
        var many = Json((await SendAsync("POST", Tasks, $"[{Task(Queue)},{Task(Other)}]", bound)).Body);
        Assert.Equal(403, (int)many[1]!["error"]!["status"]!);
        Assert.NotNull(many[0]!["id"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync("POST", $"{Tasks}/claim", Claim(Other), bound)).Status);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("GET", $"{Tasks}/{id}", bound));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("DELETE", $"{Tasks}/{id}", bound));
        Assert.Empty(Json((await SendAsync("GET", $"{Tasks}?queue={Other}", null, bound)).Body)["items"]!.AsArray());
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("GET", $"/api/v1/queues/{Other}", bound));
    }

    [Fact]
    public async Task A_key_of_some_queues_ends_no_others_tasks()
    {
        var operators = Key(await NewKeyAsync(Role.Operator));
        var bound = Key(await NewKeyAsync(Role.Worker, change: key => key with { Queues = [Queue] }));
        await SendAsync("POST", Tasks, $"[{Task(Queue)},{Task(Other)}]", operators);
        var (others, mine) = (await HoldAsync(Other, operators), await HoldAsync(Queue, bound));

        var (_, body) = await SendAsync("POST", $"{Tasks}/complete", $$"""{"items":[{{others}},{{mine}}]}""", bound);

        Assert.Equal(["unknown", "ok"], Json(body)["items"]!.AsArray().Select(item => (string?)item!["outcome"]));
        Assert.Equal("ok", (string?)Json((await SendAsync("POST", $"{Tasks}/complete", $$"""{"items":[{{others}}]}""", operators)).Body)["items"]![0]!["outcome"]);
    }

    private async Task<string> HoldAsync(string queue, (string, string) key)
    {
        var task = Json((await SendAsync("POST", $"{Tasks}/claim", Claim(queue), key)).Body)["items"]![0]!;
        return $$"""{"id":{{task["id"]}},"leaseNumber":{{task["leaseNumber"]}}}""";
    }

    private static string Task(string queue, string more = "") => $$"""{"queue":"{{queue}}","payload":1{{more}}}""";

    private static string Claim(string queue) => $$"""{"worker":"w","queues":["{{queue}}"]}""";
}
