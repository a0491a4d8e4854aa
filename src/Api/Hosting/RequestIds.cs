using System.Buffers;
using Switchyard.Telemetry;

namespace Switchyard.Hosting;

/// <summary>
/// Every request has an id: its sender's, or one of ours. The answer says it, log lines carry it, and calls into the
/// cluster take it along.
/// </summary>
internal sealed class RequestIds(RequestDelegate next, DoorStyles styles, ILogger<RequestIds> logger)
{
    public const string Header = "X-Request-ID";

    private const int MaxLength = 200;

    private static readonly SearchValues<char> Visible =
        SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code)]);

    private static readonly Func<ILogger, string, IDisposable?> Scope = LoggerMessage.DefineScope<string>("request {XRequestId}");

    public async Task InvokeAsync(HttpContext context)
    {
        var id = Sent(context.Request) ?? $"{styles.Of(context)?.RequestIdPrefix}{Guid.NewGuid()}";
        context.TraceIdentifier = id;
        // At the last moment: an answer of failure begins by forgetting all headers.
        context.Response.OnStarting(
            static state =>
            {
                var answered = (HttpContext)state;
                answered.Response.Headers[Header] = answered.TraceIdentifier;
                return Task.CompletedTask;
            },
            context);
        RequestContext.Set(Header, id);
        Tracing.Carry(context.Request.Headers.TraceParent);
        using (Scope(logger, Words(id)))
        {
            await next(context);
        }
    }

    /// <summary>The id without what could be anything but a word in a log: letters, digits, underscores.</summary>
    internal static string Words(string id) => string.Concat(id.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'));

    private static string? Sent(HttpRequest request) =>
        request.Headers[Header] is [{ Length: > 0 and <= MaxLength } id] && !id.AsSpan().ContainsAnyExcept(Visible) ? id : null;
}
