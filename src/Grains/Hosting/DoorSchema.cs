namespace Switchyard.Hosting;

/// <summary>Numbered scripts of a door's own tables, written so that both databases understand them.</summary>
/// <param name="Prefix">The namespace of the folder with the scripts in this assembly.</param>
/// <param name="Component">Whose numbers these are; must never change.</param>
public sealed record DoorSchema(string Prefix, string Component);
