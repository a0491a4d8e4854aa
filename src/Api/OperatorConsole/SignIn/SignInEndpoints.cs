using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Switchyard.Auth;
using Switchyard.Configuration;
using Switchyard.Hosting;

namespace Switchyard.OperatorConsole.SignIn;

/// <summary>The page where a person signs in and out. The session is a cookie.</summary>
internal static class SignInEndpoints
{
    private const int LongestForm = 16 * 1024;

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").ExcludeFromDescription().WithMetadata(OpenToAll.Mark, new RequestSizeLimit(LongestForm));
        pages.MapGet(AccessAnswers.SignInPath, Show);
        pages.MapPost(AccessAnswers.SignInPath, SignInAsync);
        pages.MapPost("/logout", SignOutAsync);
    }

    private static IResult Show(string? to, HttpContext context, AuthOptions auth) =>
        auth.IsOpen ? TypedResults.LocalRedirect("/") : Page(context, auth, to);

    private static async Task<IResult> SignInAsync(
        HttpContext context, AuthOptions auth, Credentials credentials, Guessing guessing, IAntiforgery antiforgery)
    {
        if (auth.IsOpen || !await antiforgery.IsRequestValidAsync(context))
        {
            return new ErrorPage(StatusCodes.Status400BadRequest, "The form is too old. Go back, load the page again, and send it again.");
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var to = form["to"].ToString();
        if (guessing.IsClosed(context))
        {
            return TooMany(context, auth, to);
        }

        SignInOutcome signIn;
        try
        {
            signIn = await VerifyAsync(form, credentials, context.RequestAborted);
        }
        catch (KeysUnavailableException unavailable)
        {
            return Page(context, auth, to, unavailable.Message, StatusCodes.Status503ServiceUnavailable);
        }

        if (signIn.Identity is not { } identity)
        {
            if (signIn.IsGuess)
            {
                guessing.Fail(context, form["key"].Count > 0 ? "a key at the console" : "a password at the console");
            }

            return Page(
                context, auth, to, signIn.IsGuess ? "That is not right." : "It opens nothing any more.", StatusCodes.Status401Unauthorized);
        }

        if (guessing.IsClosed(context))
        {
            return TooMany(context, auth, to);
        }

        if (!Person.May(new ClaimsPrincipal(identity), Access.Read))
        {
            return Page(context, auth, to, "The console is for viewers, operators and administrators.", StatusCodes.Status403Forbidden);
        }

        await Sessions.SignInAsync(context, identity);
        return TypedResults.LocalRedirect(Local(to));
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return new ErrorPage(StatusCodes.Status400BadRequest, "The form is too old. Go back, load the page again, and send it again.");
        }

        await context.SignOutAsync(Sessions.Name);
        return TypedResults.LocalRedirect(AccessAnswers.SignInPath);
    }

    private static async Task<SignInOutcome> VerifyAsync(IFormCollection form, Credentials credentials, CancellationToken cancellationToken)
    {
        if (form["key"] is not [{ Length: > 0 } key])
        {
            return credentials.OfAccount(form["user"].ToString(), form["password"].ToString());
        }

        return key.Trim() is var text && text.StartsWith(KeySecret.Prefix, StringComparison.Ordinal)
            ? await credentials.OfKeyAsync(text, cancellationToken)
            : await credentials.OfTokenAsync(text, cancellationToken);
    }

    private static RazorComponentResult<SignInPage> TooMany(HttpContext context, AuthOptions auth, string to)
    {
        var seconds = context.Features.GetRequiredFeature<TooManyGuesses>().Seconds;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Page(
            context, auth, to, $"Too many wrong passwords came from this address. Try again in {seconds} s.", StatusCodes.Status429TooManyRequests);
    }

    private static RazorComponentResult<SignInPage> Page(
        HttpContext context, AuthOptions auth, string? to, string? problem = null, int status = StatusCodes.Status200OK)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        // With none at all a browser does not say that the form is ours.
        headers["Referrer-Policy"] = "same-origin";
        return new RazorComponentResult<SignInPage>(new
        {
            Person = context.User.Identity?.Name,
            Problem = problem,
            To = Local(to),
            TakesPasswords = auth.Has(AuthMode.Basic),
            TakesKeys = auth.Has(AuthMode.Keys) || auth.Has(AuthMode.Jwt),
        })
        {
            StatusCode = status,
        };
    }

    private static string Local(string? to) => to is not null && RedirectHttpResult.IsLocalUrl(to) && to[0] == '/' ? to : "/";
}
