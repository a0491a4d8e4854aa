using System.Globalization;

namespace Switchyard.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record Settings
{
    public const string Usage =
        """
        usage: ./dev bench <name> [--database=sqlite|postgres] [--tables=N] [--seconds=N] [--waiting=N] [--callers=N] [--rounds=N] [--peers=NAME,NAME] [--program=FILE] [--postgres=SETTING,SETTING] [--large]

        A name is one of these, its first word for all that begin with it, or "all".
          --database   only this one; both when it is not given
          --tables     tables of a campaign (35000)
          --seconds    length of one measurement (4)
          --waiting    tasks of the only backlog that is measured
          --callers    the only number of clients, workers or connections that is measured
          --rounds     rounds in which others are measured in turn with ours (5)
          --peers      only those others whose names contain one of these words
          --program    another build of the node, for node.start
          --postgres   settings of PostgreSQL beside its defaults: max_wal_size=16GB,checkpoint_timeout=1h
          --large      adds what takes minutes: a campaign of 1,000,000 tables
        """;

    public string? Name { get; init; }

    public string? Database { get; init; }

    public int Tables { get; init; } = 35_000;

    public TimeSpan Span { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Null: several backlogs.</summary>
    public int? Waiting { get; init; }

    /// <summary>Null: several numbers of them.</summary>
    public int? Callers { get; init; }

    public int Rounds { get; init; } = 5;

    /// <summary>Empty: all of them.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];

    /// <summary>Null: no other than the one that was built with this.</summary>
    public string? Program { get; init; }

    /// <summary>Beside its defaults; each "name=value".</summary>
    public IReadOnlyList<string> Postgres { get; init; } = [];

    public bool Large { get; init; }

    /// <summary>The directory for what is seen in the measurements; null: nobody looks.</summary>
    public string? Profile { get; init; }

    /// <summary>The numbers of callers to measure.</summary>
    public int[] CallersOf(int[] all) => Callers is { } one ? [one] : all;

    /// <summary>Null when the arguments are not understood.</summary>
    public static Settings? TryParse(IEnumerable<string> arguments)
    {
        var settings = new Settings();
        foreach (var argument in arguments)
        {
            var next = argument.Split('=', 2) switch
            {
                ["--large"] => settings with { Large = true },
                ["--database", ("sqlite" or "postgres") and var database] => settings with { Database = database },
                ["--tables", var number] when Number(number) is { } tables => settings with { Tables = tables },
                ["--waiting", var number] when Number(number) is { } waiting => settings with { Waiting = waiting },
                ["--callers", var number] when Number(number) is { } callers => settings with { Callers = callers },
                ["--rounds", var number] when Number(number) is { } rounds => settings with { Rounds = rounds },
                ["--peers", { Length: > 0 } words] => settings with { Peers = words.Split(',') },
                ["--program", { Length: > 0 } file] => settings with { Program = file },
                ["--postgres", { Length: > 0 } words] => settings with { Postgres = words.Split(',') },
                ["--profile", { Length: > 0 } directory] => settings with { Profile = directory },
                ["--seconds", var number] when Number(number) is { } seconds => settings with { Span = TimeSpan.FromSeconds(seconds) },
                [var name] when settings.Name is null && !name.StartsWith('-') => settings with { Name = name },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            settings = next;
        }

        return settings;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
