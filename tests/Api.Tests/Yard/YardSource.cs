using Switchyard.Compute;
using Switchyard.Work;

namespace Switchyard.Yard;

/// <summary>
/// A compute source that starts nothing by itself: what waits for it, tests start and end, as a source does, when they want
/// it to be so. What the items make of it is theirs.
/// </summary>
public static class YardSource
{
    public const string Name = "bench";

    /// <summary>A service with an input of each kind.</summary>
    public const string Service = "Everything";

    public const string Interface =
        """{"scan":{"id":"scan","name":"Scan","description":"A volume","type":"volume","store":"file"},"level":{"id":"level","name":"Level","description":"","type":"float","store":"mainjson","default":0},"count":{"id":"count","name":"Count","description":"","type":"int","store":"mainjson","default":250},"largest":{"id":"largest","name":"Largest","description":"","type":"boolean","store":"mainjson","default":false},"seed":{"id":"seed","name":"Seed","description":"","type":"pointlist","store":"mainjson","default":"","number_entries":-1},"mode":{"id":"mode","name":"Mode","description":"","type":"singlechoice","store":"mainjson","default":"a","choices":["a","b"]},"note":{"id":"note","name":"Note","description":"","type":"str","store":"mainjson","default":""}}""";

    /// <summary>The same with a word of ours.</summary>
    public static string OwnInterface { get; } = Interface.Replace("},", ",\"optional\":true},", StringComparison.Ordinal)[..^2] + ",\"optional\":true}}";

    private const string Key = Name + "@test";

    private static readonly TimeSpan Lease = TimeSpan.FromHours(1);

    /// <summary>The service, which does what its inputs say: "hold" works on, "fail" does not work.</summary>
    public static (string Key, string Value)[] ServiceSettings { get; } =
    [
        ("Services:0:Name", Service),
        ("Services:0:Description", "Takes <all>"),
        ("Services:0:Command:0", "sh"),
        ("Services:0:Command:1", "-c"),
        ("Services:0:Command:2", """case $(cat in/main.json) in *hold*) exec sleep 600;; *fail*) echo last words; exit 3;; esac"""),
        .. Input(0, "scan", "Scan", "Volume", ("Description", "A volume")),
        .. Input(1, "level", "Level", "Float"),
        .. Input(2, "count", "Count", "Int", ("Default", "250")),
        .. Input(3, "largest", "Largest", "Boolean"),
        .. Input(4, "seed", "Seed", "PointList3D"),
        .. Input(5, "mode", "Mode", "SingleChoice", ("Choices:0", "a"), ("Choices:1", "b")),
        .. Input(6, "note", "Note", "String"),
    ];

    public static (string Key, string Value)[] Settings { get; } =
    [
        ("Compute:Sources:0:Name", Name),
        ("Compute:Sources:0:Services:0", Service),
        ("Compute:Sources:0:Services:1", "dataset"),
        ("Compute:Sources:0:Services:2", "bm25"),
        .. ServiceSettings,
    ];

    /// <summary>The node tells its sources when it has started.</summary>
    public static Task PauseAsync(IGrainFactory grains) =>
        Eventually.IsAsync(async () => await grains.GetScheduler().ActAsync(Name, SourceAct.Pause, "the tests") is not null);

    /// <returns>The number of the lease.</returns>
    public static async Task<long> StartAsync(IComputeItemGrain item) => (await item.StartAsync(Key, Lease))!.LeaseNumber;

    /// <summary>Starts an item, and ends its run.</summary>
    public static async Task RunAsync(IComputeItemGrain item, RunResult result) =>
        Assert.Equal(ActOutcome.Accepted, await item.EndAsync(await StartAsync(item), result));

    private static IEnumerable<(string Key, string Value)> Input(int place, string id, string name, string type, params (string Key, string Value)[] more)
    {
        (string Key, string Value)[] all = [("Id", id), ("Name", name), ("Type", type), ("Optional", "true"), .. more];
        return all.Select(setting => ($"Services:0:Inputs:{place}:{setting.Key}", setting.Value));
    }
}
