using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Switchyard.Blobs;

namespace Switchyard.Hosting;

public sealed class PatientCallsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Patience_ends_after_half_a_minute()
    {
        // Else what follows a pause would be posted, and time would run ahead of it.
        SynchronizationContext.SetSynchronizationContext(null);
        var started = _time.GetUtcNow();
        var asked = Calls().AskAsync(Fail, Token);
        while (!asked.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        await Assert.ThrowsAsync<SiloUnavailableException>(() => asked);
        Assert.InRange(_time.GetUtcNow() - started, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(33));
    }

    [Fact]
    public async Task A_call_that_failed_late_is_tried_once_more()
    {
        var tries = 0;
        var asked = Calls().AskAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMinutes(1));
                return ++tries == 1 ? Fail() : Task.FromResult(tries);
            },
            Token);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, await asked);
    }

    [Fact]
    public async Task A_short_call_that_is_not_answered_is_lost_after_five_seconds()
    {
        var (tries, never) = (0, new TaskCompletionSource<int>());
        var asked = Calls().AskShortAsync(() => ++tries == 1 ? never.Task : Task.FromResult(tries), Token);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(asked.IsCompleted);
        while (!asked.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(2, await asked);
    }

    [Fact]
    public async Task A_fault_of_the_program_is_not_tried_again()
    {
        var tries = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(() => Calls().AskAsync<int>(
            () =>
            {
                tries++;
                throw new InvalidOperationException("a fault");
            },
            Token));

        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task Content_that_is_too_long_is_not_sent_again()
    {
        var tries = 0;
        await Assert.ThrowsAsync<BlobTooLargeException>(() => Calls().AskAsync<int>(
            () =>
            {
                tries++;
                throw new BlobTooLargeException(1);
            },
            Token));

        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task A_front_end_that_stops_does_not_wait()
    {
        _lifetime.StopApplication();

        await Assert.ThrowsAsync<SiloUnavailableException>(() => Calls().AskAsync(Fail, Token));
    }

    private static Task<int> Fail() => Task.FromException<int>(new SiloUnavailableException("gone"));

    private PatientCalls Calls() => new(_time, _lifetime, NullLogger<PatientCalls>.Instance);
}
