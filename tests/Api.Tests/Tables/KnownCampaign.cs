using Microsoft.Extensions.DependencyInjection;
using Switchyard.Jobs;
using Switchyard.Yard;

namespace Switchyard.Tables;

/// <summary>
/// A node whose clock stands still, and of which all is known: of four tables one came back with a result, one with an error,
/// one is out, and one waits. Its clients were last seen within a day, an hour, a quarter of one, a minute.
/// </summary>
public sealed class KnownCampaign : YardCluster
{
    private readonly SetClock _clock = new(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private FrontEnd? _frontEnd;

    /// <summary>Of a front end with the same clock.</summary>
    public HttpClient Client => _frontEnd!.Client;

    protected override TimeProvider Clock => _clock;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var solved = await Tables.AddAsync("solved", "a day ago");
        _clock.Advance(TimeSpan.FromSeconds(90));
        var annotations = new AnnotationSet([new Annotation(1, 0, "Q72")], [], []);
        Assert.Equal(StoreOutcome.Stored, await solved.Grain.StoreResultAsync("a day ago", new TableResult(annotations, [], new RawBody(2, "{}"u8.ToArray(), null))));
        _clock.Advance(TimeSpan.FromHours(2));
        var failed = await Tables.AddAsync("failed", "an hour ago");
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(StoreOutcome.Stored, await failed.Grain.StoreErrorAsync("an hour ago", "why", new RawBody(3, "why"u8.ToArray(), null)));
        _clock.Advance(TimeSpan.FromMinutes(35));
        var running = await Tables.AddAsync("running", "a quarter ago");
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.NotNull(await running.Grain.AssignAsync("now", AssignMode.Copy));
        await Jobs.AddAsync("KNOWN", JobStatus.Built);
        _frontEnd = await FrontEnd.StartAsync(this, services => services.AddSingleton<TimeProvider>(_clock));
    }

    public override async ValueTask DisposeAsync()
    {
        if (_frontEnd is not null)
        {
            await _frontEnd.DisposeAsync();
        }

        await base.DisposeAsync();
    }
}
