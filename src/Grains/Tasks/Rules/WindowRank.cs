namespace Switchyard.Tasks.Rules;

/// <summary>The groups of one priority.</summary>
internal sealed class WindowRank
{
    /// <summary>Those with tasks at hand that may be handed out, in order of their turns.</summary>
    public LinkedList<WindowGroup> Line { get; } = [];

    /// <summary>Those of which nothing is at hand and something is to be read.</summary>
    public LinkedList<WindowGroup> Empty { get; } = [];

    /// <summary>Others of which more is to be read.</summary>
    public LinkedList<WindowGroup> Wishes { get; } = [];

    /// <summary>How many of them are unknown.</summary>
    public int Unknown { get; set; }

    /// <summary>Tasks at hand, in all groups.</summary>
    public int Count { get; set; }

    public HashSet<WindowGroup> Groups { get; } = [];
}
