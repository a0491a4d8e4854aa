using Switchyard.Cli.Http;
using Switchyard.Cli.Output;

namespace Switchyard.Cli.Work;

/// <summary>A list of work.</summary>
internal static class WorkColumns
{
    public static IReadOnlyList<Column> Of(Times times) =>
    [
        new("ID", item => item.Text("id")) { IsNumber = true },
        new("KIND", item => item.Text("kind")) { Spare = 2 },
        new("QUEUE", item => item.Text("queue")) { IsLong = true },
        new("STATUS", item => Looks.State(item.Text("status"))),
        new("TRY", item => item.Text("attempt")) { IsNumber = true, Spare = 3 },
        new("CREATED", item => times.At(item, "createdAt")) { Spare = 1 },
        new("WORKER", item => item.Text("leaseOwner")) { IsLong = true, Spare = 4 },
        new("NAME", item => item.Said("name") ?? item.Text("target")) { IsLong = true },
        new("ERROR", item => item.Text("error")) { IsLong = true },
    ];
}
