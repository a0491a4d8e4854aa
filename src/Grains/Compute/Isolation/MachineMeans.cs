namespace Switchyard.Compute.Isolation;

/// <summary>What of isolation works on this machine, each with the reason where it does not.</summary>
/// <param name="WhyNoUser">Null: each run can be another user.</param>
/// <param name="WhyNoCgroup">Null: each run has a group, with limits.</param>
/// <param name="WhyNoMounts">Null: each run has its own view of the machine.</param>
internal sealed record MachineMeans(string? WhyNoUser, string? WhyNoCgroup, string? WhyNoMounts)
{
    /// <summary>The first that is missing; null when nothing is.</summary>
    public string? Missing =>
        WhyNoUser is not null ? $"an own user ({WhyNoUser})"
        : WhyNoCgroup is not null ? $"a cgroup ({WhyNoCgroup})"
        : WhyNoMounts is not null ? $"a mount namespace ({WhyNoMounts})"
        : null;

    public override string ToString() =>
        $"own user: {Say(WhyNoUser)}; cgroup: {Say(WhyNoCgroup)}; mount and network namespaces: {Say(WhyNoMounts)}";

    private static string Say(string? whyNot) => whyNot is null ? "yes" : $"no, {whyNot}";
}
