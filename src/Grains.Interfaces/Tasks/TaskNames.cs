namespace Switchyard.Tasks;

/// <summary>The words under which the cluster knows tasks. They are stored and never change.</summary>
public static class TaskNames
{
    /// <summary>The kind of the work items and the type of their grain.</summary>
    public const string Kind = "task";

    /// <summary>Words of the record of acts.</summary>
    public const string SetPolicyAct = "set-policy";

    /// <inheritdoc cref="SetPolicyAct"/>
    public const string PutScheduleAct = "put-schedule";

    /// <inheritdoc cref="SetPolicyAct"/>
    public const string DeleteScheduleAct = "delete-schedule";

    /// <inheritdoc cref="SetPolicyAct"/>
    public const string RunScheduleAct = "run-schedule";

    /// <summary>The door's own words for acts, beside those that all doors have.</summary>
    public static IReadOnlyList<string> Acts { get; } = [SetPolicyAct, PutScheduleAct, DeleteScheduleAct, RunScheduleAct];
}
