using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace Switchyard.Auth;

internal static class AuthHosting
{
    /// <summary>Denies by default: without a mark of its own, every route (and every path that is none) needs an account.</summary>
    public static void AddSwitchyardAuth(this IServiceCollection services, ApiAuthOptions options)
    {
        services.AddSingleton(options);
        var authentication = services.AddAuthentication();
        var authorization = services.AddAuthorizationBuilder();
        if (options.Basic is not null)
        {
            authentication.AddScheme<AuthenticationSchemeOptions, BasicAuthenticationHandler>(BasicAuthenticationHandler.Name, null);
            authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder(BasicAuthenticationHandler.Name)
                .RequireAuthenticatedUser()
                .Build());
        }
    }
}
