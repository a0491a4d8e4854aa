namespace Switchyard.OperatorConsole.Frame;

/// <summary>A page that loads itself in each round of the poller and renders after it.</summary>
public abstract class LivePage : LivePiece
{
    private IDisposable? _following;
    private object? _asked;

    /// <summary>What the page shows; it is loaded again when something of that has changed, and now and then. Asked before each round.</summary>
    protected virtual LiveScope Shows => LiveScope.All;

    /// <summary>What is asked of the page, by its address: when that changes, it is loaded anew. Null: always the same.</summary>
    protected virtual object? Asked => null;

    /// <summary>Something else is asked: what is no answer to that goes. Called before it is loaded anew.</summary>
    protected virtual void Forget()
    {
    }

    /// <summary>Called in the page's own context, at once and in each round.</summary>
    protected virtual Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task OnInitializedAsync()
    {
        _asked = Asked;
        _following = Poller.Follow(token => InvokeAsync(() => LoadAsync(token)), () => Shows);
        await Poller.LoadAsync(_following);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (!Equals(_asked, Asked))
        {
            _asked = Asked;
            Forget();
            await ReloadAsync();
        }
    }

    /// <summary>Loads this page anew: something else is asked of it.</summary>
    protected Task ReloadAsync() => _following is { } following ? Poller.LoadAsync(following) : Task.CompletedTask;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _following?.Dispose();
    }
}
