namespace Switchyard.Yard;

/// <summary>Finds files of this repository from the tests' binaries.</summary>
internal static class RepositoryFile
{
    public static string PathOf(string relative)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Orleans.sln")))
            {
                return Path.Combine(at.FullName, relative);
            }
        }

        throw new DirectoryNotFoundException("The repository is not above the tests' binaries.");
    }
}
