using Microsoft.Extensions.Primitives;
using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>The string a client calls itself: all that is known of it. It may be empty, not missing.</summary>
internal static class ClientName
{
    public const int MaxLength = 500;

    /// <summary>The name in the form of the body or, failing that, in the query.</summary>
    public static async Task<(string? Client, IResult? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(cancellationToken);
            if (form.TryGetValue("client", out var values))
            {
                return Check(values);
            }
        }

        return ReadQuery(request);
    }

    /// <summary>The name in the query: exactly one of the two is not null.</summary>
    public static (string? Client, IResult? Refusal) ReadQuery(HttpRequest request) => Check(request.Query["client"]);

    private static (string? Client, IResult? Refusal) Check(StringValues values)
    {
        // The original reads the first of several.
        var client = values.Count == 0 ? null : values[0] ?? "";
        if (client is null)
        {
            return (null, new ErrorPage(StatusCodes.Status401Unauthorized, "The request does not say which client sends it."));
        }

        if (client.Length > MaxLength || client.Any(char.IsControl) || !OutsideText.IsSound(client))
        {
            return (null, new ErrorPage(
                StatusCodes.Status400BadRequest, $"A client's name has at most {MaxLength} characters and no control characters."));
        }

        return (client, null);
    }
}
