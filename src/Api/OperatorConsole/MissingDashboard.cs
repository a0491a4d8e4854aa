using Switchyard.Auth;
using Switchyard.Hosting;

namespace Switchyard.OperatorConsole;

/// <summary>Says where Orleans' dashboard is: it is part of a silo.</summary>
internal static class MissingDashboard
{
    public static void MapMissingDashboard(this WebApplication app) => app.Map("/dashboard/{**path}", (HttpContext context) =>
        Failures.Answer(
            context, StatusCodes.Status404NotFound, "The dashboard is served by each node, at the node's own address. This is a front end alone."))
        .ExcludeFromDescription()
        .Needs(Access.Any);
}
