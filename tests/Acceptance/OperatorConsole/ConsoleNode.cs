using Switchyard.Acceptance.Yard;
using Switchyard.Servers;

namespace Switchyard.Acceptance.OperatorConsole;

/// <summary>A real node, and a real browser to look at it.</summary>
public sealed class ConsoleNode : IAsyncLifetime
{
    public const string Hostile = "<img src=x onerror=window.hacked=1>";

    private Chromium? _chromium;

    public Door Door => Node.Door;

    private TablesNode Node { get; set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Node = await TablesNode.StartAsync(input =>
        {
            input.WithSmallTables(12, 2).WithTable(Hostile);
            input.WithTargets("CEA", [.. Enumerable.Range(0, 12).Select(number => $"T{number:0000},1,0"), $"{Hostile},1,0", "gone,1,0"]);
        });
        _chromium = await Chromium.StartAsync();
    }

    public Task<Visit> VisitAsync(string path) => Visit.ToAsync(_chromium!, Node.Process.Address, path);

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        if (Node is not null)
        {
            await Node.DisposeAsync();
        }
    }
}
