namespace Switchyard.Acceptance.Yard;

internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the answer is the awaited one.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask, Predicate<T> until)
    {
        var time = TimeProvider.System;
        for (var started = time.GetTimestamp(); ;)
        {
            var answer = await ask();
            if (until(answer))
            {
                return answer;
            }

            Assert.True(time.GetElapsedTime(started) < Patience, $"Awaited in vain; the last answer is {answer}");
            await Task.Delay(Pause, time, TestContext.Current.CancellationToken);
        }
    }
}
