namespace Switchyard.Compute.Isolation;

/// <summary>Starts programs that gain no rights (<c>no_new_privs</c>): nothing that is setuid helps them.</summary>
internal static class Privileges
{
    private static readonly string[] Places = ["/usr/bin/setpriv", "/bin/setpriv"];

    /// <summary>util-linux's, where <c>setsid</c> comes from, without which no command runs.</summary>
    public static string? Program { get; } = Array.Find(Places, File.Exists);

    /// <summary>What comes before a program.</summary>
    public static IReadOnlyList<string> Wrap(RunUser? user) => Program is null ? [] : [Program, "--no-new-privs", .. user?.Arguments ?? [], "--"];
}
