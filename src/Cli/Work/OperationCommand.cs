using System.CommandLine;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Work;

/// <summary>How far an act on many items is.</summary>
internal static class OperationCommand
{
    public static Command Create()
    {
        var id = new Argument<long>("operation") { Description = "Its number" };
        return new Command("operation", "Wait until an act on many items is done") { id }
            .Example("switchyard work operation 7")
            .Does(session => Operations.WaitAsync(session, session.Get(id), "done"));
    }
}
