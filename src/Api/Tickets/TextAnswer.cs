using System.Text;
using Switchyard.Hosting;

namespace Switchyard.Tickets;

/// <summary>The original's answers: a line of text that is called a page, with status 200 whatever it says.</summary>
internal sealed class TextAnswer(string text) : IResult, IContentTypeHttpResult
{
    public const string NotStarted = "Task has not been started!";
    public const string Started = "Task has been started!";
    public const string Finished = "Task has been finished!";
    public const string Pending = "Task pending...";
    public const string NoOutput = "No output file!";
    public const string NoService = "Service not available.";

    /// <summary>Of a status; of a result it has a "!".</summary>
    public const string Errors = "Errors occurred";

    public const string NoTicket = "No such id or wrong access token!";

    public string? ContentType => ErrorPage.HtmlType;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var body = Encoding.UTF8.GetBytes(text);
        response.ContentType = ErrorPage.HtmlType;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
