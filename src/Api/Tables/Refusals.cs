using Switchyard.Blobs;
using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>Tells the campaign of answers that are refused: a client that sends nothing else is to have work more slowly.</summary>
internal static class Refusals
{
    private const int LongestTable = 1000;

    /// <summary>What a table's name with '?' in it does to a query that follows it.</summary>
    private const string CutClient = "/?client";

    /// <summary>An endpoint filter of the routes that take results and errors.</summary>
    public static async ValueTask<object?> TellAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        try
        {
            var answer = await next(call);
            if (answer is IStatusCodeHttpResult { StatusCode: >= 400 and < 500 })
            {
                Tell(call.HttpContext);
            }

            return answer;
        }
        catch (BlobTooLargeException)
        {
            Tell(call.HttpContext);
            throw;
        }
    }

    /// <summary>Who hands in, as far as the query says it.</summary>
    internal static string? ClientOf(HttpRequest request) =>
        request.Query.ContainsKey("client") ? ClientName.ReadQuery(request).Client
        : request.Query.FirstOrDefault(pair => pair.Key.EndsWith(CutClient, StringComparison.Ordinal)).Value is [{ } cut, ..]
            && cut.Length <= ClientName.MaxLength && OutsideText.IsSound(cut) ? cut
        : null;

    private static void Tell(HttpContext context)
    {
        if (context.GetRouteValue("table") is string { Length: <= LongestTable } table && OutsideText.IsSound(table))
        {
            // Nobody waits for it: it is a hint.
            context.RequestServices.GetRequiredService<IGrainFactory>().CampaignGrain().RefusedAsync(ClientOf(context.Request), table).Ignore();
        }
    }
}
