namespace Switchyard.Acceptance.Yard;

internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the answer is the awaited one.</summary>
    public static Task<T> AskAsync<T>(Func<Task<T>> ask, Predicate<T> until) => AskAsync(ask, until, Patience);

    /// <summary>The same, for what must come about in a time that was promised.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask, Predicate<T> until, TimeSpan within)
    {
        var time = TimeProvider.System;
        for (var started = time.GetTimestamp(); ;)
        {
            var answer = await ask();
            if (until(answer))
            {
                return answer;
            }

            Assert.True(time.GetElapsedTime(started) < within, $"Awaited in vain; the last answer is {(answer is IEnumerable<string> lines ? string.Join('\n', lines) : answer)}");
            await Task.Delay(Pause, time, TestContext.Current.CancellationToken);
        }
    }
}
