using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Switchyard.OperatorConsole.Frame;

namespace Switchyard.OperatorConsole;

public sealed class ConsolePollerTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(Samples.Start);
    private readonly ConsolePoller _poller;
    private readonly SemaphoreSlim _rounds = new(0);

    public ConsolePollerTests()
    {
        _poller = new ConsolePoller(_time, NullLogger<ConsolePoller>.Instance);
        _poller.Changed += () => _rounds.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _poller.DisposeAsync();
        _rounds.Dispose();
    }

    [Fact]
    public async Task Followers_are_called_at_once_and_in_each_period()
    {
        var calls = 0;
        _poller.Follow(_ => Task.FromResult(calls++));

        _poller.Start();
        _poller.Start();
        await RoundAsync();
        Assert.Equal(1, calls);

        _time.Advance(ConsolePoller.Period);
        await RoundAsync();
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_hidden_tab_asks_nothing_and_one_that_returns_asks_at_once()
    {
        var calls = 0;
        _poller.Follow(_ => Task.FromResult(calls++));
        await _poller.SetVisibleAsync(false);
        _poller.Start();

        _time.Advance(ConsolePoller.Period);
        _time.Advance(ConsolePoller.Period);
        Assert.Equal(0, calls);

        await _poller.SetVisibleAsync(true);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_failure_is_told_since_its_first_round_and_forgotten_after_a_good_one()
    {
        var away = true;
        var others = 0;
        _poller.Follow(_ => away ? throw new InvalidOperationException("no silo\nat X") : Task.CompletedTask);
        _poller.Follow(_ => Task.FromResult(others++));

        await _poller.RefreshAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        await _poller.RefreshAsync();
        Assert.Equal(new ConsoleFault(Samples.Start, "no silo"), _poller.Fault);
        Assert.Equal(2, others);

        away = false;
        await _poller.RefreshAsync();
        Assert.Null(_poller.Fault);
    }

    [Fact]
    public async Task Who_has_gone_is_not_called()
    {
        var calls = 0;
        var following = _poller.Follow(_ => Task.FromResult(calls++));
        await _poller.RefreshAsync();

        following.Dispose();
        await _poller.RefreshAsync();

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task An_end_breaks_off_a_round_that_hangs()
    {
        var begun = new TaskCompletionSource();
        _poller.Follow(token =>
        {
            begun.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
        });
        _poller.Start();
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);

        await _poller.DisposeAsync();

        Assert.Null(_poller.Fault);
        await _poller.RefreshAsync();
    }

    private Task RoundAsync() => _rounds.WaitAsync(TestContext.Current.CancellationToken);
}
