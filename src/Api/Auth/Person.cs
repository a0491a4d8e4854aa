using System.Security.Claims;

namespace Switchyard.Auth;

/// <summary>What is known of somebody who has signed in, as claims and back.</summary>
internal static class Person
{
    /// <summary>How they signed in: the name of a scheme.</summary>
    public const string Way = "switchyard/way";

    /// <summary>By what it is seen that a session is still good: a mark of the account's password, or of the key.</summary>
    public const string Proof = "switchyard/proof";

    /// <summary>Unix seconds of the end of a token.</summary>
    public const string End = "switchyard/end";

    public const string KeyId = "switchyard/key";

    private const string Door = "switchyard/door";
    private const string Queue = "switchyard/queue";

    public static ClaimsIdentity Of(string name, string way, IEnumerable<Role> roles, params IEnumerable<Claim> more) => new(
        [new Claim(ClaimTypes.Name, name), new Claim(Way, way), .. roles.Select(role => new Claim(ClaimTypes.Role, role.ToString())), .. more],
        way);

    public static ClaimsIdentity Of(AccessKey key, string proof) => Of(
        key.Name,
        Credentials.Keys,
        [key.Role],
        [
            new Claim(KeyId, key.Id),
            new Claim(Proof, proof),
            .. key.Doors.Select(door => new Claim(Door, door)),
            .. key.Queues.Select(queue => new Claim(Queue, queue)),
        ]);

    public static IEnumerable<Role> RolesOf(ClaimsPrincipal user) =>
        from claim in user.FindAll(ClaimTypes.Role)
        where Enum.IsDefined(typeof(Role), claim.Value)
        select Enum.Parse<Role>(claim.Value);

    public static bool May(ClaimsPrincipal user, Access access) => RolesOf(user).Any(access.Permits);

    /// <summary>The doors that a key is bound to; empty: to none.</summary>
    public static IEnumerable<string> DoorsOf(ClaimsPrincipal user) => user.FindAll(Door).Select(claim => claim.Value);

    /// <summary>The queues that a key is bound to; empty: to none.</summary>
    public static IEnumerable<string> QueuesOf(ClaimsPrincipal user) => user.FindAll(Queue).Select(claim => claim.Value);

    public static bool MayName(ClaimsPrincipal user, string queue) => QueuesOf(user).DefaultIfEmpty(queue).Contains(queue, StringComparer.Ordinal);
}
