using System.Diagnostics.CodeAnalysis;

namespace Switchyard.Jobs;

/// <summary>The words of the wire, case-sensitive: "queued", "SET_STATUS", "PENDING_RELEASE".</summary>
public static class JobWords
{
    private static readonly string[] Statuses = [.. Enum.GetNames<JobStatus>().Select(name => name.ToLowerInvariant())];
    private static readonly string[] Operations = [.. Enum.GetNames<JobOperation>().Select(UpperSnake)];
    private static readonly string[] Releases = [.. Enum.GetNames<ReleaseStatus>().Select(UpperSnake)];

    public static IReadOnlyList<string> AllStatuses => Statuses;

    public static IReadOnlyList<string> AllOperations => Operations;

    public static IReadOnlyList<string> AllReleases => Releases;

    public static string Of(JobStatus status) => Statuses[(int)status];

    public static string Of(JobOperation operation) => Operations[(int)operation];

    public static string Of(ReleaseStatus status) => Releases[(int)status];

    public static bool TryParse(string? word, [NotNullWhen(true)] out JobStatus? status) =>
        (status = Array.IndexOf(Statuses, word) is var number and >= 0 ? (JobStatus)number : null) is not null;

    public static bool TryParse(string? word, [NotNullWhen(true)] out JobOperation? operation) =>
        (operation = Array.IndexOf(Operations, word) is var number and >= 0 ? (JobOperation)number : null) is not null;

    public static bool TryParse(string? word, [NotNullWhen(true)] out ReleaseStatus? status) =>
        (status = Array.IndexOf(Releases, word) is var number and >= 0 ? (ReleaseStatus)number : null) is not null;

    /// <summary>"SetStatus" is "SET_STATUS".</summary>
    private static string UpperSnake(string name) => string.Concat(
        name.Select((letter, place) => place > 0 && char.IsUpper(letter) ? $"_{letter}" : char.ToUpperInvariant(letter).ToString()));
}
