using System.Globalization;
using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Tasks.Described;
using Switchyard.Tasks.Submission;
using Switchyard.Tasks.Wire;
using Switchyard.Work;

namespace Switchyard.Tasks.Schedules;

/// <summary>Tasks that are submitted by the clock.</summary>
internal static class ScheduleRoutes
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public static void MapSchedules(this IEndpointRouteBuilder schedules)
    {
        schedules.MapGet("", ListAsync).WithSummary("One page of schedules, by name, which is asc; order=desc is from the last name").Produces<SchedulePageJson>();
        var schedule = schedules.MapGroup("/{name}").WithWords(("name", "The schedule's name.")).ProducesProblem(StatusCodes.Status404NotFound);
        schedule.MapGet("", GetAsync).IsMarked().WithSummary("One schedule, with its next five times").Produces<ScheduleJson>();
        schedule.MapPut("", PutAsync)
            .Needs(Access.Administer)
            .WithMetadata(RequestSizeLimit.Own)
            .TakesBody<ScheduleRequest>("""{"cron": "0 3 * * *", "timeZone": "Europe/Berlin", "task": {"queue": "reports", "payload": {"of": "yesterday"}}}""")
            .WithSummary("Make or replace a schedule")
            .Produces<ScheduleJson>();
        schedule.MapDelete("", DeleteAsync).Needs(Access.Administer).WithSummary("Remove a schedule").Produces(StatusCodes.Status204NoContent);
        schedule.MapPost("/run", RunAsync)
            .Needs(Access.Operate)
            .WithSummary("Submit its task now, beside its times")
            .WithHeader(IdempotencyKey.Header, IdempotencyKey.Words)
            .Produces<SubmittedJson>(StatusCodes.Status201Created)
            .Produces<SubmittedJson>()
            .ProducesProblem(StatusCodes.Status409Conflict);
        schedule.MapPost("/pause", (string name, HttpContext context, IGrainFactory grains) => PauseAsync(name, paused: true, context, grains))
            .Needs(Access.Operate)
            .WithSummary("Submit nothing until resumed; times that pass are not made up for")
            .Produces<ScheduleJson>();
        schedule.MapPost("/resume", (string name, HttpContext context, IGrainFactory grains) => PauseAsync(name, paused: false, context, grains))
            .Needs(Access.Operate)
            .WithSummary("Submit at its times again")
            .Produces<ScheduleJson>();
    }

    private static async Task ListAsync(string? limit, string? after, string? order, HttpContext context, IGrainFactory grains)
    {
        var most = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MaxLimit))
        {
            await Problem.Invalid($"limit must be 1 to {MaxLimit}.").ExecuteAsync(context);
            return;
        }

        if (after is { Length: > 0 } && !QueueNames.IsSound(after))
        {
            await Problem.Invalid("after is not a cursor that a page gave as next.").ExecuteAsync(context);
            return;
        }

        if (WorkConditions.ReadOrder(order, out _) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        var (list, place) = (grains.Reach<IScheduleListGrain>(0), after is { Length: > 0 } ? after : null);
        // By name, so that here the usual order is the other one.
        var page = await (order == "desc" ? list.ListBackAsync(place, most) : list.ListAsync(place, most));
        await JsonReply.SendAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            foreach (var schedule in page)
            {
                ScheduleWriter.Write(json, schedule);
            }

            json.WriteEndArray();
            json.WriteString("next"u8, page.Count == most ? page[^1].Name : null);
            json.WriteEndObject();
        });
    }

    private static async Task GetAsync(string name, HttpContext context, IGrainFactory grains) =>
        await ShowAsync(name, context, QueueNames.IsSound(name) ? await Grain(grains, name).GetAsync() : null);

    private static async Task PutAsync(string name, HttpContext context, IGrainFactory grains, TaskQueueNames names, TimeProvider time)
    {
        if (!QueueNames.IsSound(name))
        {
            await Problem.Invalid($"The name {QueueWords.NoName}").ExecuteAsync(context);
            return;
        }

        if (await JsonBody.ReadAsync(context) is not { } body)
        {
            return;
        }

        ScheduleSpec? spec;
        Refusal? refusal;
        using (body)
        {
            spec = ScheduleReader.Read(WholeBody.SkipMark(body.Span), Submitter.Of(context, names), Times.Whole(time.GetUtcNow()), out refusal);
        }

        var put = spec is null ? new SchedulePut(null) : await Grain(grains, name).PutAsync(spec);
        refusal ??= put.Refusal is { } why ? Refusal.Invalid(why) : null;
        await (refusal is null ? ShowAsync(name, context, put.Schedule) : refusal.AnswerAsync(context));
    }

    private static async Task DeleteAsync(string name, HttpContext context, IGrainFactory grains)
    {
        if (QueueNames.IsSound(name) && await Grain(grains, name).DeleteAsync())
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await ShowAsync(name, context, null);
    }

    private static async Task RunAsync(string name, HttpContext context, IGrainFactory grains)
    {
        var key = IdempotencyKey.Read(context, out var wrong);
        if (wrong is not null)
        {
            await Refusal.Invalid(wrong).AnswerAsync(context);
            return;
        }

        var run = (SubmittedTask?)null;
        if (QueueNames.IsSound(name) && key is not null)
        {
            var once = await Grain(grains, name).RunOnceAsync(key);
            if (once is { Tasks: null })
            {
                context.Response.Headers.RetryAfter = "1";
                await Problem.Conflict("The first request with this Idempotency-Key is under way.").ExecuteAsync(context);
                return;
            }

            run = once?.Tasks?[0];
        }
        else if (QueueNames.IsSound(name))
        {
            run = await Grain(grains, name).RunAsync();
        }

        if (run is not { } submitted)
        {
            await ShowAsync(name, context, null);
            return;
        }

        if (submitted.Refusal is { } why)
        {
            await Refusal.Invalid(why).AnswerAsync(context);
            return;
        }

        context.Response.Headers.Location = $"/api/v1/tasks/{submitted.Id}";
        await JsonReply.SendAsync(context, submitted.Existing ? StatusCodes.Status200OK : StatusCodes.Status201Created, json => TaskWriter.Write(json, submitted));
    }

    private static async Task PauseAsync(string name, bool paused, HttpContext context, IGrainFactory grains) =>
        await ShowAsync(name, context, QueueNames.IsSound(name) ? await Grain(grains, name).SetPausedAsync(paused) : null);

    private static Task ShowAsync(string name, HttpContext context, ScheduleView? schedule) => schedule is null
        ? Problem.Of(StatusCodes.Status404NotFound, "unknown-schedule", $"There is no schedule '{name}'.").ExecuteAsync(context)
        : JsonReply.SendMarkedAsync(context, json => ScheduleWriter.Write(json, schedule));

    private static IScheduleGrain Grain(IGrainFactory grains, string name) => grains.Reach<IScheduleGrain>(name);
}
