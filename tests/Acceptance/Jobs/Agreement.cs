using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Jobs;

/// <summary>A target and its newest job say the same.</summary>
internal static class Agreement
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(6);

    /// <summary>Waits until both have the status.</summary>
    public static Task WaitAsync(JobsClient jobs, string target, string status) =>
        Eventually.AskAsync(() => AskAsync(jobs, target), both => both == (status, status), Promised);

    /// <summary>Waits until they agree; answers on what.</summary>
    public static async Task<string?> WaitAsync(JobsClient jobs, string target) =>
        (await Eventually.AskAsync(() => AskAsync(jobs, target), both => both.Target == both.Job, Promised)).Job;

    private static async Task<(string? Target, string? Job)> AskAsync(JobsClient jobs, string target) => (
        (string?)(await jobs.TargetAsync(target))?["status"],
        (string?)(await jobs.ListAsync($"/targets/{target}/jobs")).LastOrDefault(job => (string?)job["parameters"]!["target"] == target)?["status"]);
}
