using System.Security.Claims;
using Switchyard.Configuration;
using Switchyard.Hosting;

namespace Switchyard.Auth;

/// <summary>
/// Denies by default: every route (and every path that is none) needs somebody who has signed in, and a route that we did not
/// mark ourselves is nobody's. A policy of the framework would not do, because packages open routes of theirs with its own mark.
/// </summary>
internal sealed class AccessGate(RequestDelegate next, AuthOptions auth, AccessAnswers answers, Guessing guessing)
{
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var passes = auth.IsOpen || endpoint?.Metadata.GetMetadata<OpenToAll>() is not null;
        var gates = RouteGate.Of(context);
        var secrets = gates.Select(gate => gate.IsRight(context)).OfType<bool>().ToList();
        if (secrets.Count > 0 && guessing.IsClosed(context))
        {
            return AccessAnswers.TooManyAsync(context);
        }

        if (secrets.Contains(false))
        {
            guessing.Fail(context, "a worker's key");
        }

        foreach (var gate in gates)
        {
            var verdict = gate.Judge(context);
            if (verdict == GateVerdict.Refuses)
            {
                return Failures.Answer(context, StatusCodes.Status401Unauthorized, gate.Refusal).ExecuteAsync(context);
            }

            if (verdict == GateVerdict.Admits)
            {
                passes = true;
                context.Features.Set(gate.Name.Length > 0 ? new StandIn(gate.Name) : null);
            }
        }

        if (!passes)
        {
            if (context.Features.Get<TooManyGuesses>() is not null)
            {
                return AccessAnswers.TooManyAsync(context);
            }

            if (context.User.Identity?.IsAuthenticated != true)
            {
                return answers.ChallengeAsync(context);
            }

            if (WhyNot(context, endpoint) is { } reason)
            {
                return AccessAnswers.ForbidAsync(context, reason);
            }
        }

        Operator.ActorOf(context).Carry();
        return next(context);
    }

    private static string? WhyNot(HttpContext context, Endpoint? endpoint)
    {
        var user = context.User;
        if (!Person.RolesOf(user).Any())
        {
            return "The token names no role of Switchyard.";
        }

        // Routing's own answers (another method, no such path) are no routes and have no mark.
        if (endpoint is not RouteEndpoint)
        {
            return null;
        }

        if (endpoint.Metadata.GetMetadata<AccessMark>() is not { Access: var access })
        {
            return "This route has no role.";
        }

        return !Person.May(user, access)
            ? $"It needs the role {string.Join(" or ", access.Roles.Select(role => LowerCase.Policy.ConvertName(role.ToString())))}."
            : WhyNotBound(user, context, endpoint);
    }

    /// <summary>What a key is bound to is all that it opens: of doors their own routes, of queues the routes that name them.</summary>
    private static string? WhyNotBound(ClaimsPrincipal user, HttpContext context, Endpoint endpoint)
    {
        if (Person.DoorsOf(user).Any()
            && !(endpoint.Metadata.GetMetadata<DoorMark>() is { } door
                ? Person.DoorsOf(user).Contains(door.Door, StringComparer.OrdinalIgnoreCase)
                : Sight.Of(context).Owner is not null && endpoint.Metadata.GetMetadata<JudgesQueues>() is not null))
        {
            return $"The key is for the doors {string.Join(", ", Person.DoorsOf(user))} alone.";
        }

        if (!Person.QueuesOf(user).Any())
        {
            return null;
        }

        return context.GetRouteValue("queue") is string queue
            ? Person.MayName(user, queue) ? null : BoundToQueues(user)
            : endpoint.Metadata.GetMetadata<JudgesQueues>() is not null ? null : BoundToQueues(user);
    }

    private static string BoundToQueues(ClaimsPrincipal user) => $"The key is for the queues {string.Join(", ", Person.QueuesOf(user))} alone.";
}
