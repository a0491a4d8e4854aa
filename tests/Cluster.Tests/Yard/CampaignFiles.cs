namespace Switchyard.Cluster.Yard;

/// <summary>An input directory of many small tables.</summary>
internal static class CampaignFiles
{
    public static void Write(string directory, int tables)
    {
        var files = Directory.CreateDirectory(Path.Combine(directory, "tables"));
        var targets = Directory.CreateDirectory(Path.Combine(directory, "targets"));
        var names = Enumerable.Range(0, tables).Select(number => $"T{number:00000}").ToList();
        foreach (var name in names)
        {
            File.WriteAllText(Path.Combine(files.FullName, $"{name}.csv"), "name,place\nBerlin,Germany\n");
        }

        File.WriteAllLines(Path.Combine(targets.FullName, "CEA_Round1_Targets.csv"), names.Select(name => $"{name},1,0"));
    }
}
