namespace Switchyard.Configuration;

/// <summary>What a program is asked on its command line before it starts: <c>--help</c>, <c>--version</c>, <c>--check</c>, <c>--config FILE</c>; the rest are settings.</summary>
/// <param name="Settings">As the configuration reads them.</param>
/// <param name="ConfigFile">Null: none is named.</param>
internal sealed record ProgramArguments(string[] Settings, string? ConfigFile, bool Help, bool Version, bool Check)
{
    private const string ConfigOption = "--config";

    private static readonly string[] Options = ["--help", "--version", "--check", ConfigOption];

    /// <param name="verbs">The program's commands, for who misspelt one.</param>
    /// <exception cref="StartRefusedException">There is a word that is no setting, or an option without its value.</exception>
    public static ProgramArguments Read(string[] args, params IReadOnlyList<string> verbs)
    {
        var settings = new List<string>();
        string? file = null;
        bool help = false, version = false, check = false;
        for (var place = 0; place < args.Length; place++)
        {
            switch (args[place])
            {
                case "--help" or "-h" or "-?":
                    help = true;
                    break;
                case "--version":
                    version = true;
                    break;
                case "--check":
                    check = true;
                    break;
                case ConfigOption when place + 1 < args.Length:
                    file = args[++place];
                    break;
                case ConfigOption:
                    throw StartRefusedException.Setting($"{ConfigOption} has no value");
                case var text when text.StartsWith($"{ConfigOption}=", StringComparison.Ordinal):
                    file = text[(ConfigOption.Length + 1)..];
                    break;
                case var text when !IsSetting(text):
                    throw Unknown(text, place, verbs);
                case var text when text.Contains('=', StringComparison.Ordinal):
                    settings.Add(text);
                    break;
                case var text when place + 1 < args.Length && !args[place + 1].StartsWith('-'):
                    settings.AddRange([text, args[++place]]);
                    break;
                case var text:
                    // The configuration would leave it out without a word, or take the next setting for its value.
                    throw StartRefusedException.Setting($"{text} has no value{Hint(text)}");
            }
        }

        return new([.. settings], file, help, version, check);
    }

    /// <summary>What the configuration takes for one: <c>--Key=value</c>, <c>--Key value</c>, <c>/Key value</c>, <c>Key=value</c>.</summary>
    private static bool IsSetting(string text) =>
        text.StartsWith("--", StringComparison.Ordinal) || text.StartsWith('/') || text.IndexOf('=', StringComparison.Ordinal) > 0;

    private static StartRefusedException Unknown(string word, int place, IReadOnlyList<string> verbs)
    {
        var hint = place == 0 && UnknownSetting.Nearest(word, verbs) is { } nearest ? $" (did you mean {nearest}?)" : "";
        return StartRefusedException.Setting($"'{word}' is no command{hint}; --help lists what there is");
    }

    /// <summary>These are short: three letters off, a setting would be taken for one.</summary>
    private static string Hint(string word) => Options.FirstOrDefault(option => UnknownSetting.Distance(word, option) <= 2) is { } meant ? $" (did you mean {meant}?)" : "";
}
