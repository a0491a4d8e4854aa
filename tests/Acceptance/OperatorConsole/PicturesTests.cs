using System.Globalization;
using Microsoft.Playwright;

namespace Switchyard.Acceptance.OperatorConsole;

/// <summary>Takes a picture of each page, for people: <c>./dev pictures</c>.</summary>
[Collection(nameof(SampleNode))]
public sealed class PicturesTests(SampleNode node)
{
    /// <summary>A phone, a desk's screen, and the largest one.</summary>
    private static readonly int[] _widths = [390, 1280, 2560];

    [Fact(Explicit = true)]
    public async Task Each_page_is_taken_wide_and_narrow_light_and_dark()
    {
        var directory = Environment.GetEnvironmentVariable("PICTURES") is { Length: > 0 } given ? Path.GetFullPath(given) : Servers.Chromium.Screenshots;
        Directory.CreateDirectory(directory);
        var names = Environment.GetEnvironmentVariable("PICTURES_OF") is { Length: > 0 } asked ? asked.Split(',') : null;
        var widths = Environment.GetEnvironmentVariable("PICTURES_WIDE") is { Length: > 0 } wide ? [.. wide.Split(',').Select(width => int.Parse(width, CultureInfo.InvariantCulture))] : _widths;
        foreach (var page in SamplePage.All(node.Work).Where(page => names?.Contains(page.Name) != false))
        {
            foreach (var (width, scheme) in from width in widths from scheme in new[] { ColorScheme.Light, ColorScheme.Dark } select (width, scheme))
            {
                await using var visit = await node.VisitAsync(page.Path, width, 844, scheme);
                await AccessibilityTests.SettledAsync(visit);
                await visit.ShootAsync(Path.Combine(directory, $"{page.Name}-{width}-{scheme.ToString().ToLowerInvariant()}"));
            }
        }
    }
}
