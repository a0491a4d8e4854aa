namespace Switchyard.Auth;

/// <summary>Marks a route that something besides the account has a word on: a worker's key, a signed token.</summary>
internal abstract class RouteGate
{
    /// <summary>Why it refuses, for people.</summary>
    public abstract string Refusal { get; }

    public abstract GateVerdict Judge(HttpContext context);
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
