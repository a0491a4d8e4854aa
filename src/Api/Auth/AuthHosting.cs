using Microsoft.AspNetCore.Authentication;
using Switchyard.Configuration;

namespace Switchyard.Auth;

internal static class AuthHosting
{
    public static void AddSwitchyardAuth(this IServiceCollection services, AuthOptions options)
    {
        services.AddSingleton(options);
        services.AddAuthorization();
        var authentication = services.AddAuthentication();
        if (!options.IsOpen)
        {
            services.AddSingleton<FailedSignIns>();
            services.AddSingleton(new BasicAccount(options.Basic.User!, options.Basic.Password!));
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
