using Switchyard.Work.Instruments;

namespace Switchyard.Work.Store;

/// <summary>Times transactions.</summary>
internal static class TimedCommit
{
    /// <summary>The same way to commit, timed.</summary>
    /// <param name="instruments">Null: nobody is told.</param>
    /// <param name="store">As people know it.</param>
    public static Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TAnswer>>> Of<TRequest, TAnswer>(
        Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TAnswer>>> commit, WorkInstruments? instruments, string store, TimeProvider time)
    {
        return instruments is null ? commit : CommitAsync;

        async Task<IReadOnlyList<TAnswer>> CommitAsync(IReadOnlyList<TRequest> batch)
        {
            var began = time.GetTimestamp();
            var answers = await commit(batch);
            instruments.Committed(store, time.GetElapsedTime(began), batch.Count);
            return answers;
        }
    }
}
