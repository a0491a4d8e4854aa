using Microsoft.AspNetCore.Components;

namespace Switchyard.OperatorConsole.Frame;

/// <summary>A page of something that runs. While it does it is loaded every two seconds: a log and a progress tell nobody that they grow.</summary>
public abstract class RunPage : LivePage
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _end = new();

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>Whether what is shown runs now.</summary>
    protected abstract bool Runs { get; }

    protected override async Task OnInitializedAsync()
    {
        _ = FollowAsync();
        await base.OnInitializedAsync();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _end.Cancel();
        _end.Dispose();
    }

    private async Task FollowAsync()
    {
        var token = _end.Token;
        using var timer = new PeriodicTimer(Period, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(token))
            {
                if (Runs && Poller.Visible)
                {
                    await InvokeAsync(() => LookAsync(token));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The page went away.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LoadAsync(cancellationToken);
            StateHasChanged();
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The poller meets it in its next round, and tells.
        }
    }
}
