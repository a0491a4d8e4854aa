using Switchyard.Work;

namespace Switchyard.Tasks;

/// <summary>
/// The window is told of tasks after their client was answered. Who is about to be told that nothing is ready gets what the rows say,
/// so that a task that was acknowledged is never missed.
/// </summary>
internal sealed partial class TaskQueueGrain
{
    /// <summary>Looks take a fifth of the time at most, however often workers ask who do not wait.</summary>
    private const int RestAfterLook = 4;

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);

    private Task? _look;
    private long _lookEnded;
    private TimeSpan _rest;

    /// <summary>One look at a time: it answers all who asked before it began.</summary>
    private async Task LookForUntoldAsync()
    {
        if (_look is { IsCompleted: false } underWay)
        {
            // It may have read before the rows were committed that we are to find.
            await underWay;
        }

        await (_look is { IsCompleted: false } next ? next : _look = FindUntoldAsync());
    }

    /// <summary>A window with nothing to hand out knows only groups that have as much out as may: what else is ready is of other groups.</summary>
    private async Task FindUntoldAsync()
    {
        if (_rest - clock.GetElapsedTime(_lookEnded) is { Ticks: > 0 } rest)
        {
            await Task.Delay(rest, clock);
        }

        var began = clock.GetTimestamp();
        await FindEndedAsync();
        if (Room > 0 && _window.GroupsAfter is null && (await store.CountAsync(_number)).GetValueOrDefault(WorkStatus.Queued) > 0)
        {
            await FindGroupsAsync();
            for (var tries = 0; _window.IsUnknown && !_window.HasReady && tries < MostTries; tries++)
            {
                await FillAsync();
            }
        }

        _lookEnded = clock.GetTimestamp();
        var took = clock.GetElapsedTime(began, _lookEnded) * RestAfterLook;
        _rest = took < LongestRest ? took : LongestRest;
    }
}
