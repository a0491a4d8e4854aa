using System.Text.Json;
using Switchyard.Tasks.Submission;
using Switchyard.Tasks.Wire;
using Switchyard.Work;

namespace Switchyard.Tasks.Workers;

/// <summary>What a worker asks for.</summary>
/// <param name="Lease">Null: the queues'.</param>
internal sealed record ClaimAsked(string Worker, IReadOnlyList<string> Queues, int Max, TimeSpan? Lease);

/// <summary>Reads the body of a claim.</summary>
internal static class ClaimReader
{
    /// <summary>Queues of one claim.</summary>
    public const int MostQueues = 100;

    private static readonly MemberNames Names = new("worker", "queues", "max", "lease");

    /// <param name="bound">The queues that the key is bound to; empty: to none.</param>
    /// <returns>Null when it is refused.</returns>
    public static ClaimAsked? Read(ReadOnlySpan<byte> body, IReadOnlyList<string> bound, out Refusal? refusal)
    {
        try
        {
            var json = TaskBatch.ReaderOf(body);
            json.Read();
            var values = new Values(default);
            var asked = Read(ref json, bound, ref values);
            json.Read();
            refusal = values.Refusal;
            return refusal is null ? asked : null;
        }
        catch (JsonException wrong)
        {
            refusal = Refusal.Of(wrong);
            return null;
        }
    }

    private static ClaimAsked? Read(ref Utf8JsonReader json, IReadOnlyList<string> bound, ref Values values)
    {
        if (!values.Open(ref json, "a claim"))
        {
            return null;
        }

        var (worker, queues, max, lease) = ((string?)null, (IReadOnlyList<string>?)null, 1, (TimeSpan?)null);
        for (var member = values.Next(ref json, Names); member >= 0; member = values.Next(ref json, Names))
        {
            switch (member)
            {
                case 0:
                    worker = values.Text(ref json, "worker", TaskLimits.Worker);
                    break;
                case 1:
                    queues = values.Texts(ref json, "queues", MostQueues, QueueNames.Longest);
                    break;
                case 2:
                    max = values.Integer(ref json, "max", 1, TaskLimits.Claim) ?? 1;
                    break;
                default:
                    lease = values.Span(ref json, "lease", TaskLimits.ShortestLease, TaskLimits.LongestLease);
                    break;
            }
        }

        if (worker is null)
        {
            values.Refuse("worker", "is missing.");
        }

        Check(queues ?? [], bound, ref values);
        return new ClaimAsked(worker ?? "", [.. (queues ?? []).Distinct(StringComparer.Ordinal)], max, lease);
    }

    private static void Check(IReadOnlyList<string> queues, IReadOnlyList<string> bound, ref Values values)
    {
        if (queues.Count == 0)
        {
            values.Refuse("queues", "must name at least one queue.");
        }

        for (var index = 0; index < queues.Count; index++)
        {
            var queue = queues[index];
            if (!QueueNames.IsSound(queue))
            {
                values.Refuse($"queues[{index}]", QueueWords.NoName);
            }
            else if (bound.Count > 0 && !bound.Contains(queue, StringComparer.Ordinal))
            {
                values.RefuseForbidden($"queues[{index}]", QueueWords.NotForKey(queue));
            }
        }
    }
}
