namespace Switchyard.Auth;

/// <summary>Which items somebody sees: all, or those of an owner, or of some queues. What is not seen is not there.</summary>
/// <param name="Owner">Null: of everybody.</param>
/// <param name="Queues">Empty: of all.</param>
internal sealed record Sight(string? Owner, IReadOnlyList<string> Queues)
{
    /// <remarks>
    /// Where nobody must sign in, everybody sees everything; so does who stands in for the account otherwise. Of somebody with
    /// several roles those count that the route permits.
    /// </remarks>
    public static Sight Of(HttpContext context)
    {
        var user = context.User;
        var access = context.GetEndpoint()?.Metadata.GetMetadata<AccessMark>()?.Access ?? Access.Any;
        var sees = user.Identity?.IsAuthenticated != true
            || Person.RolesOf(user).Any(role => role != Role.Client && access.Permits(role));
        return new(sees ? null : user.Identity!.Name ?? "", [.. Person.QueuesOf(user)]);
    }

    public bool Shows(string? owner, string queue) =>
        (Owner is null || owner == Owner) && (Queues.Count == 0 || Queues.Contains(queue, StringComparer.Ordinal));
}
