namespace Switchyard.Auth;

internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>Null when there is none.</summary>
    public static string? Of(HttpRequest request) =>
        request.Headers.Authorization is [{ } sent] && sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && sent.Length > Scheme.Length
            ? sent[Scheme.Length..].Trim()
            : null;
}
