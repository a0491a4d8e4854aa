namespace Switchyard.Chaos.Findings;

/// <summary>What must not be and is.</summary>
internal enum FindingKind
{
    /// <summary>Something acknowledged is not there, or an item never came to its end.</summary>
    Lost,

    /// <summary>Something is there twice: an item, an end of one, an accepted result, a run.</summary>
    Doubled,

    /// <summary>Something is not as it should be: a counter, a status, an answer that never came.</summary>
    Wrong,
}

/// <param name="Door">Whose item it is; of all doors, "store".</param>
/// <param name="At">When what is amiss was acknowledged, by the run's own clock; null when it is not known.</param>
/// <param name="What">One line, with the id.</param>
internal sealed record Finding(FindingKind Kind, string Door, long? At, string What);
