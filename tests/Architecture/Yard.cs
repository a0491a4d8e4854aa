using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace Switchyard.Architecture;

/// <summary>The product as it was compiled, a project at a time: the same namespace stands in several of them.</summary>
internal static class Yard
{
    public static readonly string[] Projects = ["Grains.Interfaces", "Grains", "Api", "Silo"];

    /// <summary>What stands at the root of a namespace for a door.</summary>
    public static readonly string[] Doors = ["Tables", "Jobs", "Tickets", "Expertise", "Downloads", "Tasks"];

    /// <summary>The repository's root: the tests run from a folder below it.</summary>
    public static string Root { get; } = FindRoot();

    public static Assembly AssemblyOf(string project) => Assembly.Load($"Switchyard.{project}");

    public static ArchUnitNET.Domain.Architecture Load(params IEnumerable<string> projects) =>
        new ArchLoader().LoadAssemblies([.. projects.Select(AssemblyOf)]).Build();

    /// <summary>A pattern of the namespaces of these folders, with all below them.</summary>
    public static string Namespaces(params IEnumerable<string> folders) => $@"^Switchyard\.({string.Join('|', folders)})(\.|$)";

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Orleans.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("These tests run inside the repository.");
        }

        return directory.FullName;
    }
}
