using System.Text.Json.Nodes;

namespace Switchyard.Expertise.Submission;

/// <summary>A job as it was asked for, judged.</summary>
/// <param name="Shown">What is shown as the request.</param>
/// <param name="Timeout">For each step; null: none of its own.</param>
/// <param name="DuplicateKey">Null: as many as wanted.</param>
internal sealed record JobRequest(
    ExpertiseConfig Config,
    JsonObject Shown,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Files,
    TimeSpan? Timeout = null,
    string? DuplicateKey = null)
{
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> NoFiles { get; } = new Dictionary<string, IReadOnlyList<string>>();
}
