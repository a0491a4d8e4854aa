using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Switchyard.Client.Tracing;

/// <summary>Spans and metrics of this library, in OpenTelemetry's words for messaging (semantic conventions 1.37, in development).</summary>
public static class ClientTracing
{
    /// <summary>The name of the source of spans, and of the meter.</summary>
    public const string Name = "Switchyard.Client";

    private const string SystemTag = "messaging.system";
    private const string Destination = "messaging.destination.name";
    private const string Operation = "messaging.operation.name";
    private const string OperationType = "messaging.operation.type";
    private const string Count = "messaging.batch.message_count";
    private const string MessageId = "messaging.message.id";
    private const string ErrorType = "error.type";

    private const string SystemName = "switchyard";

    /// <summary>Backends take about this many.</summary>
    private const int MostLinks = 128;

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Sent = Meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Tasks that were submitted");
    private static readonly Counter<long> Consumed = Meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Tasks that were claimed");
    private static readonly Histogram<double> Processed = Meter.CreateHistogram<double>("messaging.process.duration", "s", "How long handlers took");

    /// <summary>Of a submit; tasks carry its context. Null when nobody listens: they carry the current one.</summary>
    /// <param name="queue">Null: of several.</param>
    internal static Activity? StartCreate(string? queue, int count)
    {
        var activity = Source.StartActivity($"create {queue ?? "tasks"}", ActivityKind.Producer);
        if (activity is not null)
        {
            Describe(activity, "create", queue);
            activity.SetTag(Count, count);
        }

        return activity;
    }

    internal static void Submitted(string? queue, int count) => Sent.Add(count, Tags(queue));

    internal static void Claimed(string queue, int count) => Consumed.Add(count, Tags(queue));

    /// <summary>Of one attempt: the first belongs to the submit, later ones begin a trace of their own that links to it.</summary>
    internal static Activity? StartProcess(string queue, long id, int attempt, TraceContext? trace)
    {
        // Whatever is current here is the worker's and has nothing to do with the task.
        Activity.Current = null;
        var origin = trace?.Read() ?? default;
        var isFirst = attempt <= 1 && origin != default;
        var activity = Source.StartActivity(
            ActivityKind.Consumer,
            isFirst ? origin : default,
            links: isFirst || origin == default ? [] : [new ActivityLink(origin)],
            name: $"process {queue}");
        if (activity is not null)
        {
            Describe(activity, "process", queue);
            activity.SetTag(MessageId, id.ToString(CultureInfo.InvariantCulture));
            activity.SetTag("switchyard.task.attempt", attempt);
        }

        return activity;
    }

    /// <param name="error">What kind of failure; null: none.</param>
    internal static void EndProcess(Activity? activity, string queue, TimeSpan took, string? error)
    {
        var tags = Tags(queue);
        if (error is not null)
        {
            tags.Add(ErrorType, error);
            activity?.SetTag(ErrorType, error);
            activity?.SetStatus(ActivityStatusCode.Error, error);
        }

        Processed.Record(took.TotalSeconds, tags);
        activity?.Dispose();
    }

    /// <summary>Of one request that reports the ends of several attempts; it links to them.</summary>
    /// <param name="name"><c>complete</c> or <c>fail</c>.</param>
    internal static Activity? StartSettle(string name, string? queue, int count, IEnumerable<ActivityContext> attempts)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var activity = Source.StartActivity(
            ActivityKind.Client,
            parentContext: default,
            links: attempts.Where(context => context != default).Take(MostLinks).Select(context => new ActivityLink(context)),
            name: $"settle {queue ?? "tasks"}");
        if (activity is not null)
        {
            Describe(activity, "settle", queue);
            activity.SetTag(Operation, name);
            activity.SetTag(Count, count);
        }

        return activity;
    }

    internal static void Failed(Activity? activity, Exception failure)
    {
        activity?.SetTag(ErrorType, failure.GetType().FullName);
        activity?.SetStatus(ActivityStatusCode.Error, failure.Message);
    }

    private static void Describe(Activity activity, string type, string? queue)
    {
        activity.SetTag(SystemTag, SystemName);
        activity.SetTag(Operation, type);
        activity.SetTag(OperationType, type);
        activity.SetTag(Destination, queue);
    }

    private static TagList Tags(string? queue) => new() { { SystemTag, SystemName }, { Destination, queue } };
}
