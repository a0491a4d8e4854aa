using Microsoft.Playwright;

namespace Switchyard.Acceptance.OperatorConsole;

/// <summary>Takes a picture of each page, for people: <c>./dev pictures</c>.</summary>
[Collection(nameof(SampleNode))]
public sealed class PicturesTests(SampleNode node)
{
    [Fact(Explicit = true)]
    public async Task Each_page_is_taken_wide_and_narrow_light_and_dark()
    {
        var directory = Environment.GetEnvironmentVariable("PICTURES") is { Length: > 0 } given ? Path.GetFullPath(given) : Servers.Chromium.Screenshots;
        Directory.CreateDirectory(directory);
        foreach (var page in SamplePage.All(node.Work))
        {
            foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (390, ColorScheme.Light), (390, ColorScheme.Dark) })
            {
                await using var visit = await node.VisitAsync(page.Path, width, 844, scheme);
                await AccessibilityTests.SettledAsync(visit);
                await visit.ShootAsync(Path.Combine(directory, $"{page.Name}-{width}-{scheme.ToString().ToLowerInvariant()}"));
            }
        }
    }
}
