using System.Reflection;
using Switchyard.Hosting;

namespace Switchyard.Storage;

/// <summary>
/// Our SQL for the ADO.NET providers of Orleans: the tables of a database, and one statement per query key, a file each.
/// </summary>
internal sealed class OrleansScripts
{
    private const string Root = "Switchyard.Storage.";
    private const string Extension = ".sql";
    private const string TablesFile = "tables";

    private OrleansScripts(string tables, IReadOnlyDictionary<string, string> queries)
    {
        Tables = tables;
        Queries = queries;
    }

    /// <summary>Creates what is missing; can be run at each start.</summary>
    public string Tables { get; }

    /// <summary>The statements by the key that the providers look for in <c>OrleansQuery</c>.</summary>
    public IReadOnlyDictionary<string, string> Queries { get; }

    public static OrleansScripts For(StorageProvider provider)
    {
        var own = ReadFolder(provider.ToString());
        own.Remove(TablesFile, out var tables);
        foreach (var (key, sql) in ReadFolder("Queries"))
        {
            own.Add(key, sql);
        }

        return new OrleansScripts(tables!, own);
    }

    private static Dictionary<string, string> ReadFolder(string folder)
    {
        var assembly = typeof(OrleansScripts).Assembly;
        var prefix = $"{Root}{folder}.";
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[prefix.Length..^Extension.Length], name => Read(assembly, name));
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
