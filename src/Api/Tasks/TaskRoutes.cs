using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Tasks.Described;
using Switchyard.Tasks.Wire;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>Tasks looked at, listed, and acted on one at a time.</summary>
internal static class TaskRoutes
{
    private const int MaxReasonLength = 2000;

    public static void MapItems(this IEndpointRouteBuilder tasks)
    {
        tasks.MapGet("", TaskList.ReadAsync).WithSummary("One page of tasks, newest first, without payloads and results")
            .WithWords(("name", "Contained in the name, ignoring case.")).Produces<TaskPageJson>();
        var task = tasks.MapGroup("/{id:long}").ProducesProblem(StatusCodes.Status404NotFound);
        task.MapGet("", GetAsync).IsMarked()
            .WithSummary("One task; with wait=N the answer waits up to N seconds for its end")
            .WithWords(("id", "The number of the task."), ("wait", "So many seconds the answer may wait for its end; 20 at most."))
            .Produces<TaskJson>();
        task.MapGet("/result", GetResultAsync).IsMarked()
            .WithSummary("The result of a task alone, as it came")
            .Produces<JsonNode>();
        task.MapPost("/cancel", CancelAsync)
            .Needs(Access.Submit)
            .WithMetadata(new RequestSizeLimit(RequestSizeLimit.Default))
            .WithSummary("End a task for good")
            .WithExample("""{"reason": "No longer needed"}""")
            .Produces<TaskJson>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        task.MapPost("/retry", RetryAsync)
            .Needs(Access.Operate)
            .WithSummary("Put an ended task back into its queue, with a new budget of attempts")
            .Produces<TaskJson>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        task.MapDelete("", DeleteAsync)
            .Needs(Access.Operate)
            .WithSummary("Remove an ended task and all that hangs on it")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task GetAsync(long id, string? wait, HttpContext context, TaskItems items)
    {
        var most = (int)TaskLimits.LongestWait.TotalSeconds;
        var seconds = 0;
        if (wait is not null && (!int.TryParse(wait, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) || seconds > most))
        {
            await Problem.Invalid($"wait must be 0 to {most}, in seconds.").ExecuteAsync(context);
            return;
        }

        await ShowAsync(id, context, items, await items.FindEndedAsync(id, Sight.Of(context), TimeSpan.FromSeconds(seconds), context.RequestAborted));
    }

    private static async Task GetResultAsync(long id, HttpContext context, TaskItems items)
    {
        if (await items.FindAsync(id, Sight.Of(context)) is not { } task)
        {
            await Problem.UnknownItem(id).ExecuteAsync(context);
        }
        else if (task.Result is not { } result)
        {
            await Problem.Of(StatusCodes.Status404NotFound, "no-result", $"The task {id} has no result.").ExecuteAsync(context);
        }
        else if (!EntityMark.IsKnown(context, result))
        {
            context.Response.ContentType = JsonReply.ContentType;
            context.Response.ContentLength = result.Length;
            await context.Response.Body.WriteAsync(result, context.RequestAborted);
        }
    }

    private static async Task CancelAsync(long id, CancelTaskRequest? request, HttpContext context, TaskItems items, Cancellation cancellation)
    {
        var reason = request?.Reason is { Length: > 0 } given ? given : $"cancelled by {Operator.Of(context)}";
        if (reason.Length > MaxReasonLength || !OutsideText.IsSound(reason))
        {
            var wrong = reason.Length > MaxReasonLength ? $"must be at most {MaxReasonLength} characters." : OutsideText.Refusal;
            await Problem.Invalid($"reason {wrong}").ExecuteAsync(context);
            return;
        }

        await ActAsync(id, context, items, task => cancellation.CancelAsync(task, reason), _ => Task.FromResult<string?>($"The task {id} has ended already."));
    }

    private static Task RetryAsync(long id, HttpContext context, TaskItems items) =>
        ActAsync(id, context, items, task => task.ResetAsync(), task => task.WhyNoResetAsync());

    private static async Task DeleteAsync(long id, HttpContext context, TaskItems items)
    {
        if (await items.FindAsync(id, Sight.Of(context)) is null)
        {
            await Problem.UnknownItem(id).ExecuteAsync(context);
            return;
        }

        switch (await items.Grain(id).DeleteAsync())
        {
            case ActOutcome.Accepted:
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case ActOutcome.Unknown:
                await Problem.UnknownItem(id).ExecuteAsync(context);
                break;
            default:
                await Problem.Conflict($"The task {id} has not ended.").ExecuteAsync(context);
                break;
        }
    }

    private static async Task ActAsync(
        long id, HttpContext context, TaskItems items, Func<ITaskGrain, Task<ActOutcome>> act, Func<ITaskGrain, Task<string?>> whyNot)
    {
        var sight = Sight.Of(context);
        if (await items.FindAsync(id, sight) is null)
        {
            await Problem.UnknownItem(id).ExecuteAsync(context);
            return;
        }

        var grain = items.Grain(id);
        var outcome = await act(grain);
        if (outcome is ActOutcome.Stale or ActOutcome.Conflict)
        {
            await Problem.Conflict(await whyNot(grain) ?? $"The task {id} has changed meanwhile.").ExecuteAsync(context);
            return;
        }

        await ShowAsync(id, context, items, outcome == ActOutcome.Accepted ? await items.FindAsync(id, sight) : null);
    }

    private static Task ShowAsync(long id, HttpContext context, TaskItems items, TaskView? task) =>
        task is null ? Problem.UnknownItem(id).ExecuteAsync(context) : items.ShowAsync(context, task);

    /// <param name="Reason">Kept as the task's error; at most 2,000 characters. Default: who cancelled it.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record CancelTaskRequest(string? Reason);
}
