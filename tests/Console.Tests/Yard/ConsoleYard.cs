using System.Collections.Concurrent;
using System.Text;
using Microsoft.Playwright;
using Switchyard.Hosting;
using Switchyard.Servers;
using Switchyard.Tasks;

namespace Switchyard.OperatorConsole.Yard;

/// <summary>One node with the whole front end before it, and people of three roles, for all tests of pages that are no door's.</summary>
public sealed class ConsoleYard(ConsoleBrowser browser) : IAsyncLifetime
{
    public const string Admin = "root";
    public const string Operator = "olga";
    public const string Viewer = "vic";

    private readonly ConcurrentDictionary<string, Task<string>> _profiles = [];
    private ConsoleNode? _node;
    private SignInFront? _front;

    public ConsoleNode Node => _node ?? throw new InvalidOperationException("The node has not started.");

    public ITaskLaneGrain Lane => Node.Grains.Reach<ITaskLaneGrain>(0);

    private SignInFront Front => _front ?? throw new InvalidOperationException("The front end has not started.");

    public async ValueTask InitializeAsync()
    {
        _node = await ConsoleNode.StartAtAsync(TimeProvider.System.GetUtcNow());
        _front = await SignInFront.StartAsync(_node, _node.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await (_front?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_node?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>A page as somebody sees it who has signed in.</summary>
    public async Task<Visit> VisitAsync(string person, string path, int width = 1360, int height = 900, ColorScheme scheme = ColorScheme.Light) => await Visit.ToAsync(
        browser.Chromium, Front.Address, path, width, height, scheme, await _profiles.GetOrAdd(person, SignInAsync));

    /// <summary>A task that waits.</summary>
    public async Task<long> SubmitAsync(string queue, string? name = null) =>
        (await Lane.SubmitAsync([new NewTask { Queue = queue, Payload = Encoding.UTF8.GetBytes("{}"), Name = name }]))[0].Id;

    /// <summary>A task whose only attempt failed for good.</summary>
    public async Task<long> FailAsync(string queue, string error)
    {
        var id = await SubmitAsync(queue);
        var waiting = Node.Grains.Reach<ITaskQueueGrain>(queue);
        TaskClaimResult claim;
        while ((claim = await waiting.ClaimAsync(new TaskClaim("w", 1, null, 1024))).Tasks.Count == 0)
        {
            await waiting.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        }

        var claimed = Assert.Single(claim.Tasks);
        Assert.Equal(id, claimed.Id);
        await Lane.FailAsync([new TaskFailure(id, claimed.LeaseNumber, error, Retry: false)]);
        return id;
    }

    private async Task<string> SignInAsync(string person)
    {
        await using var visit = await Visit.ToAsync(browser.Chromium, Front.Address, "/console/queues");
        await SignInFront.SignInAsync(visit, person);
        await Assertions.Expect(visit["person"]).ToHaveTextAsync(person);
        return await visit.KeepAsync();
    }
}

/// <summary>One after the other: some acts are on all queues.</summary>
[CollectionDefinition(Name)]
public sealed class YardCollection : ICollectionFixture<ConsoleYard>
{
    public const string Name = "yard";
}
