using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Jobs.Wire;

namespace Switchyard.Jobs;

/// <summary>Who makes a job: whom the two cookies prove, or the original's user when they are off.</summary>
/// <param name="keys">Null when the cookies are off.</param>
internal sealed class JobCreators(JobsOptions options, TimeProvider time, JwksKeys? keys)
{
    private const string AuthorizationCookie = "authorization";
    private const string UserCookie = "user-info";
    private const string Role = "accreditation/role";
    private const string UserId = "user/uuid";
    private const string FirstName = "user/firstName";
    private const string LastName = "user/lastName";
    private const string DataAdministrator = "role/dataadministrator";

    private static readonly JobUser TestUser = new("1234-1234-1234-1234", "Test", "User");

    public static bool HasCookies(HttpRequest request) =>
        !string.IsNullOrEmpty(SentCookies.Find(request, AuthorizationCookie)) && !string.IsNullOrEmpty(SentCookies.Find(request, UserCookie));

    /// <returns>The user, or the answer that refuses the request.</returns>
    public async ValueTask<(JobUser? User, IResult? Refusal)> FindAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (keys is null)
        {
            return (TestUser, null);
        }

        var (authorization, user) = (SentCookies.Find(request, AuthorizationCookie), SentCookies.Find(request, UserCookie));
        if (authorization is null)
        {
            return Refuse("Unauthorized. No authorization token was provided");
        }

        if (user is null)
        {
            return Refuse("Unauthorized. No user info token was provided");
        }

        try
        {
            return await VerifyAsync(keys, authorization, user, cancellationToken);
        }
        catch (TokenRefusedException refusal)
        {
            return Refuse($"Unauthorized: {refusal.Message}");
        }
        catch (KeysUnavailableException unavailable)
        {
            request.HttpContext.Response.Headers.RetryAfter = "2";
            return (null, new MessageAnswer(StatusCodes.Status503ServiceUnavailable, unavailable.Message));
        }
    }

    private async Task<(JobUser? User, IResult? Refusal)> VerifyAsync(
        JwksKeys issuer, string authorizationText, string userText, CancellationToken cancellationToken)
    {
        var authorization = SignedToken.Parse(authorizationText);
        var key = authorization.KeyId is { } id ? await issuer.FindAsync(id, cancellationToken) : null;
        if (key is null)
        {
            throw new TokenRefusedException("Unable to find a signing key that matches the token's kid");
        }

        var now = time.GetUtcNow();
        await authorization.VerifyAsync(key, now, options.Jwt.Audience, "aud", "sub", Role, UserId);
        if (authorization.Text(Role) is not DataAdministrator and var role)
        {
            return Refuse($"Can't start job with role: {role}");
        }

        var user = SignedToken.Parse(userText);
        await user.VerifyAsync(key, now, audience: null, UserId, FirstName, LastName);
        if (authorization.Text(UserId) != user.Text(UserId))
        {
            return Refuse("Token mismatch");
        }

        string[] texts = [user.Text(UserId), user.Text(FirstName), user.Text(LastName)];
        return Array.TrueForAll(texts, text => text.Length <= JobLimits.Name && OutsideText.IsSound(text))
            ? (new JobUser(texts[0], texts[1], texts[2]), null)
            : Refuse("Unauthorized: The user's id or name cannot be stored");
    }

    private static (JobUser?, IResult?) Refuse(string message) => (null, new MessageAnswer(StatusCodes.Status401Unauthorized, message));
}
