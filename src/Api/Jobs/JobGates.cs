using Switchyard.Auth;

namespace Switchyard.Jobs;

/// <summary>The workers' key, if there is one: a must on the routes of workers, and elsewhere it stands in for the account of who reads.</summary>
/// <remarks>A key of the node comes in the same header, and does instead.</remarks>
internal sealed class WorkerKeyGate(ApiKey? key, bool needed) : RouteGate
{
    public override string Refusal => $"Unauthorized. The header {ApiKey.Header} is missing or wrong";

    public override string Name => "a worker's key";

    /// <param name="needed">When the workers have a key, nobody without it passes.</param>
    public static WorkerKeyGate Of(JobsOptions options, bool needed) =>
        new(options.ApiKey is { } key ? new ApiKey(key) : null, needed);

    public override bool? IsRight(HttpContext context) =>
        key is null || context.Request.Headers[ApiKey.Header] is not [{ Length: > 0 }] || KeyAuthenticationHandler.Takes(context)
            ? null
            : key.IsSentBy(context.Request);

    public override GateVerdict Judge(HttpContext context) =>
        key is null || KeyAuthenticationHandler.Takes(context) ? GateVerdict.Abstains
        : needed ? key.IsSentBy(context.Request) ? GateVerdict.Admits : GateVerdict.Refuses
        : HttpMethods.IsGet(context.Request.Method) && key.IsSentBy(context.Request) ? GateVerdict.Admits
        : GateVerdict.Abstains;
}

/// <summary>Lets a request with both cookies pass to its handler, which verifies them after the body, as the original does.</summary>
internal sealed class CookieGate(JobsJwtOptions jwt) : RouteGate
{
    public override string Refusal => "";

    public override GateVerdict Judge(HttpContext context) =>
        jwt.Enabled && JobCreators.HasCookies(context.Request) ? GateVerdict.Admits : GateVerdict.Abstains;
}
