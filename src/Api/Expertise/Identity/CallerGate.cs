using Switchyard.Auth;

namespace Switchyard.Expertise.Identity;

/// <summary>
/// Where OpenReview says who a caller is, that stands in for the account: each handler asks before it answers anything.
/// </summary>
internal sealed class CallerGate(ExpertiseOptions options) : RouteGate
{
    public override string Refusal => "";

    public override GateVerdict Judge(HttpContext context) =>
        options.OpenReviewBaseUrl is not null ? GateVerdict.Admits : GateVerdict.Abstains;
}
