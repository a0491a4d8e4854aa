using System.CommandLine;
using System.Text.Json;
using Switchyard.Cli.Completion;
using Switchyard.Cli.Http;
using Switchyard.Cli.Output;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Compute;

/// <summary>Compute sources.</summary>
internal static class SourceCommands
{
    public static Command Create() => new("source", "Compute sources: what runs where; drain, pause, resume")
    {
        List(),
        Act("drain", "Start nothing more; what waits moves to sources that may run it", "drains"),
        Act("pause", "Start nothing more; what waits stays", "is paused"),
        Act("resume", "Start again", "is active"),
    };

    /// <summary>A list of sources.</summary>
    public static IReadOnlyList<Column> Columns { get; } =
    [
        new("SOURCE", source => source.Text("name")) { IsLong = true },
        new("NODE", source => source.Text("node")) { IsLong = true },
        new("STATE", source => Looks.State(source.Text("state"))),
        new("RUNS", source => $"{source.Text("running")}/{source.Text("slots")}") { IsNumber = true },
        new("WAIT", source => source.Text("waiting")) { IsNumber = true },
        new("DONE", source => Words.Of(source.Count("completed"))) { IsNumber = true, Spare = 3 },
        new("DEVICE", source => source.Of("device").Text("name")) { IsLong = true, Spare = 2 },
        new("IDLE BECAUSE", Idle) { IsLong = true, Spare = 1 },
    ];

    private static Command List() => new Command("list", "All compute sources, in configured order")
        .Example("switchyard source list")
        .Does(async session => session.Show(await session.Api.GetAsync(Paths.Of("sources"), session.Cancelled), Columns, "There are no sources."));

    private static Command Act(string word, string description, string done)
    {
        var names = new Argument<string[]>("source") { Description = "Names of sources", Arity = ArgumentArity.OneOrMore };
        names.CompletesWith(Names.Sources);
        return new Command(word, description) { names }
            .Example($"switchyard source {word} gpu-0")
            .Does(async session =>
            {
                foreach (var name in session.Get(names))
                {
                    session.Tell(
                        await session.Api.PostAsync($"{Paths.Of("sources", name)}/{word}", null, session.Cancelled),
                        source => $"{source.Text("name")} {done}; {source.Text("running")} run, {source.Text("waiting")} wait");
                }
            });
    }

    private static Cell Idle(JsonElement source) => source.Of("idle").Text("text");
}
