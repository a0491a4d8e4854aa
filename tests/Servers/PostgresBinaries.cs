namespace Switchyard.Servers;

/// <summary>Where PostgreSQL is on this machine.</summary>
internal static class PostgresBinaries
{
    private const string Debian = "/usr/lib/postgresql";

    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static string Find()
    {
        string[] versions = Directory.Exists(Debian) ? [.. Directory.GetDirectories(Debian).OrderByDescending(Version)] : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return versions.Select(version => Path.Combine(version, "bin")).Concat(path)
            .FirstOrDefault(directory => File.Exists(Path.Combine(directory, "initdb")) && File.Exists(Path.Combine(directory, "pg_ctl")))
            ?? throw new InvalidOperationException(
                "PostgreSQL is not installed, and these tests need it. `./dev test` installs it, or: apt-get install postgresql");
    }

    private static int Version(string directory) => int.TryParse(Path.GetFileName(directory), out var number) ? number : 0;
}
