using System.Globalization;
using Switchyard.Configuration;
using Switchyard.Hosting;

namespace Switchyard.Auth;

/// <summary>
/// How somebody is refused: in the tone of the door, down to the realm and the text of the original; a person with a browser is
/// shown where to sign in.
/// </summary>
internal sealed class AccessAnswers(AuthOptions auth, DoorStyles styles)
{
    public const string SignInPath = "/login";

    private const string Refusal = "Unauthorized Access";

    public Task ChallengeAsync(HttpContext context)
    {
        if (context.Features.Get<KeysUnavailableException>() is { } unavailable)
        {
            context.Response.Headers.RetryAfter = "2";
            return Failures.Answer(context, StatusCodes.Status503ServiceUnavailable, unavailable.Message).ExecuteAsync(context);
        }

        if (IsPersonAtPage(context))
        {
            context.Response.Redirect(
                $"{SignInPath}{QueryString.Create("to", context.Request.PathBase + context.Request.Path + context.Request.QueryString.Value)}");
            return Task.CompletedTask;
        }

        var response = context.Response;
        response.StatusCode = StatusCodes.Status401Unauthorized;
        if (auth.Has(AuthMode.Basic))
        {
            response.Headers.Append("WWW-Authenticate", "Basic realm=\"Authentication Required\"");
        }

        if (auth.Has(AuthMode.Keys) || auth.Has(AuthMode.Jwt))
        {
            response.Headers.Append("WWW-Authenticate", "Bearer");
        }

        if (styles.Of(context) is { } style)
        {
            return style.Answer(StatusCodes.Status401Unauthorized, Refusal).ExecuteAsync(context);
        }

        if (Failures.IsOperatorApi(context.Request.Path))
        {
            return Problem.OfStatus(StatusCodes.Status401Unauthorized, Refusal).ExecuteAsync(context);
        }

        response.ContentType = ErrorPage.HtmlType;
        return response.WriteAsync(Refusal, context.RequestAborted);
    }

    public static Task ForbidAsync(HttpContext context, string reason) =>
        Failures.Answer(context, StatusCodes.Status403Forbidden, reason).ExecuteAsync(context);

    public static Task TooManyAsync(HttpContext context)
    {
        var seconds = context.Features.Get<TooManyGuesses>()?.Seconds ?? 1;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Failures.Answer(
            context, StatusCodes.Status429TooManyRequests, $"Too many wrong credentials came from this address. Try again in {seconds} s.")
            .ExecuteAsync(context);
    }

    /// <summary>Not on the doors' own routes: there a browser asks for the password itself, as with the originals.</summary>
    private static bool IsPersonAtPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true)
        && !Failures.IsOperatorApi(context.Request.Path)
        && context.GetEndpoint() is { } endpoint
        && endpoint.Metadata.GetMetadata<DoorMark>() is null;
}
