using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Switchyard.Hosting;

/// <summary>An HTTP error as the original's clients know it: a small HTML page with the status as title and heading.</summary>
/// <param name="detail">What went wrong, as plain text; null: what the status says.</param>
internal sealed class ErrorPage(int status, string? detail = null) : IResult, IStatusCodeHttpResult, IContentTypeHttpResult
{
    public const string HtmlType = "text/html; charset=utf-8";

    public int? StatusCode => status;

    public string? ContentType => HtmlType;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = HtmlType;
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        var page = Encoding.UTF8.GetBytes(Render(status, detail ?? Describe(status)));
        response.ContentLength = page.Length;
        return response.Body.WriteAsync(page, httpContext.RequestAborted).AsTask();
    }

    internal static string Render(int status, string detail)
    {
        var title = ReasonPhrases.GetReasonPhrase(status);
        return $"<!doctype html>\n<html lang=en>\n<title>{status} {title}</title>\n<h1>{title}</h1>\n<p>{WebUtility.HtmlEncode(detail)}</p>\n";
    }

    private static string Describe(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The server could not understand the request.",
        StatusCodes.Status401Unauthorized => "The server could not verify who asks.",
        StatusCodes.Status403Forbidden => "The server refuses the request.",
        StatusCodes.Status404NotFound => "There is nothing at this URL.",
        StatusCodes.Status405MethodNotAllowed => "The method is not allowed for this URL.",
        StatusCodes.Status408RequestTimeout => "The request came too slowly.",
        StatusCodes.Status410Gone => "What was here is no longer available.",
        StatusCodes.Status413PayloadTooLarge => "The request's body is longer than the server accepts.",
        StatusCodes.Status500InternalServerError => "The server met an error of its own. Its log says more.",
        StatusCodes.Status503ServiceUnavailable => "The server cannot answer just now. Try again shortly.",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };
}
