namespace Switchyard.Hosting;

/// <summary>
/// Asks of one grain to another on which much waits. The runtime ends a call when the silo that it was sent to is found dead, but an answer
/// that was lost between two living silos (on a connection to an earlier life of one of them, or forwarded to a silo that died) is
/// missed for 30 s.
/// </summary>
internal static class LostCalls
{
    private const int MostTries = 6;
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(5);

    /// <summary>Asks again what is not answered in 5 s, for about 30 s.</summary>
    /// <param name="call">It only looks.</param>
    /// <exception cref="TimeoutException">There is no answer.</exception>
    public static async Task<T> AskAsync<T>(Func<Task<T>> call, TimeProvider time)
    {
        for (var tries = 1; ; tries++)
        {
            var asked = call();
            try
            {
                return await asked.WaitAsync(LostAfter, time);
            }
            catch (TimeoutException) when (!asked.IsFaulted)
            {
                if (asked.IsCompletedSuccessfully)
                {
                    return await asked;
                }

                asked.Ignore();
                if (tries >= MostTries)
                {
                    throw;
                }
            }
        }
    }
}
