namespace Switchyard.Servers;

/// <summary>Finds files of this repository from the tests' binaries.</summary>
public static class Project
{
    private static readonly string Root = Find();

    /// <param name="relative">From the top; "": the top.</param>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Orleans.sln")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException("The repository is not above the tests' binaries.");
    }
}
