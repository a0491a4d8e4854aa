using Switchyard.Yard;

namespace Switchyard.Auth;

/// <summary>A front end that bearer tokens open.</summary>
public sealed class TokenFront(YardCluster cluster) : IssuedFront(cluster)
{
    protected override (string Key, string Value)[] SettingsFor(string issuer) =>
    [
        ("Auth:Mode", "Jwt"),
        ("Auth:Jwt:JwksUrl", issuer),
        ("Auth:Jwt:Audience", "yard"),
        ("Auth:Jwt:Issuer", "https://issuer.example"),
        ("Auth:Jwt:RoleClaim", "realm.roles"),
    ];
}
