namespace Switchyard.Hosting;

public static class ApiHosting
{
    public static WebApplicationBuilder AddSwitchyardApi(this WebApplicationBuilder builder)
    {
        var urls = builder.Configuration["Urls"];
        builder.WebHost.UseUrls(string.IsNullOrEmpty(urls) ? "http://127.0.0.1:5000" : urls);
        return builder;
    }

    public static WebApplication MapSwitchyardApi(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapGet("/health/ready", (INodeReadiness node) =>
            node.IsReady ? Results.Ok("I'm ready!") : Results.Json(node.Reason, statusCode: 503));
        return app;
    }
}
