using Microsoft.AspNetCore.Components;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>A piece that nobody gives parameters: it renders after each round of the poller.</summary>
public abstract class LivePiece : ConsoleComponent, IDisposable
{
    [Inject]
    protected ConsolePoller Poller { get; set; } = null!;

    protected override void OnInitialized() => Poller.Changed += Render;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Poller.Changed -= Render;

    // A round may end just after the piece went away.
    private void Render() => _ = InvokeAsync(StateHasChanged);
}
