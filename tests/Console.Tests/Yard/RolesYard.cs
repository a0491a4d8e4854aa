using System.Collections.Concurrent;
using Microsoft.Playwright;
using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Jobs;
using Switchyard.Nodes;
using Switchyard.Servers;
using Switchyard.Tasks;
using Switchyard.Tickets;

namespace Switchyard.OperatorConsole.Yard;

/// <summary>A node with something of every door to act on, and people of three roles.</summary>
public sealed class RolesYard(ConsoleBrowser browser) : IAsyncLifetime
{
    /// <summary>Of a queue of tasks, and of a schedule.</summary>
    public const string Name = "acted-on";

    private readonly ConcurrentDictionary<string, Task<string>> _profiles = [];
    private ConsoleNode? _node;
    private SignInFront? _front;

    public ConsoleNode Node => _node ?? throw new InvalidOperationException("The node has not started.");

    /// <summary>A task that failed.</summary>
    public long Task { get; private set; }

    /// <summary>A job that waits.</summary>
    public long Job { get; private set; }

    /// <summary>A ticket that waits.</summary>
    public long Ticket { get; private set; }

    private SignInFront Front => _front ?? throw new InvalidOperationException("The front end has not started.");

    public async ValueTask InitializeAsync()
    {
        _node = await ConsoleNode.StartAsync(files => files.Table("T1"));
        _front = await SignInFront.StartAsync(_node, _node.Clock);
        var (grains, tasks) = (Node.Grains, new ConsoleTasks(Node.Grains));
        await DatasetArchive.WriteAsync(Node.Datasets, "APE");
        Task = (await tasks.SubmitAsync(Name, "one")).Single();
        await tasks.FailAllAsync(Name, _ => "no");
        Job = await Node.Jobs.AddAsync(JobOperation.Add, "APE");
        await grains.GetAccessKeys().CreateAsync(new AccessKey { Id = "k", Name = "k", Role = Role.Worker, CreatedAt = Node.Clock.GetUtcNow() }, new byte[32]);
        await grains.Reach<IScheduleGrain>(Name).PutAsync(new("0 3 * * *", null, false, new(new NewTask { Queue = Name, Payload = "1"u8.ToArray() }, null, null, null), "{}"u8.ToArray()));
        Ticket = await grains.GetUploads().ReserveIdAsync();
        await using (var archive = new MemoryStream("archive"u8.ToArray()))
        {
            var blob = (await Node.Blobs.WriteAsync(archive, 1024, TestContext.Current.CancellationToken)).Id;
            Assert.True(await grains.GetTicket(Ticket).SubmitAsync(new("Dummy", new byte[32], blob, "::1")));
        }
    }

    public async Task<Visit> VisitAsync(string person, string path) =>
        await Visit.ToAsync(browser.Chromium, Front.Address, path, profile: await _profiles.GetOrAdd(person, SignInAsync));

    public async ValueTask DisposeAsync()
    {
        await (_front?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_node?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task<string> SignInAsync(string person)
    {
        await using var visit = await Visit.ToAsync(browser.Chromium, Front.Address, "/console/queues");
        await SignInFront.SignInAsync(visit, person);
        await Assertions.Expect(visit["person"]).ToHaveTextAsync(person);
        return await visit.KeepAsync();
    }
}
