namespace Switchyard.Acceptance.Jobs;

/// <summary>What the original's executor says of a job of each operation when all goes well.</summary>
internal static class Conversation
{
    public const string Description = "Bef\u00f8lkning etter \"kj\u00f8nn\" \ud83d\ude42";

    /// <summary>Run in the executor's own loop, one at a time.</summary>
    public static readonly string[] ManagerOperations = ["SET_STATUS", "BUMP", "DELETE_DRAFT", "REMOVE", "ROLLBACK_REMOVE", "DELETE_ARCHIVE"];

    /// <summary>Run in sub-processes: the dataset is built, then waits to be imported.</summary>
    public static readonly string[] WorkerOperations = ["PATCH_METADATA", "ADD", "CHANGE"];

    private static readonly Report[] Importing = [new("importing"), new("completed")];

    public static TheoryData<string> All => [.. ManagerOperations, .. WorkerOperations];

    /// <summary>From queued on: to built for datasets, to the end for the others.</summary>
    public static IReadOnlyList<Report> First(string operation) => operation switch
    {
        "ADD" or "CHANGE" =>
        [
            new("initiated"), new("decrypting"), new("validating"), new(Description: Description), new("transforming"),
            new("pseudonymizing"), new("partitioning"), new("built"),
        ],
        "PATCH_METADATA" => [new("initiated"), new("validating"), new(Description: Description), new("transforming"), new("built")],
        "REMOVE" => [new("initiated"), new("completed", Log: "Removed from draft")],
        _ => [new("initiated"), new("completed")],
    };

    /// <summary>From built on.</summary>
    public static IReadOnlyList<Report> Second(string operation) => WorkerOperations.Contains(operation) ? Importing : [];

    public static IReadOnlyList<Report> Whole(string operation) => [.. First(operation), .. Second(operation)];

    /// <summary>Of the executors that came before.</summary>
    public static IReadOnlyList<Report> Legacy { get; } =
    [
        new("initiated"), new("validating"), new(Description: Description), new("transforming"), new("enriching"), new("converting"),
        new("built"), new("importing"), new("completed"),
    ];
}
