using System.Net;
using System.Text;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Contract;

/// <summary>32 clients at once.</summary>
public sealed class ConcurrencyTests
{
    private const int Clients = 32;
    private const int Tables = 160;

    [Fact]
    public async Task Each_table_is_handed_out_once_and_each_result_is_stored_once()
    {
        await using var node = await TablesNode.StartAsync(input => input.WithSmallTables(Tables, 3));

        var taken = await AllAsync(async client =>
        {
            var mine = new List<string>();
            for (var turn = 0; turn < Tables / Clients; turn++)
            {
                var package = await node.Door.TakeAsync(client);
                mine.Add(package.Name);
                (await node.Door.StoreResultAsync(package.Name, client, Result.For(package, target => $"{client}-{package.Name}-{target}").ToJsonString())).IsStored();
            }

            return mine;
        });

        Assert.Equal(Tables, taken.SelectMany(mine => mine).Distinct().Count());
        (await node.Door.GetWorkAsync("one more")).IsPage(HttpStatusCode.Gone);
        Assert.Equal(Tables * 3, (await node.Door.SubmissionAsync("cea")).Count);
        Assert.Equal(Tables, (await node.Door.ZipAsync("/downloadResults")).Select(entry => Encoding.UTF8.GetString(entry.Body)).Distinct().Count());
        var stats = await node.Door.StatsAsync();
        Assert.Equal($$"""{"error":0,"result":{{Tables}},"total":{{Tables}},"unfinished":0}""", stats["tables"]!.ToJsonString());
        Assert.Equal(Clients, (int)stats["clients"]!["hour"]!);
    }

    [Fact]
    public async Task Results_and_errors_of_all_for_the_same_table_are_all_kept()
    {
        await using var node = await TablesNode.StartAsync(input => input.WithSmallTables(1, 1));
        await AllAsync(node.Door.TakeAsync);

        await AllAsync(async client =>
        {
            var answer = client.EndsWith('7')
                ? await node.Door.StoreErrorAsync("T0000", client, client)
                : await node.Door.StoreResultAsync("T0000", client, Result.Of(1, 0, client));
            answer.IsStored();
            return client;
        });

        var results = await node.Door.ZipAsync("/downloadResults");
        var errors = await node.Door.ZipAsync("/downloadErrors");
        Assert.Equal(Clients, results.Count + errors.Count);
        Assert.Equal(Clients, results.Concat(errors).Select(entry => Encoding.UTF8.GetString(entry.Body)).Distinct().Count());
        Assert.Equal(Clients, results.Concat(errors).Select(entry => entry.Name).Distinct().Count());
        Assert.Matches("^T0000,1,0,client [0-9]+$", Assert.Single(await node.Door.SubmissionAsync("cea")));
        Assert.Equal(
            $$"""{"error":{{errors.Count}},"result":{{results.Count}},"total":1,"unfinished":0}""", (await node.Door.StatsAsync())["tables"]!.ToJsonString());
    }

    private static Task<T[]> AllAsync<T>(Func<string, Task<T>> act) =>
        Task.WhenAll(Enumerable.Range(0, Clients).Select(number => act($"client {number}")));
}
