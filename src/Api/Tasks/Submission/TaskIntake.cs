using System.Security.Cryptography;
using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Tasks.Wire;

namespace Switchyard.Tasks.Submission;

/// <summary>Takes tasks in: one, an array, or a stream of lines.</summary>
internal sealed class TaskIntake(IGrainFactory grains, TaskQueueNames names, TaskStream stream, TimeProvider time)
{
    /// <summary>The type of a stream of lines.</summary>
    public const string LinesType = "application/x-ndjson";

    private ITaskLaneGrain Lane => grains.Reach<ITaskLaneGrain>(0);

    public async Task TakeAsync(HttpContext context)
    {
        var submitter = Submitter.Of(context, names);
        if (IsLines(context.Request.ContentType))
        {
            await (IdempotencyKey.IsSent(context)
                ? Refusal.Invalid("Idempotency-Key does not go with application/x-ndjson. Give each task a uniqueKey.").AnswerAsync(context)
                : stream.TakeAsync(context, submitter));
            return;
        }

        if (!JsonBody.IsJson(context.Request))
        {
            await new Refusal(StatusCodes.Status415UnsupportedMediaType, $"The body must be {JsonReply.ContentType} or {LinesType}.").AnswerAsync(context);
            return;
        }

        var key = IdempotencyKey.Read(context, out var wrong);
        if (wrong is not null)
        {
            await Refusal.Invalid(wrong).AnswerAsync(context);
            return;
        }

        using var body = await WholeBody.ReadAsync(context);
        await (IsArray(body.Span) ? TakeManyAsync(context, body, submitter, key) : TakeOneAsync(context, body, submitter, key));
    }

    private async Task TakeManyAsync(HttpContext context, PooledBuffer body, Submitter submitter, string? key)
    {
        var batch = new TaskBatch(submitter);
        var refusal = batch.ReadArray(WholeBody.SkipMark(body.Span), Times.Whole(time.GetUtcNow()));
        IReadOnlyList<SubmittedTask> submitted = [];
        if (refusal is null)
        {
            (submitted, refusal) = await SubmitAsync(batch, body, key);
        }

        if (refusal is not null)
        {
            await AnswerAsync(context, refusal);
            return;
        }

        await JsonReply.SendAsync(
            context,
            StatusCodes.Status200OK,
            json =>
            {
                json.WriteStartArray();
                batch.Write(json, submitted);
                json.WriteEndArray();
            },
            capacity: 24 * (batch.Count + 1));
    }

    private async Task TakeOneAsync(HttpContext context, PooledBuffer body, Submitter submitter, string? key)
    {
        var batch = new TaskBatch(submitter);
        batch.ReadOne(WholeBody.SkipMark(body.Span), default, Times.Whole(time.GetUtcNow()));
        var (submitted, refusal) = batch.First is { } wrong ? ([], wrong) : await SubmitAsync(batch, body, key);
        refusal ??= submitted[0].Refusal is { } why ? Refusal.Invalid(why) : null;
        await (refusal is not null
            ? AnswerAsync(context, refusal)
            : ShowAsync(context, batch.Tasks[0], submitted[0], mayBeRepeated: key is not null));
    }

    /// <remarks>
    /// A call without a key is not made again over the loss of a silo: the tasks may be there. Whoever wants to ask again sends a key.
    /// </remarks>
    private async Task<(IReadOnlyList<SubmittedTask> Submitted, Refusal? Refusal)> SubmitAsync(TaskBatch batch, PooledBuffer body, string? key)
    {
        if (batch.Tasks.Count == 0)
        {
            return ([], null);
        }

        // An array is passed on without being copied first.
        NewTask[] tasks = [.. batch.Tasks];
        if (key is null)
        {
            return (await Lane.SubmitAsync(tasks), null);
        }

        var once = await Lane.SubmitOnceAsync(tasks, key, SHA256.HashData(body.Span));
        return once switch
        {
            { Tasks: { } submitted } when submitted.Count == tasks.Length => (submitted, null),
            { OtherBody: false, Tasks: null } => ([], new Refusal(StatusCodes.Status409Conflict, "The first request with this Idempotency-Key is under way.")),
            _ => ([], new Refusal(StatusCodes.Status422UnprocessableEntity, IdempotencyKey.OtherBody)),
        };
    }

    private async Task ShowAsync(HttpContext context, NewTask task, SubmittedTask submitted, bool mayBeRepeated)
    {
        var isAtHand = submitted is { Existing: false, CreatedAt: { Ticks: > 0 } } && !mayBeRepeated;
        var stored = isAtHand ? null : await grains.Reach<ITaskGrain>(submitted.Id).GetTaskAsync();
        var view = stored is null ? TaskViews.New(submitted.Id, task, isAtHand ? submitted.CreatedAt : time.GetUtcNow())
            : submitted.Existing ? stored
            : TaskViews.AsNew(stored);
        context.Response.Headers.Location = $"/api/v1/tasks/{submitted.Id}";
        if (submitted.Existing && !Sight.Of(context).Shows(view.Owner, view.Queue))
        {
            await JsonReply.SendAsync(context, StatusCodes.Status200OK, json => TaskWriter.Write(json, submitted));
            return;
        }

        var status = submitted.Existing ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        await JsonReply.SendAsync(context, status, json => TaskWriter.Write(json, view, isExisting: submitted.Existing), view.Payload?.Length + 1024 ?? 1024);
    }

    private static Task AnswerAsync(HttpContext context, Refusal refusal)
    {
        if (refusal.Status == StatusCodes.Status409Conflict)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return refusal.AnswerAsync(context);
    }

    private static bool IsLines(string? type) =>
        type is not null && type.Split(';')[0].Trim().Equals(LinesType, StringComparison.OrdinalIgnoreCase);

    private static bool IsArray(ReadOnlySpan<byte> body) => WholeBody.SkipMark(body).TrimStart(" \t\r\n"u8) is [(byte)'[', ..];
}
