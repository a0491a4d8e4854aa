using System.Text.Json;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;

namespace Switchyard.Cli.House;

/// <summary>The doors with the numbers of all their queues, as the console shows them. Pure.</summary>
internal static class Doors
{
    /// <summary>Their queues begin with their names; those of tasks have any name.</summary>
    private static readonly string[] Named = ["tables", "jobs", "tickets", "expertise", "downloads"];

    public static IReadOnlyList<Column> Columns { get; } =
    [
        new("DOOR", door => door.Text("name")),
        new("WAITING", door => Words.Of(door.Count("waiting"))) { IsNumber = true },
        new("RUNNING", door => Words.Of(door.Count("running"))) { IsNumber = true },
        new("FAILED 1H", door => door.Count("failed") is var failed and > 0 ? new Cell(Words.Of(failed), Looks.Bad) : "0") { IsNumber = true },
        new("IN/H", door => Words.Of(door.Count("in"))) { IsNumber = true, Spare = 2 },
        new("OUT/H", door => Words.Of(door.Count("out"))) { IsNumber = true, Spare = 1 },
        new("QUEUES", door => Words.Of(door.Count("queues"))) { IsNumber = true, Spare = 3 },
        new("PAUSED", door => door.Count("paused") is var paused and > 0 ? new Cell(Words.Of(paused), Looks.Care) : "") { IsNumber = true },
    ];

    public static IEnumerable<JsonElement> Of(IReadOnlyList<JsonElement> queues) =>
        from queue in queues
        group queue by DoorOf(queue.Text("queue")) into door
        orderby Array.IndexOf(Named, door.Key) is var place && place < 0 ? Named.Length : place
        select JsonSerializer.SerializeToElement(
            new Dictionary<string, object>
            {
                ["name"] = door.Key,
                ["waiting"] = door.Sum(queue => queue.Count("queued")),
                ["running"] = door.Sum(queue => queue.Count("running")),
                ["failed"] = door.Sum(queue => queue.Of("rates").Of("failed").Count("hour")),
                ["in"] = door.Sum(queue => queue.Of("rates").Of("in").Count("hour")),
                ["out"] = door.Sum(queue => queue.Of("rates").Of("out").Count("hour")),
                ["queues"] = door.Count(),
                ["paused"] = door.Count(queue => queue.Of("pause").ValueKind == JsonValueKind.Object),
            });

    private static string DoorOf(string queue) =>
        Named.FirstOrDefault(door => queue == door || queue.StartsWith(door + ".", StringComparison.Ordinal)) ?? "tasks";
}
