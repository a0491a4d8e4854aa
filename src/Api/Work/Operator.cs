namespace Switchyard.Work;

/// <summary>Who acts, for the record.</summary>
internal static class Operator
{
    public static string Of(HttpContext context) => context.User.Identity?.Name ?? "operator";
}
