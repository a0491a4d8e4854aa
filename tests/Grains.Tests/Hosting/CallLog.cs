using System.Collections.Concurrent;

namespace Switchyard.Hosting;

/// <summary>The calls of grains that an act makes, and that these make, however far.</summary>
public sealed class CallLog : IIncomingGrainCallFilter
{
    private const string Key = "call-log";

    private readonly ConcurrentQueue<(object Mark, string Call)> _calls = [];

    /// <returns>As "IGrain.Method", in order.</returns>
    public async Task<IReadOnlyList<string>> OfAsync(Func<Task> act)
    {
        var mark = Guid.NewGuid().ToString();
        RequestContext.Set(Key, mark);
        try
        {
            await act();
        }
        finally
        {
            RequestContext.Remove(Key);
        }

        return [.. _calls.Where(made => made.Mark.Equals(mark)).Select(made => made.Call).Order(StringComparer.Ordinal)];
    }

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (RequestContext.Get(Key) is { } mark)
        {
            _calls.Enqueue((mark, $"{context.InterfaceMethod.DeclaringType!.Name}.{context.MethodName}"));
        }

        return context.Invoke();
    }
}
