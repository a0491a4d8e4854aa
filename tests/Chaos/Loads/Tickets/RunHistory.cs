using System.Globalization;
using Switchyard.Chaos.Yard;

namespace Switchyard.Chaos.Loads.Tickets;

/// <summary>A service that is a script, and what its runs wrote about themselves, whichever node started them.</summary>
internal sealed class RunHistory(ChaosCluster cluster)
{
    public const string Service = "history";
    public const string Input = "file-item.txt";

    private string Path => cluster.PathOf("history");

    /// <summary>
    /// A lock is held as long as any process of a run lives: another run of the ticket at the same time cannot get it. Each
    /// line is one write to the end of the file.
    /// </summary>
    private string Script =>
        $$"""
        run=${PWD##*/}
        id=${run%%-*}
        lease=${run##*-}
        read -r item seconds < in/{{Input}}
        exec 9> "{{Directory.CreateDirectory(cluster.PathOf("locks")).FullName}}/$id"
        flock -n 9 || echo "twice $id $lease $(date +%s%N)" >> "{{Path}}"
        echo "start $id $lease $(date +%s%N)" >> "{{Path}}"
        sleep "$seconds"
        printf 'item %s' "$item" > out/result.txt
        echo "end $id $lease $(date +%s%N)" >> "{{Path}}"
        """;

    public IReadOnlyList<string> Settings()
    {
        var script = cluster.PathOf(Service + ".sh");
        File.WriteAllText(script, Script);
        return [$"Services:0:Name={Service}", "Services:0:Command:0=/bin/sh", $"Services:0:Command:1={script}"];
    }

    /// <summary>All lines, by ticket.</summary>
    public ILookup<long, RunLine> Read() => (File.Exists(Path) ? File.ReadLines(Path) : [])
        .Select(line => line.Split(' '))
        .Where(words => words.Length == 4)
        .Select(words => new RunLine(words[0], Number(words[1]), Number(words[2])))
        .ToLookup(line => line.Id);

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}

/// <param name="What">start, end, or twice: another run of the ticket lived when this one began.</param>
internal sealed record RunLine(string What, long Id, long Lease);
