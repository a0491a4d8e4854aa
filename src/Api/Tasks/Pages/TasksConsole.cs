using System.Text.Json;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Tasks.Queues;
using Switchyard.Tasks.Schedules;
using Switchyard.Tasks.Submission;
using Switchyard.Tasks.Wire;
using Switchyard.Work;

namespace Switchyard.Tasks.Pages;

/// <summary>The Tasks door as one circuit sees it.</summary>
internal sealed class TasksConsole(
    IGrainFactory grains, IEnumerable<DoorQueue> doors, TimeProvider time, AuthenticationStateProvider authentication)
{
    private readonly TaskQueueNames _names = new(doors);

    /// <summary>The door in the console: its schedules, and what it has for its queues on their pages.</summary>
    public static ConsolePart Part { get; } = new(
        typeof(TasksConsole), [new("console/schedules", "Schedules", Icons.Material.Outlined.Schedule)])
    {
        QueuePanel = typeof(TaskQueuePanel),
        ItemPanel = typeof(TaskPanel),
        Kinds = new Dictionary<string, Func<WorkItemView, string>?> { [TaskNames.Kind] = null },
        // Every queue that is no other door's.
        Door = new("Tasks", $"console/work?kind={TaskNames.Kind}", _ => true),
    };

    public ITaskLaneGrain Lane => grains.Reach<ITaskLaneGrain>(0);

    public IScheduleListGrain Schedules => grains.Reach<IScheduleListGrain>(0);

    public ITaskQueueGrain Queue(string name) => grains.Reach<ITaskQueueGrain>(name);

    public ITaskGrain TaskOf(long id) => grains.Reach<ITaskGrain>(id);

    public IScheduleGrain Schedule(string name) => grains.Reach<IScheduleGrain>(name);

    /// <summary>Whether a queue may hold tasks: its name is one, and it is no door's own.</summary>
    public bool Takes(string queue) => QueueNames.IsSound(queue) && !_names.DoorQueues.Contains(queue);

    /// <summary>Sets a queue's policy by the rules of the API.</summary>
    /// <returns>Why it is refused; null: it is set.</returns>
    public async Task<string?> SetPolicyAsync(string queue, PolicyFields fields)
    {
        if (PolicyReader.Read(fields.ToJson(), out var refusal) is not { } policy)
        {
            return refusal!.Detail;
        }

        await Queue(queue).SetPolicyAsync(policy);
        return null;
    }

    /// <summary>Submits a task by the rules of the API, in the name of the person.</summary>
    /// <returns>What became of it, or why it is refused.</returns>
    public async Task<(SubmittedTask? Task, string? Refusal)> SubmitAsync(string queue, TaskFields fields)
    {
        var batch = new TaskBatch(await SubmitterAsync());
        try
        {
            batch.ReadOne(fields.ToJson(queue), default, Times.Whole(time.GetUtcNow()));
        }
        catch (JsonException exception)
        {
            return (null, exception.Message);
        }

        if (batch.First is { } refusal)
        {
            return (null, refusal.Detail);
        }

        var submitted = (await Lane.SubmitAsync([.. batch.Tasks]))[0];
        return submitted.Refusal is { } why ? (null, why) : (submitted, null);
    }

    /// <summary>Makes or replaces a schedule by the rules of the API.</summary>
    /// <returns>Why it is refused; null: it is there.</returns>
    public async Task<string?> PutScheduleAsync(string name, ScheduleFields fields)
    {
        if (!QueueNames.IsSound(name))
        {
            return $"The name {QueueWords.NoName}";
        }

        byte[] body;
        try
        {
            body = fields.ToJson();
        }
        catch (JsonException exception)
        {
            return exception.Message;
        }

        var submitter = await SubmitterAsync();
        return ScheduleReader.Read(body, submitter, Times.Whole(time.GetUtcNow()), out var refusal) is { } spec
            ? (await Schedule(name).PutAsync(spec)).Refusal
            : refusal!.Detail;
    }

    private async Task<Submitter> SubmitterAsync()
    {
        var person = (await authentication.GetAuthenticationStateAsync()).User;
        return new Submitter(person.Identity?.Name is { Length: > 0 } name ? name : null, [.. Person.QueuesOf(person)], _names.DoorQueues);
    }
}
