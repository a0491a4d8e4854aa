using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Switchyard.Hosting;

namespace Switchyard.Auth;

/// <summary>HTTP Basic as the original's clients know it, down to the realm and the text of the refusal.</summary>
internal sealed class BasicAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, BasicAccount account, FailedSignIns failedSignIns,
    DoorStyles styles)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Basic";

    private const string Refusal = "Unauthorized Access";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A door's token may come in the same header, with or without a scheme.
        if (!IsBasic(Request.Headers.Authorization))
        {
            return AuthenticateResult.NoResult();
        }

        if (account.Verify(Request.Headers.Authorization.ToString()) is not { } user)
        {
            await failedSignIns.DelayAsync(Context.Connection.RemoteIpAddress, Context.RequestAborted);
            return AuthenticateResult.Fail("The credentials are wrong.");
        }

        failedSignIns.Forget(Context.Connection.RemoteIpAddress);

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    private static bool IsBasic(StringValues header) => header.Any(value => value?.StartsWith(Name, StringComparison.OrdinalIgnoreCase) == true);

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Basic realm=\"Authentication Required\"";
        if (styles.Of(Context) is { } style)
        {
            return style.Answer(StatusCodes.Status401Unauthorized, Refusal).ExecuteAsync(Context);
        }

        Response.ContentType = ErrorPage.HtmlType;
        return Response.WriteAsync(Refusal, Context.RequestAborted);
    }
}
