using Switchyard.Servers;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.Acceptance.OperatorConsole;

/// <summary>The console without a mouse.</summary>
[Collection(nameof(SampleNode))]
public sealed class KeyboardTests(SampleNode node)
{
    /// <summary>No page has so many stops.</summary>
    private const int Most = 150;

    [Fact]
    public async Task A_service_is_tried_and_its_result_read_by_keys_alone()
    {
        await using var visit = await node.VisitAsync("/console/tickets");
        await Expect(visit["service-try"].First).ToBeVisibleAsync();
        await TabToAsync(visit, "Try FloatComputation");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit["try-form"]).ToBeVisibleAsync();

        await TabToAsync(visit, "first float");
        await visit.Page.Keyboard.PressAsync("Control+A");
        await visit.Page.Keyboard.TypeAsync("4");
        await TabToAsync(visit, "second float");
        await visit.Page.Keyboard.PressAsync("Control+A");
        await visit.Page.Keyboard.TypeAsync("2");
        await TabToAsync(visit, "Send");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit["result-text"]).ToHaveTextAsync("4.0 * 2.0 = 8.0");
        visit.AssertClean();
    }

    [Theory]
    [InlineData("/console/tickets")]
    [InlineData("/console/jobs")]
    [InlineData("/console/campaign")]
    [InlineData("/console/expertise")]
    public async Task Every_control_is_reached_by_the_tabulator_and_seen_to_be(string path)
    {
        await using var visit = await node.VisitAsync(path);
        await AccessibilityTests.SettledAsync(visit);
        await visit.Page.EvaluateAsync(
            """
            document.activeElement?.blur();
            window.stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
              .filter(e => !e.disabled && e.tabIndex >= 0 && e.type !== 'radio' && e.checkVisibility({ visibilityProperty: true }) && !e.closest('[inert]'));
            window.unseen = new Set();
            """);
        for (var press = 0; press < Most; press++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            var left = await visit.Page.EvaluateAsync<int>(
                """
                (() => {
                  const at = document.activeElement;
                  const look = getComputedStyle(at);
                  const ringed = e => { const l = getComputedStyle(e); return (l.outlineStyle !== 'none' && parseFloat(l.outlineWidth) > 0) || l.boxShadow !== 'none'; };
                  if (at !== document.body && !ringed(at) && !(at.closest('.mud-input-control, .mud-radio, .mud-checkbox, .mud-switch, .mud-select') )) {
                    window.unseen.add(at.outerHTML.slice(0, 200));
                  }
                  window.stops = window.stops.filter(e => e !== at && e.isConnected);
                  return window.stops.length;
                })()
                """);
            if (left == 0)
            {
                break;
            }
        }

        Assert.Empty(await visit.Page.EvaluateAsync<string[]>("window.stops.map(e => e.outerHTML.slice(0, 200))"));
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>("[...window.unseen]"));
    }

    /// <summary>Presses the tabulator until what is named is reached.</summary>
    private static async Task TabToAsync(Visit visit, string name)
    {
        for (var press = 0; press < Most; press++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            var at = await visit.Page.EvaluateAsync<string>(
                "(e => e.ariaLabel ?? e.labels?.[0]?.innerText ?? e.innerText ?? '')(document.activeElement)");
            if (at.Trim() == name)
            {
                return;
            }
        }

        Assert.Fail($"{name} is not reached by {Most} presses of the tabulator.");
    }
}
