using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Switchyard.Hosting;

namespace Switchyard.Auth;

/// <summary>The cookie of somebody who has signed in on a page.</summary>
internal static class Sessions
{
    /// <summary>The name of the scheme.</summary>
    public const string Name = "Session";

    public const string Cookie = "switchyard.session";

    /// <summary>So long without a request, and it is over.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromHours(8);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Cookie;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Idle;
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = ValidateAsync;
    }

    public static async Task SignInAsync(HttpContext context, ClaimsIdentity identity)
    {
        var end = identity.FindFirst(Person.End)?.Value is { } seconds
            ? DateTimeOffset.FromUnixTimeSeconds((long)double.Parse(seconds, CultureInfo.InvariantCulture))
            : (DateTimeOffset?)null;
        await context.SignInAsync(
            Name, new ClaimsPrincipal(identity), new AuthenticationProperties { ExpiresUtc = end, AllowRefresh = end is null });
    }

    /// <summary>
    /// Good only as long as who signed in could do so again; and for acts only from our own pages, which a browser says: what
    /// says nothing is no browser, and has credentials of its own.
    /// </summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var (http, credentials) = (context.HttpContext, context.HttpContext.RequestServices.GetRequiredService<Credentials>());
        if (BrowserGuard.IsAct(http.Request) && !BrowserGuard.IsOwnPage(http.Request))
        {
            context.RejectPrincipal();
        }
        else if (!await credentials.AreStillGoodAsync(context.Principal!, http.RequestAborted))
        {
            context.RejectPrincipal();
            await http.SignOutAsync(Name);
        }
    }
}
