namespace Switchyard.Acceptance.Tickets;

/// <summary>What the runs of a service wrote about themselves, whichever node started them.</summary>
internal sealed class RunHistory(TicketsNode node)
{
    /// <summary>
    /// A lock is held as long as any process of a run lives: a second run of the ticket at the same time cannot get it,
    /// whoever started it.
    /// </summary>
    public string Script =>
        $$"""
        run=${PWD##*/}
        id=${run%%-*}
        exec 9> "{{Directory.CreateDirectory(node.PathOf("locks")).FullName}}/$id"
        flock -n 9 || echo "twice $id $$" >> {{Path}}
        echo "start $id $$" >> {{Path}}
        sleep 1
        printf 'ticket %s' "$id" > out/result.txt
        echo "end $id $$" >> {{Path}}
        """;

    private string Path => node.PathOf("history");

    public IReadOnlyList<long> Started => Tickets("start");

    public IReadOnlyList<long> Ended => Tickets("end");

    public IReadOnlyList<long> AtTheSameTime => Tickets("twice");

    private IReadOnlyList<long> Tickets(string word) => File.Exists(Path)
        ? [.. File.ReadAllLines(Path).Select(line => line.Split(' ')).Where(line => line[0] == word).Select(line => long.Parse(line[1]))]
        : [];
}
