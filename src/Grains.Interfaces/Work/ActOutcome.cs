namespace Switchyard.Work;

/// <summary>What became of an act on one item. A result, not an exception: all of these are ordinary.</summary>
[GenerateSerializer, Alias("switchyard.work.act-outcome")]
public enum ActOutcome
{
    /// <summary>Done and committed.</summary>
    Accepted = 0,

    /// <summary>No such item.</summary>
    Unknown = 1,

    /// <summary>The lease number is not the item's newest: another holder came after. Nothing changed.</summary>
    Stale = 2,

    /// <summary>The item's status does not allow it (ended already, or not running). Nothing changed.</summary>
    Conflict = 3,
}
