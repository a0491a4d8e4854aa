using Switchyard.Auth;

namespace Switchyard.Tickets;

/// <summary>Where clients send a ticket's token: in the path on the original's routes, else in a header.</summary>
internal static class SentToken
{
    public const string Header = "X-Ticket-Token";

    /// <summary>Null when there is none.</summary>
    public static string? Of(HttpContext context)
    {
        if (context.Features.Get<HiddenToken>() is { } hidden)
        {
            return hidden.Value;
        }

        var headers = context.Request.Headers;
        if (headers[Header] is [{ Length: > 0 } token])
        {
            return token;
        }

        return BearerToken.Of(context.Request);
    }
}
