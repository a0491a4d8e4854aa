namespace Switchyard.Settings;

/// <summary>A section of settings as it was read. The host registers those it has.</summary>
/// <param name="Name">Of the section: "Tables".</param>
/// <param name="Options">The record it was read into, which has the defaults.</param>
internal sealed record SettingsSection(string Name, object Options);
