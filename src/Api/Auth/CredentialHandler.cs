using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Switchyard.Hosting;

namespace Switchyard.Auth;

/// <summary>
/// What a request brings with it to say who sends it. It is not looked at where nobody asks, nor where something else stands in
/// for it (the header may hold that), nor from an address that has guessed too often.
/// </summary>
internal abstract class CredentialHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Guessing guessing)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>What it is, for the log.</summary>
    protected abstract string What { get; }

    /// <summary>Whether the request has one of this kind, right or wrong.</summary>
    protected abstract bool IsSent { get; }

    protected abstract Task<SignInOutcome> VerifyAsync();

    protected sealed override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsSent || Context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is not null || RouteGate.Admits(Context))
        {
            return AuthenticateResult.NoResult();
        }

        if (guessing.IsClosed(Context))
        {
            return AuthenticateResult.Fail("The address has guessed too often.");
        }

        SignInOutcome signIn;
        try
        {
            signIn = await VerifyAsync();
        }
        catch (KeysUnavailableException unavailable)
        {
            Context.Features.Set(unavailable);
            return AuthenticateResult.Fail(unavailable);
        }

        if (signIn.Identity is not { } identity)
        {
            if (signIn.IsGuess)
            {
                guessing.Fail(Context, What);
            }

            return AuthenticateResult.Fail("The credentials are wrong.");
        }

        // Of many guesses at once the right one is not told by an answer that came a moment before the address was closed.
        return guessing.IsClosed(Context)
            ? AuthenticateResult.Fail("The address has guessed too often.")
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
