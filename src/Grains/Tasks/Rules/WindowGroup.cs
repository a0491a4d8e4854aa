using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks.Rules;

/// <summary>One group of a window: what is at hand of it, and how far it was read.</summary>
internal sealed class WindowGroup
{
    public WindowGroup(LaneGroup name, long place)
    {
        (Name, Place, Mark) = (name, place, place);
        (Turn, Wish) = (new(this), new(this));
    }

    public LaneGroup Name { get; }

    /// <summary>What is ready and at hand.</summary>
    public HeadQueue Heads { get; } = new();

    /// <summary>It was read up to this id.</summary>
    public long Place { get; set; }

    /// <summary>What <see cref="Place"/> was a while ago: ids up to it have become visible long since.</summary>
    public long Mark { get; set; }

    /// <summary>Rows may be past <see cref="Place"/> that are not at hand.</summary>
    public bool MayHaveMore { get; set; }

    /// <summary>Single tasks before <see cref="Place"/> that became ready; null: none.</summary>
    public HashSet<long>? Points { get; set; }

    /// <summary>A read is under way.</summary>
    public bool IsReading { get; set; }

    /// <summary>The lowest id that was told of while a read was under way; null: none was.</summary>
    public long? ToldMeanwhile { get; set; }

    /// <summary>As much of it is out as may.</summary>
    public bool IsParked { get; set; }

    /// <summary>It is among those of its rank that are unknown.</summary>
    public bool IsCountedUnknown { get; set; }

    /// <summary>Its place in the line of turns.</summary>
    public LinkedListNode<WindowGroup> Turn { get; }

    /// <summary>Its place among those that are to be read.</summary>
    public LinkedListNode<WindowGroup> Wish { get; }

    public bool IsToBeRead => MayHaveMore || Points is { Count: > 0 };

    /// <summary>Nobody knows what of it is next: the store does.</summary>
    public bool IsUnknown => Heads.Count == 0 && (IsToBeRead || IsReading) && !IsParked;

    /// <summary>Nothing is to be remembered of it.</summary>
    public bool IsSpent => Heads.Count == 0 && !IsToBeRead && !IsReading;
}
