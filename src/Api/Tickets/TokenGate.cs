using Switchyard.Auth;

namespace Switchyard.Tickets;

/// <summary>A ticket's token stands in for the account: the handler verifies it before it answers anything.</summary>
internal sealed class TokenGate : RouteGate
{
    public override string Refusal => "";

    public override string Name => "a ticket's token";

    public override GateVerdict Judge(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<TokenRoute>() is not null && SentToken.Of(context) is not null
            ? GateVerdict.Admits
            : GateVerdict.Abstains;
}

/// <summary>Marks a route that answers nothing but to a ticket's token.</summary>
internal sealed class TokenRoute
{
    public static TokenRoute Mark { get; } = new();
}
