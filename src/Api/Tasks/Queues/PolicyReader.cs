using System.Text.Json;
using Switchyard.Tasks.Submission;
using Switchyard.Tasks.Wire;

namespace Switchyard.Tasks.Queues;

/// <summary>Reads a queue's policy. What it does not say has its default.</summary>
internal static class PolicyReader
{
    private const int MostAtATime = 1_000_000;
    private const double LargestFactor = 1000;

    private static readonly MemberNames Names =
        new("lease", "maxAttempts", "backoff", "timeout", "concurrency", "groupConcurrency", "rate", "retention");

    private static readonly MemberNames BackoffNames = new("first", "factor", "most", "jitter");
    private static readonly MemberNames RateNames = new("limit", "per");
    private static readonly MemberNames RetentionNames = new("completed", "failed");

    /// <returns>Null when it is refused.</returns>
    public static TaskQueuePolicy? Read(ReadOnlySpan<byte> body, out Refusal? refusal)
    {
        try
        {
            var json = TaskBatch.ReaderOf(body);
            json.Read();
            var values = new Values(default);
            var policy = values.Open(ref json, "a policy") ? Read(ref json, ref values) : null;
            json.Read();
            refusal = values.Refusal;
            return refusal is null ? policy : null;
        }
        catch (JsonException wrong)
        {
            refusal = Refusal.Of(wrong);
            return null;
        }
    }

    private static TaskQueuePolicy Read(ref Utf8JsonReader json, ref Values values)
    {
        var usual = new TaskQueuePolicy();
        var policy = usual;
        for (var member = values.Next(ref json, Names); member >= 0; member = values.Next(ref json, Names))
        {
            policy = member switch
            {
                0 => policy with { Lease = values.Span(ref json, "lease", TaskLimits.ShortestLease, TaskLimits.LongestLease) ?? usual.Lease },
                1 => policy with { MaxAttempts = values.Integer(ref json, "maxAttempts", 1, TaskLimits.Attempts) ?? usual.MaxAttempts },
                2 => policy with { Backoff = ReadBackoff(ref json, ref values) },
                3 => policy with { Timeout = values.Span(ref json, "timeout", TaskLimits.ShortestTime, TaskLimits.LongestSpan) },
                4 => policy with { Concurrency = values.Integer(ref json, "concurrency", 1, MostAtATime) },
                5 => policy with { GroupConcurrency = values.Integer(ref json, "groupConcurrency", 1, MostAtATime) },
                6 => policy with { Rate = ReadRate(ref json, ref values) },
                _ => policy with { Retention = ReadRetention(ref json, ref values) },
            };
        }

        return policy;
    }

    private static TaskBackoff ReadBackoff(ref Utf8JsonReader json, ref Values values)
    {
        var backoff = new TaskBackoff();
        if (json.TokenType == JsonTokenType.Null)
        {
            return backoff;
        }

        var usual = backoff;
        var inner = new Values(new Place("backoff", null, "."));
        if (inner.Open(ref json, "a back-off"))
        {
            for (var member = inner.Next(ref json, BackoffNames); member >= 0; member = inner.Next(ref json, BackoffNames))
            {
                backoff = member switch
                {
                    0 => backoff with { First = inner.Span(ref json, "first", TimeSpan.Zero, TaskLimits.LongestSpan) ?? usual.First },
                    1 => backoff with { Factor = inner.Fraction(ref json, "factor", 1, LargestFactor) ?? usual.Factor },
                    2 => backoff with { Most = inner.Span(ref json, "most", TimeSpan.Zero, TaskLimits.LongestSpan) ?? usual.Most },
                    _ => backoff with { Jitter = inner.Fraction(ref json, "jitter", 0, 1) ?? usual.Jitter },
                };
            }
        }

        values.Refuse(inner.Refusal);
        return backoff;
    }

    private static TaskRate? ReadRate(ref Utf8JsonReader json, ref Values values)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var (limit, per) = ((int?)null, (TimeSpan?)null);
        var inner = new Values(new Place("rate", null, "."));
        if (inner.Open(ref json, "a rate"))
        {
            for (var member = inner.Next(ref json, RateNames); member >= 0; member = inner.Next(ref json, RateNames))
            {
                if (member == 0)
                {
                    limit = inner.Integer(ref json, "limit", 1, MostAtATime);
                }
                else
                {
                    per = inner.Span(ref json, "per", TaskLimits.ShortestTime, TaskLimits.LongestSpan);
                }
            }
        }

        if (limit is null)
        {
            inner.Refuse("limit", "is missing.");
        }

        values.Refuse(inner.Refusal);
        return new TaskRate(limit ?? 1, per ?? TimeSpan.FromSeconds(1));
    }

    private static TaskRetention ReadRetention(ref Utf8JsonReader json, ref Values values)
    {
        var retention = new TaskRetention();
        if (json.TokenType == JsonTokenType.Null)
        {
            return retention;
        }

        var inner = new Values(new Place("retention", null, "."));
        if (inner.Open(ref json, "a retention"))
        {
            // Here null says something: for ever.
            for (var member = inner.Next(ref json, RetentionNames); member >= 0; member = inner.Next(ref json, RetentionNames))
            {
                retention = member == 0
                    ? retention with { Completed = inner.Span(ref json, "completed", TimeSpan.Zero, TaskLimits.LongestSpan) }
                    : retention with { Failed = inner.Span(ref json, "failed", TimeSpan.Zero, TaskLimits.LongestSpan) };
            }
        }

        values.Refuse(inner.Refusal);
        return retention;
    }
}
