using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Hosting;
using Switchyard.Text;

namespace Switchyard.Tables;

/// <summary>
/// What is said where a name names no table. One name can be written with several sequences of characters that look the same (Unicode's
/// normal forms, of which file systems have different ones): where there is such a table, the answer tells the two apart.
/// </summary>
internal static class UnknownTables
{
    public static async Task<ErrorPage> PageAsync(string table, IGrainFactory grains) =>
        new(StatusCodes.Status404NotFound, Describe(table, await FindAlikeAsync(table, grains)) ?? "There is no table of this name.");

    public static async Task<ProblemHttpResult> ProblemAsync(string table, IGrainFactory grains) =>
        await FindAlikeAsync(table, grains) is { } alike
            ? Problem.Of(StatusCodes.Status404NotFound, "unknown-table", Describe(table, alike)!, ("alike", alike))
            : Problem.Of(StatusCodes.Status404NotFound, "unknown-table", $"There is no table '{table}'.");

    /// <summary>The table whose name looks the same; null when there is none, or when that is not to be known.</summary>
    public static async Task<string?> FindAlikeAsync(string table, IGrainFactory grains)
    {
        if (Ascii.IsValid(table))
        {
            return null;
        }

        try
        {
            return await grains.TableReports().FindAlikeAsync(table);
        }
#pragma warning disable CA1031 // A node of 0.1 answers with whatever its serialiser threw; the refusal itself stands in any case.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    /// <summary>How the two names differ; null when there is no other.</summary>
    internal static string? Describe(string table, string? alike) => alike is null ? null :
        $"There is no table '{table}' ({CodePoints.Escape(table)}). There is a table '{alike}' ({CodePoints.Escape(alike)}), whose name looks the same and is written with other characters.";
}
