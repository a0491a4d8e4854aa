namespace Switchyard.Tasks;

/// <summary>The words for acts on schedules that the record of acts has for nothing else. They are stored and never change.</summary>
public static class ScheduleActs
{
    public const string Put = "put-schedule";

    public const string Run = "run-schedule";

    public static IReadOnlyList<string> All { get; } = [Put, Run];
}
