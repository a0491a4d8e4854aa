using Microsoft.AspNetCore.Authentication;
using Switchyard.Configuration;
using Switchyard.Hosting;

namespace Switchyard.Auth;

/// <summary>
/// Denies by default: every route (and every path that is none) needs the account, unless we marked it ourselves. A policy
/// would not do, because packages open routes of theirs with the framework's own mark.
/// </summary>
internal sealed class AccountGate(RequestDelegate next, AuthOptions auth)
{
    public Task InvokeAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        var passes = auth.IsOpen
            || context.User.Identity?.IsAuthenticated == true
            || metadata?.GetMetadata<OpenToAll>() is not null;
        foreach (var gate in metadata?.GetOrderedMetadata<RouteGate>() ?? [])
        {
            var verdict = gate.Judge(context);
            if (verdict == GateVerdict.Refuses)
            {
                return Failures.Answer(context, StatusCodes.Status401Unauthorized, gate.Refusal).ExecuteAsync(context);
            }

            passes |= verdict == GateVerdict.Admits;
        }

        return passes ? next(context) : context.ChallengeAsync(BasicAuthenticationHandler.Name);
    }
}
