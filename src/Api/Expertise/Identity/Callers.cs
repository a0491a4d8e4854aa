using System.Collections.Frozen;
using Switchyard.Auth;
using Switchyard.Compute;

namespace Switchyard.Expertise.Identity;

/// <summary>Who asks.</summary>
/// <param name="User">As OpenReview knows him; without it, of this node.</param>
/// <param name="Token">Null where there is no OpenReview to use it.</param>
internal sealed record Caller(string User, SecretText? Token, bool IsSuperuser)
{
    public bool MaySee(ExpertiseView job) => IsSuperuser || job.Owner == User;
}

/// <summary>Tells whose a request is. A header is needed in any case, for clients should find out early that they forgot it.</summary>
internal sealed class Callers(ExpertiseOptions options, OpenReviewUsers users)
{
    /// <summary>The user of a node that has neither an OpenReview nor an account.</summary>
    public const string LocalUser = "~Local_User1";

    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    private readonly FrozenSet<string> _superusers = options.Superusers.ToFrozenSet(StringComparer.Ordinal);

    /// <exception cref="ExpertiseRefusedException">Nobody whom we know, or it cannot be said just now.</exception>
    public async Task<Caller> IdentifyAsync(HttpContext context, ExpertiseStyle style, CancellationToken cancellationToken)
    {
        try
        {
            return await IdentifyAsync(context, cancellationToken);
        }
        catch (CallerUnknownException unknown)
        {
            throw unknown.In(style);
        }
    }

    /// <exception cref="CallerUnknownException">Nobody whom we know, or it cannot be said just now.</exception>
    public async Task<Caller> IdentifyAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Request.Headers.Authorization is not [{ } header] || string.IsNullOrWhiteSpace(header))
        {
            throw new CallerUnknownException(style => style.NoToken);
        }

        if (options.OpenReviewBaseUrl is null)
        {
            return Known(Operator.AccountOf(context) ?? LocalUser, token: null);
        }

        var token = (header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..] : header).Trim();
        // An account's password or key is none of OpenReview's business.
        if (token.Length == 0 || token.StartsWith(KeySecret.Prefix, StringComparison.Ordinal) || header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) || token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw CallerUnknownException.Refused("the Authorization header holds no token of OpenReview");
        }

        return Known(await users.FindAsync(token, cancellationToken), new SecretText(token));
    }

    private Caller Known(string user, SecretText? token) => new(user, token, _superusers.Contains(user));
}

/// <summary>It is not known who asks; the words of the refusal depend on which original is asked.</summary>
internal sealed class CallerUnknownException(Func<ExpertiseStyle, ExpertiseRefusedException> refuse)
    : Exception("It is not known who asks.")
{
    public static CallerUnknownException Refused(string reason) => new(style => style.Forbidden(reason));

    /// <param name="pause">When to ask again, as far as that is known.</param>
    public static CallerUnknownException Failed(int status, string message, TimeSpan? pause = null) =>
        new(_ => new ExpertiseRefusedException(status, message) { Pause = pause });

    public ExpertiseRefusedException In(ExpertiseStyle style) => refuse(style);
}
