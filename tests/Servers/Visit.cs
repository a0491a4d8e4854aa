using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Switchyard.Servers;

/// <summary>One fresh browser profile on one page, which notes what a console must never do.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _home;
    private readonly ConcurrentQueue<string> _foreign = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private Visit(IBrowserContext context, IPage page, Uri home)
    {
        _context = context;
        _home = home;
        Page = page;
    }

    public IPage Page { get; }

    /// <param name="home">Where the console is.</param>
    /// <param name="profile">What <see cref="KeepAsync"/> kept of another; null: nothing.</param>
    public static async Task<Visit> ToAsync(
        Chromium chromium, Uri home, string path, int width = 1360, int height = 900, ColorScheme scheme = ColorScheme.Light, string? profile = null)
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            StorageState = profile,
        });
        var visit = new Visit(context, await context.NewPageAsync(), home);
        visit.Listen();
        await visit.GoAsync(path);
        return visit;
    }

    /// <summary>The element a test id names.</summary>
    public ILocator this[string testId] => Page.GetByTestId(testId);

    /// <summary>To another page, as if its address was typed.</summary>
    public Task GoAsync(string path) => Page.GotoAsync(new Uri(_home, path).ToString());

    /// <summary>What the browser keeps of the visit: who is signed in.</summary>
    public Task<string> KeepAsync() => _context.StorageStateAsync();

    /// <summary>The whole page, in a window as tall as it, for what is fixed to the window lies wrong otherwise.</summary>
    public async Task ShootAsync(string name)
    {
        var height = await Page.EvaluateAsync<int>("document.documentElement.scrollHeight");
        var width = Page.ViewportSize?.Width ?? throw new InvalidOperationException("The page has no size.");
        await Page.SetViewportSizeAsync(width, height);
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Chromium.Screenshots, name + ".png") });
    }

    /// <summary>Nothing was asked of another host, and the browser's console holds no error.</summary>
    /// <exception cref="InvalidOperationException">It is not so; the message tells all of it.</exception>
    public void AssertClean()
    {
        if (!_foreign.IsEmpty || !_errors.IsEmpty)
        {
            throw new InvalidOperationException($"The page asked other hosts [{string.Join(", ", _foreign)}] or met errors [{string.Join(", ", _errors)}].");
        }
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Listen()
    {
        Page.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address.Scheme is not ("data" or "blob") && address.Authority != _home.Authority)
            {
                _foreign.Enqueue(request.Url);
            }
        };
        Page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _errors.Enqueue(message.Text);
            }
        };
        Page.PageError += (_, error) => _errors.Enqueue(error);
    }
}
