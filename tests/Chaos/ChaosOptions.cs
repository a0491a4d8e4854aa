using System.Globalization;

namespace Switchyard.Chaos;

/// <summary>What the command line asks for.</summary>
internal sealed record ChaosOptions
{
    public const string Usage =
        """
        usage: ./dev chaos [--faults=N] [--items=N] [--rate=N] [--nodes=N] [--seed=N] [--only=name,...] [--doors=name,...]
                           [--limits=off] [--previous=directory]

          --faults    how many faults happen (40)
          --items     how many items come to their end at least, of all doors together (4000)
          --rate      how many in a second (100)
          --nodes     how many nodes there are, 2 to 5 (3)
          --seed      which faults, when and to whom; the same number makes the same plan (1)
          --only      some kinds of faults alone
          --doors     some doors alone
          --limits    off: recoveries may take their time, on a machine that does other things, too
          --previous  a directory with another build's Switchyard.Silo.dll: the first node changes between that and this one

        It ends with 0 when nothing was lost, doubled or wrong, and every recovery was as fast as it must be.
        """;

    public int Faults { get; init; } = 40;

    public long Items { get; init; } = 4000;

    public double Rate { get; init; } = 100;

    public int Nodes { get; init; } = 3;

    public int Seed { get; init; } = 1;

    public IReadOnlyList<string> Only { get; init; } = [];

    public IReadOnlyList<string> Doors { get; init; } = [];

    public bool HasLimits { get; init; } = true;

    public string? Previous { get; init; }

    /// <summary>Null: there is something that it does not understand.</summary>
    public static ChaosOptions? Parse(IEnumerable<string> arguments)
    {
        var options = new ChaosOptions();
        foreach (var argument in arguments)
        {
            if (argument.Split('=', 2) is not [var name, var value])
            {
                return null;
            }

            var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            var next = (name, isNumber) switch
            {
                ("--faults", true) => options with { Faults = number },
                ("--items", true) when number > 0 => options with { Items = number },
                ("--rate", true) when number > 0 => options with { Rate = number },
                ("--nodes", true) when number is >= 2 and <= 5 => options with { Nodes = number },
                ("--seed", true) => options with { Seed = number },
                ("--only", _) => options with { Only = value.Split(',') },
                ("--doors", _) => options with { Doors = value.Split(',') },
                ("--limits", _) when value == "off" => options with { HasLimits = false },
                ("--previous", _) => options with { Previous = Path.GetFullPath(value) },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            options = next;
        }

        return options;
    }
}
