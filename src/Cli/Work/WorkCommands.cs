using System.CommandLine;
using Switchyard.Cli.Http;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Work;

/// <summary>Work of every kind.</summary>
internal static class WorkCommands
{
    public static Command Create() => new("work", "Work of every kind: list, look, act")
    {
        List(),
        Show(),
        LogCommand.Create(),
        WaitCommand.Create(),
        WorkActs.Cancel(),
        WorkActs.Retry(),
        WorkActs.Delete(),
        WorkActs.Move(),
        OperationCommand.Create(),
    };

    private static Command List()
    {
        var (filter, listing) = (WorkFilter.ForLists(), new Listing());
        return new Command("list", "Work that meets all conditions, newest first")
            .With(filter.Options).With(listing.Options)
            .Example("switchyard work list --status failed --created-after 2h", "switchyard work list --queue greetings --all --json | jq .id")
            .Does(session => listing.ShowAsync(session, Paths.Of("work"), WorkColumns.Of(session.Times), "No work meets that.", [.. filter.Query(session)]));
    }

    private static Command Show()
    {
        var ids = new Argument<long[]>("id") { Description = "Numbers of items", Arity = ArgumentArity.OneOrMore };
        return new Command("show", "Items with their attempts, and why they wait") { ids }
            .Example("switchyard work show 1042")
            .Does(async session =>
            {
                foreach (var id in session.Get(ids))
                {
                    var item = await session.Api.GetAsync(Paths.Of("work", $"{id}"), session.Cancelled);
                    if (session.IsJson)
                    {
                        session.Screen.Json(item.Text);
                    }
                    else
                    {
                        ItemView.Show(session, item.Json);
                    }
                }
            });
    }
}
