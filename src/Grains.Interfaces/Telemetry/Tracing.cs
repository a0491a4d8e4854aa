using System.Diagnostics;

namespace Switchyard.Telemetry;

/// <summary>
/// Traces of items: each keeps where it was submitted (<c>traceparent</c>, W3C's), and what happens to it later is told there. While nobody
/// listens to spans, nothing is made of it but what a sender's own header says.
/// </summary>
public static class Tracing
{
    /// <summary>Under this name it travels with calls of grains: a text, which a node of another release can read.</summary>
    private const string Key = "switchyard.traceparent";

    /// <summary>Of our spans.</summary>
    public static ActivitySource Source { get; } = new(MeterNames.Switchyard);

    /// <summary>Where an item that is made now belongs; null: nowhere.</summary>
    public static string? Current =>
        Source.HasListeners() && Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } current
            ? current.Id
            : RequestContext.Get(Key) as string;

    /// <summary>All calls of grains that follow in this flow are of the trace that a request came with.</summary>
    /// <param name="sent">The header; what is none is passed over.</param>
    public static void Carry(string? sent)
    {
        if (sent is { Length: > 0 and < 256 } && ActivityContext.TryParse(sent, null, isRemote: true, out _))
        {
            RequestContext.Set(Key, sent);
        }
    }

    /// <summary>
    /// Begins a span of an item. Whoever acts on it may be of another trace: then that is linked. A retry begins a trace of its own, with a
    /// link to the item's.
    /// </summary>
    /// <param name="parent">The item's; null: it has none.</param>
    /// <returns>Null: nobody listens, or the item has no trace.</returns>
    public static Activity? Start(string name, ActivityKind kind, string? parent, bool isRetry = false)
    {
        if (parent is null || !Source.HasListeners() || !ActivityContext.TryParse(parent, null, isRemote: true, out var item))
        {
            return null;
        }

        var current = Activity.Current;
        var isOfItem = current?.TraceId == item.TraceId;
        List<ActivityLink> links = [];
        if (current is not null && !isOfItem)
        {
            links.Add(new(current.Context));
        }

        if (isRetry)
        {
            links.Insert(0, new(item));
            Activity.Current = null;
        }

        return Source.StartActivity(kind, isRetry ? default : isOfItem ? current!.Context : item, tags: null, links, name: name);
    }

    /// <summary>Tells of something that takes no time.</summary>
    /// <param name="id">The item's.</param>
    /// <param name="outcome">How it ended; null: it did not.</param>
    /// <inheritdoc cref="Start" path="/param"/>
    public static void Tell(string name, string? parent, long id, bool isRetry = false, string? outcome = null)
    {
        var current = Activity.Current;
        using (var span = Start(name, ActivityKind.Internal, parent, isRetry))
        {
            span?.SetTag("switchyard.item", id);
            if (outcome is not null)
            {
                span?.SetTag("switchyard.outcome", outcome);
            }
        }

        Activity.Current = current;
    }
}
