using System.Globalization;

namespace Switchyard.Compute.Isolation;

/// <summary>The user that a run is.</summary>
/// <param name="Name">As the machine knows it, for its further groups; null: it has no others.</param>
public sealed record RunUser(uint User, uint Group, string? Name)
{
    /// <summary>What <c>setpriv</c> is to do; it takes all capabilities of root with it.</summary>
    internal IReadOnlyList<string> Arguments =>
    [
        "--reuid", User.ToString(CultureInfo.InvariantCulture),
        "--regid", Group.ToString(CultureInfo.InvariantCulture),
        Name is null ? "--clear-groups" : "--init-groups",
        "--inh-caps", "-all",
        "--bounding-set", "-all",
    ];
}
