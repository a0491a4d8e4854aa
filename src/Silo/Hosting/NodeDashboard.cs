using Orleans.Dashboard;
using Switchyard.Auth;

namespace Switchyard.Hosting;

/// <summary>Orleans' dashboard. It packs its files when it is mapped, a tenth of a node's start: so only when somebody comes.</summary>
internal static class NodeDashboard
{
    private const string Path = "/dashboard";

    public static void MapDashboard(this WebApplication app)
    {
        var dashboard = new Lazy<RequestDelegate>(() =>
        {
            var branch = ((IApplicationBuilder)app).New();
            branch.UseRouting();
            branch.UseEndpoints(endpoints => endpoints.MapOrleansDashboard(Path));
            return branch.Build();
        });
        app.Map($"{Path}/{{**rest}}", context =>
        {
            // The branch looks for its own.
            context.SetEndpoint(null);
            return dashboard.Value(context);
        }).Needs(Access.Operate).ExcludeFromDescription();
    }
}
