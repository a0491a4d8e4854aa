namespace Switchyard.Hosting;

/// <summary>What settings a process runs with. The host of a node registers it; the node tells it to operators.</summary>
public interface ISettingsInForce
{
    /// <summary>Those of Switchyard, in the order of their sections. No secret is among them.</summary>
    IReadOnlyList<SettingInForce> List();
}

/// <summary>One setting.</summary>
/// <param name="Key">As it is set: "Tables:LeaseTimeout".</param>
/// <param name="Value">As it is set, or the default; null: there is none. Of a secret only whether it is set.</param>
/// <param name="Source">What said so: a file's path, "environment", "command line"; null: nothing did, and it is the default.</param>
/// <param name="IsSecret">Its value is not told.</param>
[GenerateSerializer, Immutable, Alias("switchyard.hosting.setting")]
public sealed record SettingInForce(
    [property: Id(0)] string Key, [property: Id(1)] string? Value, [property: Id(2)] string? Source, [property: Id(3)] bool IsSecret = false);
