using System.Text.Json;
using Switchyard.Blobs;
using Switchyard.Expertise.Scores;

namespace Switchyard.Expertise.Pages;

/// <summary>What a job's <c>metadata.json</c> tells.</summary>
/// <param name="Lists">Who was left out and why, those without anybody but the first left out.</param>
internal sealed record DatasetFacts(long Submissions, long Publications, IReadOnlyList<(string What, IReadOnlyList<string> Names, string Id)> Lists)
{
    /// <summary>So many names of a list are shown.</summary>
    public const int Most = 500;

    private static readonly (string Member, string What)[] Named =
    [
        ("no_publications", "Members without publications"),
        ("no_profile", "Members without a profile"),
        ("no_profile_submission", "Members of the other group without a profile"),
        ("no_text", "Members whose papers have no text"),
        ("no_text_submission", "Submissions without text"),
    ];

    /// <summary>Null when there is none.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    /// <exception cref="JsonException">It cannot be read.</exception>
    public static async Task<DatasetFacts?> ReadAsync(IBlobStore blobs, string? blob, CancellationToken cancellationToken)
    {
        if (await ScoreArchive.OpenAsync(blobs, blob, cancellationToken) is not { } opened)
        {
            return null;
        }

        await using var archive = opened;
        return await archive.FindAsync(ExpertiseNames.MetadataFile, cancellationToken) is { } file
            ? Of(JsonElement.Parse(await file.ReadJsonAsync(cancellationToken)))
            : null;
    }

    public static DatasetFacts Of(JsonElement metadata) => new(
        Count(metadata, "submission_count"),
        Count(metadata, "archives_count"),
        [
            .. Named
                .Select(list => (list.What, Names: NamesOf(metadata, list.Member), Id: list.Member.Replace('_', '-')))
                .Where((list, place) => place == 0 || list.Names.Count > 0),
        ]);

    private static long Count(JsonElement metadata, string member) =>
        metadata.TryGetProperty(member, out var count) && count.TryGetInt64(out var number) ? number : 0;

    private static IReadOnlyList<string> NamesOf(JsonElement metadata, string member) =>
        metadata.TryGetProperty(member, out var names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!)]
            : [];
}
