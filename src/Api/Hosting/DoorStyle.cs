namespace Switchyard.Hosting;

/// <summary>
/// How a door answers where none of its handlers does: failures, unknown paths, wrong methods. A door whose clients know
/// a tone of their own has one and marks its endpoints with it; all others have pages.
/// </summary>
internal abstract class DoorStyle
{
    /// <summary>Where the door's paths begin on the main port: what lies below and is no route is still the door's to refuse.</summary>
    public abstract IReadOnlyList<PathString> Paths { get; }

    /// <summary>Stands before the ids that the door's requests are given.</summary>
    public abstract string RequestIdPrefix { get; }

    /// <param name="detail">What went wrong, for people; null: what the status says.</param>
    public abstract IResult Answer(int status, string? detail);
}
