using Switchyard.Downloads.Models;

namespace Switchyard.Downloads.Exports;

/// <summary>Says of texts what a classifier takes them for.</summary>
internal interface ILabeller
{
    /// <param name="count">How many texts there are.</param>
    /// <param name="labelled">Told now and then how many have their label.</param>
    /// <returns>The labels in the order of the texts; equal ones are the same object.</returns>
    Task<IReadOnlyList<Label>> LabelAsync(
        IAsyncEnumerable<string> texts, long count, Action<long> labelled, CancellationToken cancellationToken);
}
