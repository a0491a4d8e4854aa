using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.Work;

/// <summary>One page of work by conditions that came as text.</summary>
internal static class WorkList
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1000;

    public static async Task<Results<Ok<WorkPage>, ProblemHttpResult>> ReadAsync(
        IGrainFactory grains, Sight sight, WorkFilter filter, string? status, string? after, int? limit)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return Problem.Invalid($"limit must be 1 to {MaxLimit}.");
        }

        if (WorkConditions.ReadStatus(status, out var known) is { } refusal)
        {
            return refusal;
        }

        filter = filter with { Status = known };
        if (!Cursor.TryRead(after, out var place))
        {
            return Problem.Invalid(Cursor.Refusal);
        }

        var page = await WorkLookup.Queries(grains)
            .ListAsync(filter with { Owner = sight.Owner ?? filter.Owner }, Cursor.Write(place), limit ?? DefaultLimit);
        return TypedResults.Ok(page with { Items = [.. page.Items.Where(item => sight.Shows(item.Owner, item.Queue))] });
    }
}
