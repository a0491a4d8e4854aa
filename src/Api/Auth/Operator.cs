using System.Security.Claims;

namespace Switchyard.Auth;

/// <summary>Who acts, for the record.</summary>
internal static class Operator
{
    public static string Of(HttpContext context) => ActorOf(context).Name;

    /// <summary>The account or key; null where nobody had to sign in.</summary>
    public static string? AccountOf(HttpContext context) => AccountOf(context.User);

    public static Actor ActorOf(HttpContext context) => new(
        AccountOf(context.User) ?? context.Features.Get<StandIn>()?.Name, Networks.Text(context.Connection.RemoteIpAddress));

    public static Actor ActorOf(ClaimsPrincipal user, string? address) => new(AccountOf(user), address);

    private static string? AccountOf(ClaimsPrincipal user) => user.Identity?.Name is { Length: > 0 } name ? name : null;
}

/// <summary>What stood in for the account: a worker's key, a ticket's token.</summary>
internal sealed record StandIn(string Name);
