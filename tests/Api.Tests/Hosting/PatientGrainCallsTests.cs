using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Blobs;
using Switchyard.Tickets;
using Switchyard.Yard;

namespace Switchyard.Hosting;

/// <summary>Calls whose answer never comes: the silo that had it is gone, and nobody tells the front end.</summary>
public sealed class PatientGrainCallsTests : IAsyncLifetime
{
    /// <summary>A call that is lost for good takes 30 s, or what its method says.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("switchyard-patient-");
    private readonly CallFaults _faults = new();
    private readonly LostGateways _gateways = new();
    private readonly PatientCalls _calls = Patience.Calls;
    private TestSilo _silo = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.StartAsync(
        new StorageOptions { DataDirectory = _directory.FullName },
        silo => silo
            .AddOutgoingGrainCallFilter(new PatientGrainCalls(_calls, _gateways, TimeProvider.System, NullLogger<PatientGrainCalls>.Instance))
            .AddOutgoingGrainCallFilter(_faults));

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData(nameof(IBlobGrain.AppendAsync))]
    [InlineData(nameof(IBlobGrain.CommitAsync))]
    public async Task A_call_that_only_its_caller_repeats_is_given_up_in_time(string method)
    {
        using var lost = LoseFirst<IBlobGrain>(method);
        var store = new GrainBlobStore(_silo.Grains, _calls);

        var blob = await store.WriteAsync(new MemoryStream([1, 2, 3]), 3, Token).WaitAsync(Soon, TimeProvider.System, Token);

        Assert.Equal((3, 2), (blob.Length, lost.Calls.Count));
    }

    [Fact]
    public async Task A_call_that_may_take_long_is_asked_again_when_its_gateway_is_lost()
    {
        using var lost = LoseFirst<IUploadsGrain>(nameof(IUploadsGrain.CheckAsync));
        var asked = _silo.Grains.GetUploads().CheckAsync("none", 1, 1);
        await lost.Began;

        _gateways.Changed(this, new GatewayCountChangedEventArgs(1, 2));

        Assert.Equal(UploadOutcome.NotAnArchive, (await asked.WaitAsync(Soon, TimeProvider.System, Token)).Outcome);
        Assert.Equal(2, lost.Calls.Count);
    }

    [Fact]
    public async Task A_call_that_may_take_long_is_asked_once_while_no_gateway_is_lost()
    {
        _gateways.Changed(this, new GatewayCountChangedEventArgs(2, 1));
        using var watched = _faults.OnTheWay<IUploadsGrain>(nameof(IUploadsGrain.CheckAsync), _ => true, async call =>
        {
            await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System, Token);
            await call.InvokeAsync();
        });

        await _silo.Grains.GetUploads().CheckAsync("none", 1, 1);

        Assert.Single(watched.Calls);
    }

    private CallFault LoseFirst<TGrain>(string method)
    {
        var calls = 0;
        return _faults.OnTheWay<TGrain>(
            method, _ => true, call => Interlocked.Increment(ref calls) == 1 ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Token) : call.InvokeAsync());
    }
}
