using Microsoft.AspNetCore.Authentication;

namespace Switchyard.Auth;

internal static class AuthHosting
{
    public static void AddSwitchyardAuth(this IServiceCollection services, ApiAuthOptions options)
    {
        services.AddSingleton(options);
        services.AddAuthorization();
        var authentication = services.AddAuthentication();
        if (options.Basic is not null)
        {
            authentication.AddScheme<AuthenticationSchemeOptions, BasicAuthenticationHandler>(BasicAuthenticationHandler.Name, null);
        }
    }

    /// <summary>To be called after routing.</summary>
    public static void UseSwitchyardAuth(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseMiddleware<AccountGate>();
        app.UseAuthorization();
    }
}
