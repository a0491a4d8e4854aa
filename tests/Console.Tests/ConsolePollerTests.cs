using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Work.Changes;

namespace Switchyard.OperatorConsole;

public sealed class ConsolePollerTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(Samples.Start);
    private readonly ToldChanges _cluster = new();
    private readonly ChangeWatch _watch;
    private readonly ConsolePoller _poller;
    private readonly SemaphoreSlim _rounds = new(0);

    public ConsolePollerTests()
    {
        _watch = new ChangeWatch(_cluster.Grains, _time, NullLogger<ChangeWatch>.Instance);
        _poller = new ConsolePoller(_watch, new SharedReads(_time), _time, NullLogger<ConsolePoller>.Instance);
        _poller.Changed += () => _rounds.Release();
    }

    public async ValueTask DisposeAsync()
    {
        await _poller.DisposeAsync();
        await _watch.DisposeAsync();
        _rounds.Dispose();
    }

    [Fact]
    public async Task Followers_are_called_at_once_and_now_and_then()
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
    public async Task What_changed_is_loaded_and_nothing_else()
    {
        var (jobs, everything, tables) = (0, 0, 0);
        _poller.Follow(_ => Task.FromResult(jobs++), () => LiveScope.OfKinds("job"));
        _poller.Follow(_ => Task.FromResult(everything++));
        _poller.Follow(_ => Task.FromResult(tables++), () => LiveScope.OfKinds("table").And(LiveScope.OfQueues("tables")));
        _poller.Start();
        await RoundAsync();

        await TellAsync(ChangeTopics.Queue("tables"));
        Assert.Equal((1, 2, 2), (jobs, everything, tables));

        await TellAsync(ChangeTopics.Kind("job"), ChangeTopics.Queue("jobs"));
        Assert.Equal((2, 3, 2), (jobs, everything, tables));
    }

    [Fact]
    public async Task A_circuit_that_begins_takes_what_is_known_to_be_unchanged()
    {
        await using (var alone = Another())
        {
            Assert.Equal(_time.GetTimestamp(), alone.Since);
        }

        _poller.Follow(_ => Task.CompletedTask);
        var began = _time.GetTimestamp();
        _poller.Start();
        await RoundAsync();
        _time.Advance(TimeSpan.FromMilliseconds(300));
        await using (var second = Another())
        {
            Assert.Equal(began, second.Since);
        }

        await TellAsync(ChangeTopics.Kind("job"));
        await using var third = Another();
        Assert.Equal(_time.GetTimestamp(), third.Since);

        ConsolePoller Another() => new(_watch, new SharedReads(_time), _time, NullLogger<ConsolePoller>.Instance);
    }

    [Fact]
    public async Task After_an_act_everything_is_loaded_twice_since_some_are_on_the_record_before_they_take_effect()
    {
        var jobs = 0;
        _poller.Follow(_ => Task.FromResult(jobs++), () => LiveScope.OfKinds("job"));
        _poller.Start();
        await RoundAsync();

        await TellAsync(ChangeTopics.Acts);
        Assert.Equal(2, jobs);
        await TellAsync();
        Assert.Equal(3, jobs);
    }

    [Fact]
    public async Task A_cluster_that_does_not_say_what_changed_is_looked_at_as_a_whole()
    {
        var jobs = 0;
        _poller.Follow(_ => Task.FromResult(jobs++), () => LiveScope.OfKinds("job"));
        _poller.Start();
        await RoundAsync();

        _cluster.IsAway = true;
        await TellAsync();

        Assert.Equal(2, jobs);
    }

    [Fact]
    public async Task Nobody_is_asked_what_changed_while_no_tab_is_visible()
    {
        _poller.Follow(_ => Task.CompletedTask);
        _poller.Start();
        await RoundAsync();
        await TellAsync(ChangeTopics.Kind("job"));
        var asked = _cluster.Asked;

        await _poller.SetVisibleAsync(false);
        _time.Advance(ChangeWatch.Period);
        _time.Advance(ChangeWatch.Period);

        Assert.Equal(asked, _cluster.Asked);
    }

    [Fact]
    public async Task A_circuit_without_its_browser_rests_until_it_is_back()
    {
        var calls = 0;
        _poller.Follow(_ => Task.FromResult(calls++));
        _poller.Start();
        await RoundAsync();

        await _poller.SetConnectedAsync(false);
        await _poller.SetVisibleAsync(false);
        await _poller.SetVisibleAsync(true);
        Assert.Equal(1, calls);

        await _poller.SetConnectedAsync(true);
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
    public async Task After_a_failure_it_is_tried_again_soon()
    {
        var calls = 0;
        _poller.Follow(_ => calls++ == 0 ? throw new InvalidOperationException("no silo") : Task.CompletedTask);
        _poller.Start();
        await RoundAsync();
        Assert.NotNull(_poller.Fault);

        _time.Advance(ConsolePoller.RetryPeriod);
        await RoundAsync();

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
    public async Task What_was_read_before_an_act_of_this_circuit_is_read_again_after_it()
    {
        var reads = 0;
        _poller.Follow(token => _poller.ShareAsync("k", () => Task.FromResult(reads++), token));
        _poller.Follow(token => _poller.ShareAsync("k", () => Task.FromResult(reads++), token));

        await _poller.RefreshAsync();
        Assert.Equal(1, reads);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await _poller.RefreshAsync();
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task A_shared_read_that_does_not_end_is_given_up_and_told()
    {
        var never = new TaskCompletionSource<int>();
        _poller.Follow(token => _poller.ShareAsync("k", () => never.Task, token));

        var round = _poller.RefreshAsync();
        _time.Advance(Patience.Longest);
        await round;

        Assert.Equal("The cluster does not answer in time.", _poller.Fault?.Message);
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

    private async Task RoundAsync() =>
        Assert.True(await _rounds.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken), "There was no round.");

    /// <summary>The cluster is asked the next time, and the round that follows has ended.</summary>
    private async Task TellAsync(params string[] topics)
    {
        _cluster.Next = topics;
        _time.Advance(ChangeWatch.Period);
        await RoundAsync();
    }
}
