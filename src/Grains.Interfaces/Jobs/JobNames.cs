namespace Switchyard.Jobs;

/// <summary>The words under which the cluster knows jobs. They are stored and never change.</summary>
public static class JobNames
{
    /// <summary>The kind of the work items and the type of their grain.</summary>
    public const string Kind = "job";

    /// <summary>The key of the door's maintenance grain, and of the group of its queues.</summary>
    public const string Door = "jobs";

    /// <summary>The target of a BUMP: the whole datastore.</summary>
    public const string Datastore = "DATASTORE";

    /// <summary>The holder of jobs that are run by the original protocol, which names no worker.</summary>
    public const string Executor = "job-executor";

    /// <summary>The target records' space in the work store.</summary>
    public const string Targets = "jobs.target";

    /// <summary>Words of the record of acts.</summary>
    public const string DeleteDatasetAct = "delete-dataset";

    /// <inheritdoc cref="DeleteDatasetAct"/>
    public const string BeginMaintenanceAct = "begin-maintenance";

    /// <inheritdoc cref="DeleteDatasetAct"/>
    public const string EndMaintenanceAct = "end-maintenance";

    /// <summary>The door's own words for acts, beside those that all doors have.</summary>
    public static IReadOnlyList<string> Acts { get; } = [DeleteDatasetAct, BeginMaintenanceAct, EndMaintenanceAct];

    /// <summary>One queue per operation: workers ask for operations, and an operator can pause one of them.</summary>
    public static string Queue(JobOperation operation) => Queues[(int)operation];

    /// <summary>The jobs that are about a target besides being for it: the space of those records in the work store.</summary>
    public static string Mentions(string target) => "jobs.mention/" + target;

    /// <summary>All queues of the door, by the number of their operation.</summary>
    public static IReadOnlyList<string> Queues { get; } =
        [.. Enum.GetValues<JobOperation>().Select(operation => "jobs." + JobWords.Of(operation).ToLowerInvariant())];
}
