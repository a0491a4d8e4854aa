using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>The original's maintenance scripts as one act.</summary>
internal static class ResetTables
{
    /// <summary>Names whose look-alikes are told in words; all are listed.</summary>
    private const int NamedAlike = 3;

    public static async Task<Results<Ok<Answer>, ProblemHttpResult>> RunAsync(Request request, IGrainFactory grains)
    {
        if (Parse(request.Which) is not { } which)
        {
            return Problem.Invalid("which must be one of errors, full-miss-cea, partial-miss-cea, named.");
        }

        var names = request.Tables ?? [];
        if (which == ResetSelection.Named ? names.Count == 0 : names.Count > 0)
        {
            return Problem.Invalid("tables holds the names when which is named, and is left out otherwise.");
        }

        if (names.Any(name => name is null))
        {
            return Problem.Invalid("tables holds names, not null.");
        }

        if (!names.All(name => OutsideText.IsSound(name)))
        {
            return Problem.Invalid($"A name in tables {OutsideText.Refusal}");
        }

        // Counting first: when a name is wrong, nothing at all is reset.
        var campaign = grains.CampaignGrain();
        if (which == ResetSelection.Named && await campaign.ResetAsync(which, names, dryRun: true) is { Unknown.Count: > 0 } check)
        {
            return await UnknownAsync(check.Unknown, grains);
        }

        var outcome = await campaign.ResetAsync(which, names, request.DryRun);
        return TypedResults.Ok(new Answer(outcome.Tables));
    }

    private static async Task<ProblemHttpResult> UnknownAsync(IReadOnlyList<string> unknown, IGrainFactory grains)
    {
        var alike = new Dictionary<string, string>();
        foreach (var name in unknown)
        {
            if (await UnknownTables.FindAlikeAsync(name, grains) is { } other)
            {
                alike.Add(name, other);
            }
        }

        const string detail = "Some names name no table; nothing was reset.";
        return alike.Count == 0
            ? Problem.Of(StatusCodes.Status404NotFound, "unknown-table", detail, ("tables", unknown))
            : Problem.Of(
                StatusCodes.Status404NotFound,
                "unknown-table",
                $"{detail} {string.Join(' ', alike.Take(NamedAlike).Select(pair => UnknownTables.Describe(pair.Key, pair.Value)))}",
                ("tables", unknown),
                ("alike", alike));
    }

    private static ResetSelection? Parse(string? word) => word switch
    {
        "errors" => ResetSelection.Errors,
        "full-miss-cea" => ResetSelection.FullMissCea,
        "partial-miss-cea" => ResetSelection.PartialMissCea,
        "named" => ResetSelection.Named,
        _ => null,
    };

    /// <param name="Which">"errors", "full-miss-cea", "partial-miss-cea" or "named".</param>
    /// <param name="Tables">The names, with "named" only.</param>
    /// <param name="DryRun">Count only.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Request(string Which, IReadOnlyList<string>? Tables = null, bool DryRun = false);

    /// <param name="Tables">How many tables were reset, or would be.</param>
    internal sealed record Answer(long Tables);
}
