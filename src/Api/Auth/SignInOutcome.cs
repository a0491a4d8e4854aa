using System.Security.Claims;

namespace Switchyard.Auth;

/// <summary>What came of credentials.</summary>
/// <param name="Identity">Who it is; null when they open nothing.</param>
/// <param name="IsGuess">They never opened anything: a key that was revoked or a token that has ended is no guess, and goes on being sent.</param>
internal readonly record struct SignInOutcome(ClaimsIdentity? Identity, bool IsGuess)
{
    public static SignInOutcome Guessed { get; } = new(null, IsGuess: true);

    public static SignInOutcome Ended { get; } = new(null, IsGuess: false);

    public static SignInOutcome As(ClaimsIdentity identity) => new(identity, IsGuess: false);
}
