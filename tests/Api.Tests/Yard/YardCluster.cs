using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Switchyard.Blobs;
using Switchyard.Hosting;
using Switchyard.Work.Events;

[assembly: AssemblyFixture(typeof(Switchyard.Yard.YardCluster))]

namespace Switchyard.Yard;

/// <summary>One node, with the real grains on SQLite, behind the real front end. Tests take names and targets of their own.</summary>
public class YardCluster : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("switchyard-api-");
    private readonly ConcurrentDictionary<string, Lazy<Task<FrontEnd>>> _frontEnds = [];
    private TestSilo? _silo;

    public CallFaults Faults { get; } = new();

    public IGrainFactory Grains => Silo.Grains;

    public YardTables Tables => field ??= new(this, _directory.CreateSubdirectory("input"));

    public YardJobs Jobs => field ??= new(this);

    public YardTickets Tickets => field ??= new(this);

    public YardExpertise Expertise => field ??= new(this);

    public YardBlobs Blobs => field ??= new(new GrainBlobStore(Grains, Patience.Calls), Path.Combine(_directory.FullName, "data", "blobs"));

    /// <summary>Where the node says what happens.</summary>
    public WorkEvents Events => Silo.Services.GetRequiredService<WorkEvents>();

    /// <summary>The sources and services of the node.</summary>
    protected virtual (string Key, string Value)[] Compute => YardSource.Settings;

    /// <summary>The node's; null: the system's.</summary>
    protected virtual TimeProvider? Clock => null;

    private TestSilo Silo => _silo ?? throw new InvalidOperationException("The node has not started.");

    public virtual async ValueTask InitializeAsync()
    {
        var storage = new StorageOptions { DataDirectory = Path.Combine(_directory.FullName, "data") };
        await Tables.WriteFirstAsync();
        (string, string)[] all = [("Tables:InputDirectory", Tables.Input), .. Compute, .. await ArrangeAsync()];
        _silo = await TestSilo.StartAsync(storage, all, silo =>
        {
            silo.AddIncomingGrainCallFilter(Faults).AddOutgoingGrainCallFilter(Faults);
            if (Clock is { } clock)
            {
                silo.Services.AddSingleton(clock);
            }
        });
        if (Compute.Contains(("Compute:Sources:0:Name", YardSource.Name)))
        {
            await YardSource.PauseAsync(Grains);
        }
    }

    /// <summary>Makes what the node needs before it starts.</summary>
    /// <returns>Settings that tell the node of it.</returns>
    protected virtual ValueTask<IEnumerable<(string Key, string Value)>> ArrangeAsync() => new([]);

    /// <summary>A front end is half a second's work; most tests need none of their own.</summary>
    public async Task<FrontEnd> ShareFrontEndAsync((string Key, string Value)[] settings)
    {
        var start = _frontEnds.GetOrAdd(string.Join('\n', settings), _ => new(() => FrontEnd.StartAsync(this, services: null, settings)));
        return (await start.Value).Share();
    }

    public virtual async ValueTask DisposeAsync()
    {
        Tables.Dispose();
        GC.SuppressFinalize(this);
        // One that did not start has failed its tests.
        foreach (var frontEnd in _frontEnds.Values.Where(frontEnd => frontEnd.Value.IsCompletedSuccessfully))
        {
            await (await frontEnd.Value).DisposeAsync();
        }

        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }

        Tables.Dispose();
        _directory.Delete(recursive: true);
    }
}
