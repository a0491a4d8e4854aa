using System.Globalization;
using Switchyard.Chaos.Loads;

namespace Switchyard.Chaos.Soak;

/// <summary>What the command line asks of a soak.</summary>
internal sealed record SoakOptions
{
    /// <summary>The word that asks for it.</summary>
    public const string Command = "soak";

    public const string Usage =
        """
        usage: ./dev soak [--minutes=N] [--rate=N] [--nodes=N] [--storage=postgres|sqlite] [--keep=seconds] [--doors=name,...] [--limits=off]

          --minutes  how long there is new work, above 0 (60)
          --rate     how many items are made in a second, of all doors together (10)
          --nodes    how many nodes there are, 1 to 5 (2); on SQLite one
          --storage  postgres, or sqlite (postgres)
          --keep     how many seconds everything is kept after its end, 10 at least: some clients are late (120)
          --doors    some doors alone
          --limits   off: calls may become slower, on a machine that does other things, too

        Every minute it says how large everything is. It ends with 0 when nothing grew by more than it may, and no answer was wrong.
        """;

    public double Minutes { get; init; } = 60;

    public double Rate { get; init; } = 10;

    public int Nodes { get; init; } = 2;

    public bool IsOnPostgres { get; init; } = true;

    public TimeSpan Keep { get; init; } = TimeSpan.FromMinutes(2);

    public IReadOnlyList<string> Doors { get; init; } = [];

    public bool HasLimits { get; init; } = true;

    /// <summary>Between two looks: a minute, less in a run that is short.</summary>
    public TimeSpan Every => TimeSpan.FromSeconds(Math.Clamp(Minutes, 2, 60));

    /// <summary>Null: there is something that it does not understand.</summary>
    public static SoakOptions? Parse(IEnumerable<string> arguments)
    {
        var options = new SoakOptions();
        foreach (var argument in arguments)
        {
            if (argument.Split('=', 2) is not [var name, var value])
            {
                return null;
            }

            var isNumber = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0;
            var next = (name, value, isNumber) switch
            {
                ("--minutes", _, true) => options with { Minutes = number },
                ("--rate", _, true) => options with { Rate = number },
                ("--nodes", _, true) when number is 1 or 2 or 3 or 4 or 5 => options with { Nodes = (int)number },
                ("--storage", "postgres", _) => options with { IsOnPostgres = true },
                ("--storage", "sqlite", _) => options with { IsOnPostgres = false },
                ("--keep", _, true) when number >= 10 => options with { Keep = TimeSpan.FromSeconds(number) },
                ("--doors", _, _) when !value.Split(',').Except(LoadPlan.Names).Any() => options with { Doors = value.Split(',') },
                ("--limits", "off", _) => options with { HasLimits = false },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            options = next;
        }

        return options.IsOnPostgres ? options : options with { Nodes = 1 };
    }
}
