using System.Security.Claims;

namespace Switchyard.Auth;

/// <summary>Who acts, for the record.</summary>
internal static class Operator
{
    /// <summary>Of a person who need not say who it is.</summary>
    private const string Unnamed = "operator";

    public static string Of(HttpContext context) => Of(context.User);

    public static string Of(ClaimsPrincipal user) => user.Identity?.Name is { Length: > 0 } name ? name : Unnamed;
}
