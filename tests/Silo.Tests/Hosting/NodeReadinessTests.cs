using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Switchyard.Nodes;
using Switchyard.Work.Store;

namespace Switchyard.Hosting;

public sealed class NodeReadinessTests : IAsyncLifetime
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("switchyard-ready-");
    private readonly FakeTimeProvider _time = new();
    private readonly WorkStoreDouble _work = new();
    private readonly DiskDouble _disk = new();
    private TaskCompletionSource _asked = new();
    private Func<Task> _answer = () => Task.CompletedTask;
    private IHost _host = null!;
    private NodeReadiness _readiness = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await TestSilo.BuildAsync(new StorageOptions { DataDirectory = _directory.FullName });
        _readiness = new NodeReadiness(
            _host.Services.GetRequiredService<ISiloStatusOracle>(),
            PingAsync,
            _work,
            _disk,
            _host.Services.GetRequiredService<IHostApplicationLifetime>(),
            _time,
            NullLogger<NodeReadiness>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _readiness.StopAsync(Token);
        _readiness.Dispose();
        await _host.StopAsync(Token);
        await ((IAsyncDisposable)_host).DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_node_is_ready_when_its_silo_is_active_and_its_store_answers()
    {
        await _readiness.StartAsync(Token);
        Assert.False(_readiness.IsReady);
        Assert.StartsWith("the silo is ", _readiness.Reason, StringComparison.Ordinal);

        await _host.StartAsync(Token);
        Assert.True(_readiness.IsReady);
        Assert.Null(_readiness.Reason);
    }

    [Fact]
    public async Task A_store_that_goes_away_and_comes_back_is_noticed()
    {
        await _host.StartAsync(Token);
        await _readiness.StartAsync(Token);

        await AnswerAsync(() => Task.FromException(new IOException("gone")));
        Assert.Equal("the store cannot be reached", _readiness.Reason);

        await AnswerAsync(() => Task.CompletedTask);
        Assert.True(_readiness.IsReady);
    }

    [Fact]
    public async Task A_work_store_that_takes_no_writes_is_noticed()
    {
        await _host.StartAsync(Token);
        await _readiness.StartAsync(Token);
        Assert.True(_readiness.IsReady);

        _work.TakesWrites = false;
        for (var round = 0; round < 2; round++)
        {
            await AnswerAsync(() => Task.CompletedTask);
        }

        Assert.Equal("the work store takes no writes", _readiness.Reason);

        _work.TakesWrites = true;
        await AnswerAsync(() => Task.CompletedTask);
        Assert.True(_readiness.IsReady);
    }

    [Fact]
    public async Task A_full_disk_is_named_until_it_has_room_again()
    {
        await _host.StartAsync(Token);
        await _readiness.StartAsync(Token);

        _disk.FreeBytes = 10 << 20;
        await AnswerAsync(() => Task.CompletedTask);
        Assert.Equal("the disk of /data has 10 MiB free, and Storage:MinFree is 256 MiB", _readiness.Reason);

        (_disk.FreeBytes, _disk.RunBytes) = (1L << 40, 3 << 20);
        await AnswerAsync(() => Task.CompletedTask);
        Assert.Equal("the disk of /data/runs has 3 MiB free, and Storage:MinFree is 256 MiB", _readiness.Reason);

        (_disk.FreeBytes, _disk.RunBytes, _disk.Refusal) = (null, null, "the disk of /data cannot be written: read-only");
        for (var round = 0; round < 2; round++)
        {
            await AnswerAsync(() => Task.CompletedTask);
        }

        Assert.Equal("the disk of /data cannot be written: read-only", _readiness.Reason);

        _disk.Refusal = null;
        await AnswerAsync(() => Task.CompletedTask);
        Assert.True(_readiness.IsReady);
    }

    [Fact]
    public async Task An_idle_node_writes_less_often_than_it_asks()
    {
        await _host.StartAsync(Token);
        await _readiness.StartAsync(Token);

        for (var round = 0; round < 3; round++)
        {
            await AnswerAsync(() => Task.CompletedTask);
        }

        // At 0, 6 and, when that round has ended already, 12 seconds.
        Assert.InRange(_work.Asked, 2, 3);
    }

    [Fact]
    public async Task A_node_that_was_told_to_stop_drains()
    {
        await _host.StartAsync(Token);
        await _readiness.StartAsync(Token);

        _host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.False(_readiness.IsReady);
        Assert.Equal("draining", _readiness.Reason);
    }

    /// <summary>Lets time pass until the store was asked twice: then the first answer has been seen.</summary>
    private async Task AnswerAsync(Func<Task> answer)
    {
        _answer = answer;
        for (var question = 0; question < 2; question++)
        {
            _asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _time.Advance(Period);
            await _asked.Task.WaitAsync(Patience, Token);
        }
    }

    /// <summary>A store of the test's own: a real one cannot be made to refuse writes from here.</summary>
    private sealed class WorkStoreDouble : IStoreHealth
    {
        public bool TakesWrites { get; set; } = true;

        public int Asked { get; private set; }

        public Task<bool> PingAsync()
        {
            Asked++;
            return Task.FromResult(TakesWrites);
        }
    }

    /// <summary>A disk of the test's own: a real one is not filled here.</summary>
    private sealed class DiskDouble : INodeDisk
    {
        public IReadOnlyList<string> Places => ["/data", "/data/runs"];

        public long Needed => 256L << 20;

        public long? FreeBytes { get; set; } = 1L << 40;

        public long? RunBytes { get; set; } = 1L << 40;

        public string? Refusal { get; set; }

        public long? Free(string place) => place == "/data" ? FreeBytes : RunBytes;

        public string? WhyNotWritable() => Refusal;
    }

    private Task PingAsync(CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        return _answer();
    }
}
