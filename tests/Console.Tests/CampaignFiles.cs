using System.Globalization;
using System.Text;

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
        string[] targets = [.. cea];
        var rows = Math.Max(2, targets.Max(target => int.Parse(target.Split(',')[0], CultureInfo.InvariantCulture)));
        Write($"tables/{name}.csv", Encoding.UTF8.GetBytes("name,place\n" + string.Concat(Enumerable.Repeat("Paris,France\n", rows))));
        Append("targets/CEA.csv", targets.Select(target => $"{name},{target}"));
        Append("targets/CTA.csv", Enumerable.Range(0, cta).Select(column => $"{name},{column}"));
    }

    /// <summary>A table with one cell as its target.</summary>
    public void Table(string name) => Table(name, ["1,0"]);

    /// <summary>A table whose file nobody can read.</summary>
    public void Unreadable(string name) => Write($"tables/{name}.csv", [0xFF]);

    /// <summary>The table's file has other cells from now on.</summary>
    public void Change(string name) => Write($"tables/{name}.csv", "name,place\nBerlin,Germany\nRome,Italy\n"u8.ToArray());

    /// <summary>There are no targets files any more.</summary>
    public void RemoveTargets()
    {
        foreach (var file in System.IO.Directory.GetFiles(Path.Combine(directory, "targets")))
        {
            File.Delete(file);
        }
    }

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
