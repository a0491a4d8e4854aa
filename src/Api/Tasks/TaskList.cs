using System.Globalization;
using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Tasks.Wire;
using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>One page of tasks by conditions that came as text.</summary>
internal static class TaskList
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1000;

    public static async Task ReadAsync(
        string? queue, string? status, string? groupKey, string? tag, string? name, string? order, string? limit, string? after, HttpContext context, IGrainFactory grains)
    {
        if (Read(queue, status, groupKey, tag, name, order, limit, after, Sight.Of(context), out var asked) is { } refusal)
        {
            await refusal.AnswerAsync(context);
            return;
        }

        var page = await grains.Reach<ITaskLaneGrain>(0).ListAsync(asked.Filter, asked.After, asked.Limit);
        await JsonReply.SendAsync(
            context,
            StatusCodes.Status200OK,
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("items"u8);
                foreach (var task in page.Items)
                {
                    TaskWriter.Write(json, task);
                }

                json.WriteEndArray();
                json.WriteString("next"u8, Cursor.Write(page.Next));
                json.WriteEndObject();
            },
            capacity: 512 * (page.Items.Count + 1));
    }

    private static Refusal? Read(
        string? queue, string? status, string? groupKey, string? tag, string? name, string? order, string? limit, string? after, Sight sight, out Asked asked)
    {
        asked = new Asked(new TaskFilter(), null, DefaultLimit);
        var most = DefaultLimit;
        if (limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MaxLimit))
        {
            return Refusal.Invalid($"limit must be 1 to {MaxLimit}.");
        }

        WorkStatus? known = null;
        if (status is { Length: > 0 })
        {
            if (!Array.Exists(Enum.GetNames<WorkStatus>(), word => word.Equals(status, StringComparison.OrdinalIgnoreCase)))
            {
                return Refusal.Invalid($"status must be one of {string.Join(", ", Enum.GetNames<WorkStatus>().Select(LowerCase.Policy.ConvertName))}.");
            }

            known = Enum.Parse<WorkStatus>(status, ignoreCase: true);
        }

        if (queue is { Length: > 0 } && !QueueNames.IsSound(queue))
        {
            return Refusal.Invalid($"queue {Submission.QueueWords.NoName}");
        }

        if (new[] { groupKey, tag, name }.Any(text => text?.Length > TaskLimits.Name))
        {
            return Refusal.Invalid($"groupKey, tag and name must be at most {TaskLimits.Name} characters.");
        }

        if (!Cursor.TryRead(after, out var place))
        {
            return Refusal.Invalid(Cursor.Refusal);
        }

        if (WorkConditions.ReadOrder(order, out var isAscending) is not null)
        {
            return Refusal.Invalid(WorkConditions.NoOrder);
        }

        var filter = new TaskFilter
        {
            Queue = Said(queue),
            Status = known,
            GroupKey = groupKey,
            Tag = Said(tag),
            Name = Said(name),
            Owner = sight.Owner,
            Queues = sight.Queues,
            Ascending = isAscending,
        };
        asked = new Asked(filter, place, most);
        return null;
    }

    private static string? Said(string? text) => text is { Length: > 0 } ? text : null;

    private sealed record Asked(TaskFilter Filter, long? After, int Limit);
}
