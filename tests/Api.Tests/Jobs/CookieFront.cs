using Switchyard.Auth;
using Switchyard.Yard;

namespace Switchyard.Jobs;

/// <summary>A front end that asks for the two cookies.</summary>
public sealed class CookieFront(YardCluster cluster) : IssuedFront(cluster)
{
    protected override (string Key, string Value)[] SettingsFor(string issuer) => [("Jobs:Jwt:Enabled", "true"), ("Jobs:Jwt:JwksUrl", issuer)];
}
