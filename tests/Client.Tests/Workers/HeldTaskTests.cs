using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Switchyard.Client.Tasks;

namespace Switchyard.Client.Workers;

public sealed class HeldTaskTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly WorkerClock _clock;
    private readonly HeldTask _held;
    private int _changes;

    public HeldTaskTests()
    {
        _clock = new(_time);
        var task = new ClaimedTask(1, "q", 7, default, 1, JsonSerializer.SerializeToElement(1));
        _held = new(task, Lease, TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), _clock, () => _changes++);
    }

    public void Dispose() => _held.Dispose();

    [Fact]
    public void A_lease_that_is_not_renewed_is_lost_before_its_end()
    {
        _time.Advance(TimeSpan.FromSeconds(26));
        Assert.False(_held.Lost.IsCancellationRequested);

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(_held.Lost.IsCancellationRequested);
        Assert.Equal(Loss.RanOut, _held.Loss);
    }

    [Fact]
    public void A_renewal_counts_from_when_it_was_asked_for()
    {
        _time.Advance(TimeSpan.FromSeconds(15));
        _held.Renewed(TimeSpan.FromSeconds(10));

        _time.Advance(TimeSpan.FromSeconds(21));
        Assert.False(_held.Lost.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(_held.Lost.IsCancellationRequested);
    }

    [Fact]
    public void An_attempt_ends_at_its_time_however_often_it_is_renewed()
    {
        for (var second = 0; second < 59; second += 10)
        {
            Assert.False(_held.Lost.IsCancellationRequested);
            _held.Renewed(_clock.Now);
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.True(_held.Lost.IsCancellationRequested);
        Assert.Equal(Loss.TimedOut, _held.Loss);
    }

    [Fact]
    public async Task The_first_reason_counts()
    {
        var lost = new TaskCompletionSource();
        _held.Lost.Register(lost.SetResult);
        _held.Lose(Loss.Cancelled);
        _held.Lose(Loss.Stopping);

        await lost.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(Loss.Cancelled, _held.Loss);
    }

    [Fact]
    public void What_is_reported_is_gathered_for_a_second_and_sent_once()
    {
        _held.Report(0.1, null);
        _held.Report(0.2, "one");
        _held.Report(null, "two");

        Assert.Equal(1, _changes);
        Assert.Equal(TimeSpan.FromSeconds(1), _held.View.DueAt);
        Assert.Equal(new Renewal(1, 7, 0.2, "one\ntwo\n"), _held.TakeRenewal());
        Assert.Equal(new Renewal(1, 7), _held.TakeRenewal());
    }

    [Fact]
    public void What_could_not_be_sent_comes_before_what_came_later()
    {
        _held.Report(0.1, "one");
        var first = _held.TakeRenewal();
        _held.Report(0.3, "two");
        _held.PutBack(first);

        Assert.Equal(new Renewal(1, 7, 0.3, "one\ntwo\n"), _held.TakeRenewal());
    }

    [Fact]
    public void A_log_that_cannot_be_sent_keeps_its_end()
    {
        for (var line = 0; line < 20_000; line++)
        {
            _held.Report(null, $"line {line}");
        }

        var log = _held.TakeRenewal().Log!;
        Assert.Equal(64 * 1024, log.Length);
        Assert.EndsWith("line 19999\n", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flushing_ends_when_all_was_sent()
    {
        Assert.True(_held.FlushAsync().IsCompleted);
        _held.Report(0.5, "last words");

        var flushed = _held.FlushAsync();
        Assert.False(flushed.IsCompleted);
        Assert.Equal(_clock.Now, _held.View.DueAt);
        _held.TakeRenewal();
        _held.Renewed(_clock.Now);
        await flushed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
