using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Switchyard.Configuration;

namespace Switchyard.Auth;

internal static class AuthHosting
{
    /// <summary>The scheme that chooses among the others by what a request brings.</summary>
    private const string Choice = "Switchyard";

    public static void AddSwitchyardAuth(this IServiceCollection services, AuthOptions options, SettingsKeys keys)
    {
        services.AddSingleton(options);
        services.AddSingleton(_ => new Accounts(options.Accounts));
        services.AddSingleton(keys);
        services.AddSingleton<KnownKeys>();
        services.AddSingleton<FailedSignIns>();
        services.AddSingleton<Guessing>();
        services.AddSingleton<AccessAnswers>();
        if (options.Has(AuthMode.Jwt))
        {
            services.AddJwksKeys(Credentials.Jwt, options.Jwt.JwksUrl!);
        }

        services.AddSingleton(provider => new Credentials(
            options,
            provider.GetRequiredService<Accounts>(),
            provider.GetRequiredService<KnownKeys>(),
            provider.GetKeyedService<JwksKeys>(Credentials.Jwt) is { } issuers
                ? new Tokens(issuers, options.Jwt, provider.GetRequiredService<TimeProvider>())
                : null));
        services.AddAccessPolicies();
        services.AddSwitchyardSchemes(options);
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in options.Proxies)
            {
                forwarded.KnownIPNetworks.Add(proxy);
            }
        });
    }

    /// <summary>What each <see cref="Access"/> asks for, by its name, for pages that show what somebody may do.</summary>
    public static void AddAccessPolicies(this IServiceCollection services)
    {
        services.AddOptions<AuthorizationOptions>().Configure<AuthOptions>((policies, options) =>
        {
            foreach (var access in Access.All)
            {
                policies.AddPolicy(access.Name, policy => policy.RequireAssertion(asked => options.IsOpen || Person.May(asked.User, access)));
            }
        });
        services.AddAuthorization();
    }

    /// <summary>Senders' addresses, as proxies that are trusted tell them. To be called before anything looks at one.</summary>
    public static void UseTrustedProxies(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<AuthOptions>().Proxies.Count > 0)
        {
            app.UseForwardedHeaders();
        }
    }

    /// <summary>To be called after routing.</summary>
    public static void UseSwitchyardAuth(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseMiddleware<AccessGate>();
        app.UseAuthorization();
    }

    private static void AddSwitchyardSchemes(this IServiceCollection services, AuthOptions options) => services
        .AddAuthentication(Choice)
        .AddPolicyScheme(Choice, null, scheme => scheme.ForwardDefaultSelector = context => SchemeOf(options, context.Request))
        .AddCookie(Sessions.Name, Sessions.Configure)
        .AddScheme<AuthenticationSchemeOptions, BasicAuthenticationHandler>(Credentials.Basic, null)
        .AddScheme<AuthenticationSchemeOptions, KeyAuthenticationHandler>(Credentials.Keys, null)
        .AddScheme<AuthenticationSchemeOptions, JwtAuthenticationHandler>(Credentials.Jwt, null);

    private static string SchemeOf(AuthOptions options, HttpRequest request) =>
        options.Has(AuthMode.Basic) && BasicAuthenticationHandler.IsSentBy(request) ? Credentials.Basic
        : options.Has(AuthMode.Keys) && KeyAuthenticationHandler.SentBy(request) is not null ? Credentials.Keys
        : options.Has(AuthMode.Jwt) && JwtAuthenticationHandler.SentBy(request) is not null ? Credentials.Jwt
        : Sessions.Name;
}
