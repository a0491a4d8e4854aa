using Switchyard.Chaos.Clients;

namespace Switchyard.Chaos.Loads;

/// <summary>Says when the workers of a load begin an item, and which.</summary>
/// <param name="noMore">After it there is none.</param>
internal sealed class NewItems(LoadContext context, double perSecond, long most, CancellationToken noMore)
{
    private readonly Pace _pace = new(perSecond, context.Time);
    private long _taken;

    /// <summary>Waits for the next.</summary>
    /// <returns>Its number from 1; null when enough were made.</returns>
    public async Task<long?> NextAsync()
    {
        if (noMore.IsCancellationRequested || Interlocked.Increment(ref _taken) is var number && number > most)
        {
            return null;
        }

        try
        {
            await _pace.NextAsync(noMore);
            return number;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
