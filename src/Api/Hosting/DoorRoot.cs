namespace Switchyard.Hosting;

internal static class DoorRoot
{
    /// <summary>A person who opens a door's own port is sent to the console, which the main port has.</summary>
    public static IApplicationBuilder UseDoorRoot(this IApplicationBuilder app)
    {
        var ports = app.ApplicationServices.GetRequiredService<DoorPorts>();
        return !ports.Any ? app : app.Use((context, next) =>
        {
            var request = context.Request;
            if (request.Path != "/"
                || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
                || ports.DoorOf(context.Connection.LocalPort) is null)
            {
                return next(context);
            }

            context.Response.Redirect(ports.MainRoot(request.Host));
            return Task.CompletedTask;
        });
    }
}
