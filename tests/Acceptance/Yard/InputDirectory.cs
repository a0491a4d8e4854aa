namespace Switchyard.Acceptance.Yard;

/// <summary>What an operator points <c>Tables:InputDirectory</c> at.</summary>
public sealed class InputDirectory(string path)
{
    public string Path { get; } = path;

    public InputDirectory With(string file, string content)
    {
        File.WriteAllText(Prepare(file), content);
        return this;
    }

    public InputDirectory With(string file, byte[] content)
    {
        File.WriteAllBytes(Prepare(file), content);
        return this;
    }

    /// <summary>A table of any name with one CEA target at (1, 0) and what else the lines say.</summary>
    public InputDirectory WithTable(string name, string csv = "name,place\nBerlin,Germany\nParis,France\n") => With($"tables/{name}.csv", csv);

    public InputDirectory WithTargets(string task, params IEnumerable<string> lines) =>
        With($"targets/{task}_Round1_Targets.csv", string.Concat(lines.Select(line => line + "\n")));

    /// <summary>Small tables T0000, T0001 ..., each with its CEA targets in column 0, one CTA and one CPA target.</summary>
    public InputDirectory WithSmallTables(int count, int cells)
    {
        var names = Enumerable.Range(0, count).Select(number => $"T{number:0000}").ToList();
        var csv = "name,place\n" + string.Concat(Enumerable.Range(1, cells).Select(row => $"name {row},place {row}\n"));
        foreach (var name in names)
        {
            WithTable(name, csv);
        }

        return WithTargets("CEA", names.SelectMany(name => Enumerable.Range(1, cells).Select(row => $"{name},{row},0")))
            .WithTargets("CTA", names.Select(name => $"{name},0"))
            .WithTargets("CPA", names.Select(name => $"{name},0,1"));
    }

    private string Prepare(string file)
    {
        var full = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        return full;
    }
}
