using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Switchyard.Auth;

namespace Switchyard.OperatorConsole.SignIn;

/// <summary>A page that stays open is signed out when its person could not sign in any more: a key revoked, a token ended.</summary>
internal sealed class SessionWatch(ILoggerFactory loggers, IServiceProvider services) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(5);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            return services.GetService<Credentials>() is not { } credentials
                || await credentials.AreStillGoodAsync(authenticationState.User, cancellationToken);
        }
#pragma warning disable CA1031 // What cannot be asked just now is asked again: a cluster that is away signs nobody out.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return true;
        }
    }
}
