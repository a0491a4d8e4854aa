using System.Text.Json;
using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Tasks.Wire;

namespace Switchyard.Tasks.Workers;

/// <summary>What workers say of tasks that they hold: many at once, each answered on its own, in order.</summary>
internal sealed class ActEndpoints(IGrainFactory grains, HeldLeases held)
{
    private static readonly JsonEncodedText[] Outcomes =
        [.. Enum.GetValues<TaskOutcome>().Select(outcome => JsonEncodedText.Encode(outcome.ToString().ToLowerInvariant()))];

    private delegate ActsAsked<TAct>? Read<TAct>(ReadOnlySpan<byte> body, out Refusal? refusal);

    private ITaskLaneGrain Lane => grains.Reach<ITaskLaneGrain>(0);

    public Task RenewAsync(HttpContext context) => ActAsync<TaskRenewal, TaskRenewed>(
        context,
        ActReader.Renewals,
        act => (act.Id, act.LeaseNumber),
        (acts, lease) => Lane.RenewAsync(acts, lease),
        new TaskRenewed(TaskOutcome.Unknown),
        (json, renewed) =>
        {
            json.WriteString("outcome"u8, Outcomes[(int)renewed.Outcome]);
            TaskWriter.WriteTime(json, "leaseExpiresAt"u8, renewed.ExpiresAt);
        });

    public Task CompleteAsync(HttpContext context) => ActAsync<TaskCompletion, TaskOutcome>(
        context,
        ActReader.Completions,
        act => (act.Id, act.LeaseNumber),
        (acts, _) => Lane.CompleteAsync(acts),
        TaskOutcome.Unknown,
        (json, outcome) => json.WriteString("outcome"u8, Outcomes[(int)outcome]));

    public Task FailAsync(HttpContext context) => ActAsync<TaskFailure, TaskFailed>(
        context,
        ActReader.Failures,
        act => (act.Id, act.LeaseNumber),
        (acts, _) => Lane.FailAsync(acts),
        new TaskFailed(TaskOutcome.Unknown),
        (json, failed) =>
        {
            json.WriteString("outcome"u8, Outcomes[(int)failed.Outcome]);
            if (failed.Status is { } status)
            {
                json.WriteString("status"u8, TaskWriter.Word(status));
            }

            if (failed.NotBefore is { } time)
            {
                json.WriteString("notBefore"u8, time);
            }
        });

    /// <param name="unknown">What is answered for tasks that are not there for who asks.</param>
    private async Task ActAsync<TAct, TOutcome>(
        HttpContext context,
        Read<TAct> read,
        Func<TAct, (long Id, long LeaseNumber)> keyOf,
        Func<IReadOnlyList<TAct>, TimeSpan?, Task<IReadOnlyList<TOutcome>>> act,
        TOutcome unknown,
        Action<Utf8JsonWriter, TOutcome> write)
    {
        if (await JsonBody.ReadAsync(context) is not { } body)
        {
            return;
        }

        ActsAsked<TAct>? asked;
        Refusal? refusal;
        using (body)
        {
            asked = read(WholeBody.SkipMark(body.Span), out refusal);
        }

        if (asked is null)
        {
            await refusal!.AnswerAsync(context);
            return;
        }

        var outcomes = await ActAsync(asked, Person.QueuesOf(context.User), keyOf, act, unknown);
        await JsonReply.SendAsync(
            context,
            StatusCodes.Status200OK,
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("items"u8);
                for (var index = 0; index < outcomes.Count; index++)
                {
                    json.WriteStartObject();
                    json.WriteNumber("id"u8, keyOf(asked.Items[index]).Id);
                    write(json, outcomes[index]);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            },
            capacity: 48 * (outcomes.Count + 1));
    }

    private async Task<IReadOnlyList<TOutcome>> ActAsync<TAct, TOutcome>(
        ActsAsked<TAct> asked,
        IEnumerable<string> bound,
        Func<TAct, (long Id, long LeaseNumber)> keyOf,
        Func<IReadOnlyList<TAct>, TimeSpan?, Task<IReadOnlyList<TOutcome>>> act,
        TOutcome unknown)
    {
        string[] queues = [.. bound];
        bool[]? mine = queues.Length == 0 ? null : await held.AreOfAsync(queues, [.. asked.Items.Select(keyOf)]);
        TAct[] acts = [.. mine is null ? asked.Items : asked.Items.Where((_, index) => mine[index])];
        var outcomes = acts.Length == 0 ? [] : await act(acts, asked.Lease);
        if (mine is null)
        {
            return outcomes;
        }

        var next = 0;
        return [.. mine.Select(isMine => isMine ? outcomes[next++] : unknown)];
    }
}
