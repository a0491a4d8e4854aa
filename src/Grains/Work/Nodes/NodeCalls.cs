namespace Switchyard.Work.Nodes;

/// <summary>Questions to nodes that may have gone.</summary>
internal static class NodeCalls
{
    /// <summary>The answer; null: it does not come in time, or nobody is there to give one.</summary>
    public static async Task<T?> OrNullAsync<T>(this Task<T> answer, TimeSpan patience, TimeProvider time)
        where T : class?
    {
        try
        {
            return await answer.WaitAsync(patience, time);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            return null;
        }
    }
}
