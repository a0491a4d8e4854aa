namespace Switchyard.Tables.Import;

/// <summary>Counts tables and keeps the names of the first.</summary>
internal sealed class NameList
{
    private const int Kept = 100;

    private readonly List<string> first = [];
    private NamedTables snapshot = NamedTables.None;

    /// <summary>A value that does not change later.</summary>
    public NamedTables Now => snapshot;

    public void Add(string name)
    {
        if (first.Count < Kept)
        {
            first.Add(name);
            snapshot = new(snapshot.Count + 1, [.. first]);
        }
        else
        {
            snapshot = snapshot with { Count = snapshot.Count + 1 };
        }
    }
}
