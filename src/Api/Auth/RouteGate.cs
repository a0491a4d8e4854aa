namespace Switchyard.Auth;

/// <summary>Marks a route that something besides the account has a word on: a worker's key, a signed token.</summary>
internal abstract class RouteGate
{
    /// <summary>Why it refuses, for people.</summary>
    public abstract string Refusal { get; }

    /// <summary>Who passes it, for the record.</summary>
    public virtual string Name => "";

    public abstract GateVerdict Judge(HttpContext context);

    /// <summary>Of a secret that somebody chose, and others might guess: whether what was sent is it; null when nothing was.</summary>
    public virtual bool? IsRight(HttpContext context) => null;

    /// <summary>All of a request's route.</summary>
    public static IReadOnlyList<RouteGate> Of(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetOrderedMetadata<RouteGate>() ?? [];

    /// <summary>Whether one of them stands in for the account.</summary>
    public static bool Admits(HttpContext context) => Of(context).Any(gate => gate.Judge(context) == GateVerdict.Admits);
}

internal enum GateVerdict
{
    /// <summary>The account decides alone.</summary>
    Abstains,

    /// <summary>Stands in for the account.</summary>
    Admits,

    /// <summary>Nobody passes, with or without the account.</summary>
    Refuses,
}
