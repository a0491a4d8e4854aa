namespace Switchyard.Compute;

/// <summary>The section <c>Services</c>: a list of commands, and what built-in services are told.</summary>
public sealed record ServicesOptions
{
    /// <summary><c>Services:0</c> and so on, in their order. Default: none.</summary>
    public IReadOnlyList<ServiceOptions> Commands { get; init; } = [];

    /// <summary><c>Services:Dummy</c>.</summary>
    public DummyOptions Dummy { get; init; } = new();

    /// <summary>The names of the services that a node has without being told, the doors' own among them. No command may have one.</summary>
    public IReadOnlyList<string> BuiltIn { get; init; } = BuiltInServices.All;
}
