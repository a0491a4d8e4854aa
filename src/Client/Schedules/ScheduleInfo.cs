using System.Text.Json;
using Switchyard.Client.Tasks;

namespace Switchyard.Client.Schedules;

/// <summary>Tasks that come by the clock.</summary>
/// <param name="Cron">Five fields.</param>
/// <param name="Task">What is submitted each time.</param>
public sealed record NewSchedule(string Cron, NewTask Task)
{
    /// <summary>A name of the IANA database, such as <c>Europe/Berlin</c>; null: UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Of times that passed while no node ran: <c>none</c> or <c>one</c> is made up for; null: as the node likes.</summary>
    public string? Missed { get; init; }
}

/// <summary>A schedule, and how it stands.</summary>
/// <param name="Name">Of the schedule.</param>
/// <param name="Cron">Five fields.</param>
public sealed record ScheduleInfo(string Name, string Cron)
{
    /// <summary>A name of the IANA database; null: UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>As it was set.</summary>
    public string? Missed { get; init; }

    /// <summary>What is submitted each time, as it was set.</summary>
    public JsonElement? Task { get; init; }

    /// <summary>It submits nothing.</summary>
    public bool Paused { get; init; }

    /// <summary>The next five times.</summary>
    public IReadOnlyList<DateTimeOffset> Next { get; init; } = [];

    /// <summary>The newest time; null: there was none.</summary>
    public ScheduleRun? Last { get; init; }
}

/// <summary>One time of a schedule.</summary>
/// <param name="At">When.</param>
/// <param name="Id">The task; null: it was refused.</param>
public sealed record ScheduleRun(DateTimeOffset At, long? Id);
