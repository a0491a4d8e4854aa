namespace Switchyard.Hosting;

/// <summary>While the process leaves, every answer closes its connection: the next request goes to another node.</summary>
internal sealed class LastAnswers(RequestDelegate next, Leave leave)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(
            static state =>
            {
                var (context, leave) = ((HttpContext, Leave))state;
                // HTTP/2 has no such header; there the server says it in a frame of its own.
                if (leave.IsUnderWay && HttpProtocol.IsHttp11(context.Request.Protocol) && context.Response.Headers.Connection.Count == 0)
                {
                    context.Response.Headers.Connection = "close";
                }

                return Task.CompletedTask;
            },
            (context, leave));
        using (leave.Late.UnsafeRegister(static state => ((HttpContext)state!).Abort(), context))
        {
            await next(context);
        }
    }
}
