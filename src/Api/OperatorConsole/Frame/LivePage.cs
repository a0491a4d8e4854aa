using Microsoft.AspNetCore.Components;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>A page that loads itself in each round of the poller and renders after it.</summary>
public abstract class LivePage : ConsoleComponent, IDisposable
{
    private IDisposable? _following;

    [Inject]
    protected ConsolePoller Poller { get; set; } = null!;

    /// <summary>Called in the page's own context, at once and in each round.</summary>
    protected virtual Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task OnInitializedAsync()
    {
        _following = Poller.Follow(token => InvokeAsync(() => LoadAsync(token)));
        Poller.Changed += Render;
        await Poller.RefreshAsync();
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Poller.Changed -= Render;
        _following?.Dispose();
    }

    // A round may end just after the page went away.
    private void Render() => _ = InvokeAsync(StateHasChanged);
}
