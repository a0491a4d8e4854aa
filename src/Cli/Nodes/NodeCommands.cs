using System.CommandLine;
using System.Globalization;
using Switchyard.Cli.Completion;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Nodes;

/// <summary>Nodes of the cluster.</summary>
internal static class NodeCommands
{
    public static Command Create() => new("node", "Nodes of the cluster") { List(), Drain() };

    private static Command List() => new Command("list", "The nodes, by name")
        .Example("switchyard node list")
        .Does(async session =>
        {
            var nodes = await session.Api.GetAsync(Paths.Of("nodes"), session.Cancelled);
            IReadOnlyList<Column> columns =
            [
                new("NODE", node => node.Text("name")) { IsLong = true },
                new("STATE", node => Looks.State(node.Text("state"))),
                new("VERSION", node => node.Text("version")),
                new("UP", node => session.Times.Span(node, "startedAt")),
                new("MEMORY", node => Words.Bytes(node.Count("memoryBytes"))) { IsNumber = true },
                new("LOAD", node => node.Number("load")?.ToString("P0", CultureInfo.InvariantCulture)) { IsNumber = true, Spare = 2 },
                new("DUTIES", node => node.Words("duties")) { IsLong = true, Spare = 1 },
                new("REASON", node => new(node.Text("reason"), Looks.Care)) { IsLong = true },
            ];
            session.Show(nodes, columns, "There are no nodes.");
        });

    private static Command Drain()
    {
        var (name, confirmation) = (new Argument<string>("node") { Description = "Its name" }, new Confirmation());
        name.CompletesWith(Names.Nodes);
        return new Command("drain", "Let a node leave: it is unready at once, finishes what it has begun, and ends") { name }
            .With(confirmation.Yes)
            .Example("switchyard node drain yard-2")
            .Does(async session =>
            {
                if (!await confirmation.AskAsync(session, $"Let node {session.Get(name)} leave the cluster, and end?"))
                {
                    return ExitCode.Refused;
                }

                session.Tell(
                    await session.Api.PostAsync($"{Paths.Of("nodes", session.Get(name))}/drain", null, session.Cancelled),
                    node => $"{node.Text("name")} is {node.Text("state")}");
                return ExitCode.Ok;
            });
    }
}
