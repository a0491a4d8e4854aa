using System.Runtime.CompilerServices;

namespace Switchyard.Cluster.Yard;

internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until it is so, for at most a minute, or the time that was promised.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> IsAsync(
        Func<Task<bool>> ask, TimeSpan? within = null, [CallerArgumentExpression(nameof(ask))] string what = "")
    {
        var time = TimeProvider.System;
        for (var began = time.GetTimestamp(); ;)
        {
            if (await ask())
            {
                return time.GetElapsedTime(began);
            }

            Assert.True(time.GetElapsedTime(began) < (within ?? TimeSpan.FromMinutes(1)), $"Awaited in vain: {what}");
            await Task.Delay(Pause, time, TestContext.Current.CancellationToken);
        }
    }
}
