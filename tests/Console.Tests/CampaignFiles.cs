namespace Switchyard.OperatorConsole;

/// <summary>The input directory of a campaign.</summary>
public sealed class CampaignFiles(string directory)
{
    public string Directory => directory;

    public bool Exists => System.IO.Directory.Exists(directory);

    /// <summary>A table with targets, which come into the queue in the order in which they are written.</summary>
    /// <param name="cea">Each a row and a column, and perhaps what it is mapped to.</param>
    /// <param name="cta">How many columns are targets.</param>
    public void Table(string name, IEnumerable<string> cea, int cta = 0)
    {
        Write($"tables/{name}.csv", "name,place\nBerlin,Germany\nParis,France\n"u8.ToArray());
        Append("targets/CEA.csv", cea.Select(target => $"{name},{target}"));
        Append("targets/CTA.csv", Enumerable.Range(0, cta).Select(column => $"{name},{column}"));
    }

    /// <summary>A table with one cell as its target.</summary>
    public void Table(string name) => Table(name, ["1,0"]);

    /// <summary>A table whose file nobody can read.</summary>
    public void Unreadable(string name) => Write($"tables/{name}.csv", [0xFF]);

    public void Append(string file, IEnumerable<string> lines)
    {
        Make(file);
        File.AppendAllLines(Path.Combine(directory, file), lines);
    }

    private void Write(string file, byte[] content)
    {
        Make(file);
        File.WriteAllBytes(Path.Combine(directory, file), content);
    }

    private void Make(string file) => System.IO.Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(directory, file))!);
}
