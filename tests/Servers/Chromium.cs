using Microsoft.Playwright;

namespace Switchyard.Servers;

/// <summary>A real browser. Each visit has a profile of its own, so one browser serves many tests at once.</summary>
public sealed class Chromium : IAsyncDisposable
{
    /// <summary>The browser without windows comes first: the tests of the console take three fifths of the time with it.</summary>
    private static readonly string[] Programs = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

    private readonly IPlaywright _playwright;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    /// <summary>Where screenshots are left for people to look at.</summary>
    public static string Screenshots { get; } = Path.Combine(AppContext.BaseDirectory, "screenshots");

    public IBrowser Browser { get; }

    /// <exception cref="InvalidOperationException">Chromium is not installed.</exception>
    public static async Task<Chromium> StartAsync()
    {
        var program = Array.Find(Programs, File.Exists) ?? throw new InvalidOperationException(
            $"The console's tests need Chromium at {string.Join(" or ", Programs)}, which is missing. Install it: apt-get install chromium-headless-shell");
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
        Directory.CreateDirectory(Screenshots);
        return new(playwright, browser);
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
