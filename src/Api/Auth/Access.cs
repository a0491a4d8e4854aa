namespace Switchyard.Auth;

/// <summary>
/// What a route, or an act on the console, asks of who does it. Operators may do all but what is for administrators, and these
/// everything; the roles below them are told here.
/// </summary>
public sealed class Access
{
    private readonly Role[] _roles;

    private Access(string name, params Role[] roles)
    {
        (Name, _roles) = (name, roles);
    }

    /// <summary>Everybody who has signed in.</summary>
    public static Access Any { get; } = new("any", Role.Viewer, Role.Client, Role.Worker, Role.Operator);

    /// <summary>Reads what is everybody's.</summary>
    public static Access Read { get; } = new("read", Role.Viewer, Role.Operator);

    /// <summary>Reads items; a client its own alone, for which the handler goes by <see cref="Sight"/>.</summary>
    public static Access ReadItems { get; } = new("read-items", Role.Viewer, Role.Client, Role.Operator);

    /// <summary>The same, where workers of an original look for their work.</summary>
    public static Access FollowItems { get; } = new("follow-items", Role.Viewer, Role.Client, Role.Worker, Role.Operator);

    /// <summary>Submits, or ends what was submitted; a client its own alone.</summary>
    public static Access Submit { get; } = new("submit", Role.Client, Role.Operator);

    /// <summary>Claims and reports.</summary>
    public static Access Work { get; } = new("work", Role.Worker, Role.Operator);

    /// <summary>Acts on what is everybody's.</summary>
    public static Access Operate { get; } = new("operate", Role.Operator);

    /// <summary>For administrators alone.</summary>
    public static Access Administer { get; } = new("administer");

    public static IReadOnlyList<Access> All { get; } = [Any, Read, ReadItems, FollowItems, Submit, Work, Operate, Administer];

    /// <summary>A word for it; also the name of the policy.</summary>
    public string Name { get; }

    /// <summary>The roles that may, the least first.</summary>
    public IEnumerable<Role> Roles => _roles.Append(Role.Admin);

    public bool Permits(Role role) => role == Role.Admin || _roles.Contains(role);

    public override string ToString() => Name;
}
