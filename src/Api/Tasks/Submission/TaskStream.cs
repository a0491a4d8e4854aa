using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Switchyard.Hosting;
using Switchyard.Tasks.Wire;

namespace Switchyard.Tasks.Submission;

/// <summary>
/// Takes tasks in a line each, as long as lines come, and answers each with a line as soon as it is stored. What came is submitted when
/// there is much of it, or nothing more at hand: meanwhile the next lines are read. A client that breaks off leaves what was stored.
/// </summary>
internal sealed partial class TaskStream(IGrainFactory grains, TimeProvider time, ILogger<TaskStream> logger)
{
    /// <summary>Lines that are submitted together.</summary>
    private const int Most = 1000;

    /// <summary>Bytes of payloads that are submitted together, about.</summary>
    private const int MostBytes = 1024 * 1024;

    /// <summary>A client that sends all before it looks for answers has so many bytes of them kept for it. Then it is read no further.</summary>
    private const int KeptAnswers = 32 * 1024 * 1024;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    public async Task TakeAsync(HttpContext context, Submitter submitter)
    {
        context.Features.Set(AnswersWhileReading.Mark);
        LiftRates(context);
        context.Response.ContentType = TaskIntake.LinesType;
        var answers = new Pipe(new PipeOptions(pauseWriterThreshold: KeptAnswers, resumeWriterThreshold: KeptAnswers / 2, useSynchronizationContext: false));
        var sending = SendAsync(answers.Reader, context);
        try
        {
            await ReadAsync(context, submitter, answers.Writer);
            await answers.Writer.CompleteAsync();
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or BadHttpRequestException)
        {
            // There is nobody to tell, or no way to tell it between answers.
            await answers.Writer.CompleteAsync();
            await sending;
            context.Abort();
            return;
        }
        catch
        {
            await answers.Writer.CompleteAsync();
            await sending;
            throw;
        }

        await sending;
    }

    private async Task ReadAsync(HttpContext context, Submitter submitter, PipeWriter answers)
    {
        using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, context.RequestAborted);
        using var lines = new LineReader(context.Request.Body);
        var (batch, next) = (new TaskBatch(submitter), new TaskBatch(submitter));
        var submitting = Task.CompletedTask;
        Task<bool>? reading = null;
        try
        {
            for (var (comes, isLast) = (true, false); !isLast;)
            {
                // Nothing is taken while the buffer is read into.
                while (reading is null && !IsFull(batch) && (lines.TryTake(out var line) || (!comes && lines.TryTakeRest(out line))))
                {
                    Add(batch, line, lines.Number);
                }

                if (!IsFull(batch) && comes)
                {
                    silence.CancelAfter(LongestSilence);
                    reading ??= lines.FillAsync(over.Token);
                    if (!reading.IsCompleted && batch.Count > 0 && !submitting.IsCompleted)
                    {
                        await Task.WhenAny(reading, submitting);
                    }

                    if (reading.IsCompleted || batch.Count == 0)
                    {
                        comes = await reading;
                        reading = null;
                        continue;
                    }
                }

                isLast = !IsFull(batch) && !comes;
                if (batch.Count > 0)
                {
                    // One after the other: a queue is in the order of what it got.
                    await submitting;
                    submitting = SubmitAsync(batch, answers, context.RequestAborted);
                    (batch, next) = (next, batch);
                    batch.Clear();
                }
            }
        }
        finally
        {
            await over.CancelAsync();
            if (reading is not null)
            {
                // It writes into the lines' buffer.
                await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await submitting;
        }
    }

    private async Task SubmitAsync(TaskBatch batch, PipeWriter answers, CancellationToken cancellationToken)
    {
        // The reader goes on.
        await Task.Yield();
        var submitted = await StoreAsync(batch);
        using (var json = new Utf8JsonWriter(answers, JsonReply.Options))
        {
            if (submitted is null)
            {
                batch.WriteLost(json, EndLine);
            }
            else
            {
                batch.Write(json, submitted, EndLine);
            }
        }

        await answers.FlushAsync(cancellationToken);

        void EndLine(Utf8JsonWriter json)
        {
            json.Flush();
            answers.GetSpan(1)[0] = (byte)'\n';
            answers.Advance(1);
            json.Reset();
        }
    }

    /// <returns>Null: nobody knows whether they are there.</returns>
    private async Task<IReadOnlyList<SubmittedTask>?> StoreAsync(TaskBatch batch)
    {
        if (batch.Tasks.Count == 0)
        {
            return [];
        }

        try
        {
            NewTask[] tasks = [.. batch.Tasks];
            return await grains.Reach<ITaskLaneGrain>(0).SubmitAsync(tasks);
        }
        catch (Exception failure) when (ClusterFailure.IsTransient(failure))
        {
            LogLost(batch.Tasks.Count, failure);
            return null;
        }
    }

    private void Add(TaskBatch batch, ReadOnlyMemory<byte>? line, long number)
    {
        if (line is not { } known)
        {
            batch.Refuse(Refusal.TooLarge($"Line {number} is longer than {LineReader.Longest} bytes."));
            return;
        }

        var text = known.Span;
        text = (number == 1 ? WholeBody.SkipMark(text) : text).Trim(" \t\r"u8);
        if (!text.IsEmpty)
        {
            batch.ReadOne(text, Place.Line(number), Times.Whole(time.GetUtcNow()));
        }
    }

    private static bool IsFull(TaskBatch batch) => batch.Count >= Most || batch.Bytes >= MostBytes;

    private static async Task SendAsync(PipeReader answers, HttpContext context)
    {
        try
        {
            await answers.CopyToAsync(context.Response.Body, context.RequestAborted);
            await answers.CompleteAsync();
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client has left: what writes here is not held up by it any more.
            await answers.CompleteAsync(gone);
        }
    }

    /// <summary>A producer may be slow, or read its answers last. Silence has a bound of ours.</summary>
    private static void LiftRates(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } reads)
        {
            reads.MinDataRate = null;
        }

        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } writes)
        {
            writes.MinDataRate = null;
        }
    }

    [LoggerMessage(9001, LogLevel.Warning, "Of {Count} tasks of a stream it is not known whether they are stored")]
    private partial void LogLost(int count, Exception exception);
}
