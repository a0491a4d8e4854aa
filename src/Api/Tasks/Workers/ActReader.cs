using System.Text.Json;
using Switchyard.Tasks.Submission;
using Switchyard.Tasks.Wire;

namespace Switchyard.Tasks.Workers;

/// <summary>Many acts of one kind, as a worker sent them.</summary>
/// <param name="Lease">Of renewals; null: not said.</param>
internal sealed record ActsAsked<TAct>(IReadOnlyList<TAct> Items, TimeSpan? Lease);

/// <summary>Reads the body of a batch of acts: <c>{"items": [..]}</c>, with <c>lease</c> for renewals. One that is wrong refuses the whole.</summary>
internal static class ActReader
{
    private static readonly MemberNames BatchNames = new("items");
    private static readonly MemberNames RenewalsNames = new("items", "lease");
    private static readonly MemberNames RenewalNames = new("id", "leaseNumber", "progress", "log");
    private static readonly MemberNames CompletionNames = new("id", "leaseNumber", "result");
    private static readonly MemberNames FailureNames = new("id", "leaseNumber", "error", "retry", "retryAfter");

    private delegate TAct Read<out TAct>(ref Utf8JsonReader json, ReadOnlySpan<byte> text, ref Values values);

    public static ActsAsked<TaskRenewal>? Renewals(ReadOnlySpan<byte> body, out Refusal? refusal) =>
        ReadBatch(body, RenewalsNames, ReadRenewal, out refusal);

    public static ActsAsked<TaskCompletion>? Completions(ReadOnlySpan<byte> body, out Refusal? refusal) =>
        ReadBatch(body, BatchNames, ReadCompletion, out refusal);

    public static ActsAsked<TaskFailure>? Failures(ReadOnlySpan<byte> body, out Refusal? refusal) =>
        ReadBatch(body, BatchNames, ReadFailure, out refusal);

    private static ActsAsked<TAct>? ReadBatch<TAct>(ReadOnlySpan<byte> body, MemberNames names, Read<TAct> read, out Refusal? refusal)
    {
        try
        {
            var json = TaskBatch.ReaderOf(body);
            json.Read();
            var values = new Values(default);
            refusal = null;
            var (items, lease) = ((List<TAct>?)null, (TimeSpan?)null);
            if (values.Open(ref json, "a batch"))
            {
                for (var member = values.Next(ref json, names); member >= 0 && refusal is null; member = values.Next(ref json, names))
                {
                    if (member == 0)
                    {
                        items = ReadItems(ref json, body, read, ref values, out refusal);
                    }
                    else
                    {
                        lease = values.Span(ref json, "lease", TaskLimits.ShortestLease, TaskLimits.LongestLease);
                    }
                }

                if (items is null)
                {
                    values.Refuse("items", "is missing.");
                }
            }

            refusal ??= values.Refusal;
            if (refusal is not null)
            {
                return null;
            }

            json.Read();
            return new ActsAsked<TAct>(items!, lease);
        }
        catch (JsonException wrong)
        {
            refusal = Refusal.Of(wrong);
            return null;
        }
    }

    private static List<TAct>? ReadItems<TAct>(
        ref Utf8JsonReader json, ReadOnlySpan<byte> text, Read<TAct> read, ref Values batch, out Refusal? refusal)
    {
        refusal = null;
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            batch.Refuse("items", "must be an array.");
            return null;
        }

        var items = new List<TAct>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (items.Count == TaskLimits.Batch)
            {
                refusal = Refusal.Invalid($"items has more than {TaskLimits.Batch}.");
                return null;
            }

            var values = new Values(Place.Item(items.Count));
            if (values.Open(ref json, "one act"))
            {
                items.Add(read(ref json, text, ref values));
            }

            if (values.Refusal is not null)
            {
                refusal = values.Refusal;
                return null;
            }
        }

        return items;
    }

    private static TaskRenewal ReadRenewal(ref Utf8JsonReader json, ReadOnlySpan<byte> text, ref Values values)
    {
        var (id, number, progress, log) = ((long?)null, (long?)null, (double?)null, (string?)null);
        for (var member = values.Next(ref json, RenewalNames); member >= 0; member = values.Next(ref json, RenewalNames))
        {
            switch (member)
            {
                case 0:
                    id = values.Number(ref json, "id");
                    break;
                case 1:
                    number = values.Number(ref json, "leaseNumber");
                    break;
                case 2:
                    progress = values.Fraction(ref json, "progress", 0, 1);
                    break;
                default:
                    log = values.Report(ref json, "log", TaskLimits.Log);
                    break;
            }
        }

        return new TaskRenewal(Needed(id, "id", ref values), Needed(number, "leaseNumber", ref values), progress, log);
    }

    private static TaskCompletion ReadCompletion(ref Utf8JsonReader json, ReadOnlySpan<byte> text, ref Values values)
    {
        var (id, number, result) = ((long?)null, (long?)null, (byte[]?)null);
        for (var member = values.Next(ref json, CompletionNames); member >= 0; member = values.Next(ref json, CompletionNames))
        {
            switch (member)
            {
                case 0:
                    id = values.Number(ref json, "id");
                    break;
                case 1:
                    number = values.Number(ref json, "leaseNumber");
                    break;
                default:
                    result = RawJson.Take(ref json, text, "result", ref values);
                    break;
            }
        }

        return new TaskCompletion(Needed(id, "id", ref values), Needed(number, "leaseNumber", ref values), result);
    }

    private static TaskFailure ReadFailure(ref Utf8JsonReader json, ReadOnlySpan<byte> text, ref Values values)
    {
        var (id, number, error, retry, after) = ((long?)null, (long?)null, (string?)null, true, (TimeSpan?)null);
        for (var member = values.Next(ref json, FailureNames); member >= 0; member = values.Next(ref json, FailureNames))
        {
            switch (member)
            {
                case 0:
                    id = values.Number(ref json, "id");
                    break;
                case 1:
                    number = values.Number(ref json, "leaseNumber");
                    break;
                case 2:
                    error = values.Report(ref json, "error", TaskLimits.Error);
                    break;
                case 3:
                    retry = values.Flag(ref json, "retry") ?? true;
                    break;
                default:
                    after = values.Span(ref json, "retryAfter", TimeSpan.Zero, TaskLimits.LongestSpan);
                    break;
            }
        }

        if (string.IsNullOrEmpty(error))
        {
            values.Refuse("error", "is missing.");
        }

        if (!retry && after is not null)
        {
            values.Refuse("retryAfter", "does not go with retry false.");
        }

        return new TaskFailure(Needed(id, "id", ref values), Needed(number, "leaseNumber", ref values), error ?? "", retry, after);
    }

    private static long Needed(long? number, string member, ref Values values)
    {
        if (number is null)
        {
            values.Refuse(member, "is missing.");
        }

        return number ?? 0;
    }
}
