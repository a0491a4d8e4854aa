using System.Reflection;

namespace Switchyard.Configuration;

/// <summary>What a program answers on its command line instead of starting.</summary>
internal static class ProgramAnswers
{
    private const string Options =
        """
        options:
          --config FILE   settings, over those of appsettings.json beside the program and in this directory
          --check         judges the settings, names the file that each came from, and exits with 0 or 2
          --version       prints the version
          --help          prints this
          --KEY=VALUE     one setting, such as --Urls=http://127.0.0.1:5000 or --Storage:DataDirectory=./data

        docs/operations.md lists the settings. The environment has them, too: Storage__DataDirectory=./data.
        """;

    /// <summary>The version of the release, without the commit.</summary>
    public static string Version { get; } =
        typeof(ProgramAnswers).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Answers on standard output. False: the program is to start.</summary>
    /// <param name="usage">How it is called, a line a way.</param>
    public static bool TryAnswer(ProgramArguments arguments, string usage)
    {
        if (arguments.Help)
        {
            Console.WriteLine($"Switchyard {Version}\n\nusage:\n{usage}\n\n{Options}");
        }
        else if (arguments.Version)
        {
            Console.WriteLine(Version);
        }

        return arguments.Help || arguments.Version;
    }

    /// <summary>The settings were read and are right. Names them, never their values: some are secrets.</summary>
    /// <param name="doors">The sections of the doors.</param>
    public static void ConfirmSettings(ConfigurationManager configuration, IEnumerable<string> doors)
    {
        Console.WriteLine("The settings are right. They came from");
        foreach (var (source, keys) in SettingsFiles.OriginsOf(configuration, doors))
        {
            Console.WriteLine($"  {source}");
            foreach (var key in keys)
            {
                Console.WriteLine($"    {key}");
            }
        }
    }
}
