namespace Switchyard.Hosting;

/// <summary>Marks a route that needs no account.</summary>
internal sealed class OpenToAll
{
    public static OpenToAll Mark { get; } = new();
}
