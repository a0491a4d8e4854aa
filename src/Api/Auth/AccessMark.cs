namespace Switchyard.Auth;

/// <summary>Says on a route what it asks for; of several the last counts, so that a route may differ from its group.</summary>
internal sealed record AccessMark(Access Access);

/// <summary>Says on a route of general use that its handler itself judges which queues a key may name.</summary>
internal sealed class JudgesQueues
{
    public static JudgesQueues Mark { get; } = new();
}

/// <summary>Says whose door a route is.</summary>
internal sealed record DoorMark(string Door);

internal static class AccessMarks
{
    public static TBuilder Needs<TBuilder>(this TBuilder routes, Access access)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new AccessMark(access));
}
