using Microsoft.AspNetCore.Authentication;
using Switchyard.Configuration;

namespace Switchyard.Auth;

/// <summary>Marks a route that needs no account.</summary>
internal sealed class OpenToAll
{
    public static OpenToAll Mark { get; } = new();
}

/// <summary>
/// Denies by default: every route (and every path that is none) needs the account, unless we marked it ourselves. A policy
/// would not do, because packages open routes of theirs with the framework's own mark.
/// </summary>
internal sealed class AccountGate(RequestDelegate next, AuthOptions auth)
{
    public Task InvokeAsync(HttpContext context)
    {
        var passes = auth.IsOpen
            || context.User.Identity?.IsAuthenticated == true
            || context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is not null;
        return passes ? next(context) : context.ChallengeAsync(BasicAuthenticationHandler.Name);
    }
}
