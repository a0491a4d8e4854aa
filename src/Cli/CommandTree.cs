using System.CommandLine;
using Switchyard.Cli.Audit;
using Switchyard.Cli.Completion;
using Switchyard.Cli.Compute;
using Switchyard.Cli.House;
using Switchyard.Cli.Keys;
using Switchyard.Cli.Nodes;
using Switchyard.Cli.Queues;
using Switchyard.Cli.Running;
using Switchyard.Cli.Schedules;
using Switchyard.Cli.Tables;
using Switchyard.Cli.Tasks;
using Switchyard.Cli.Tickets;
using Switchyard.Cli.Work;

namespace Switchyard.Cli;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    public static RootCommand Create()
    {
        var root = new RootCommand("The command line of Switchyard. It speaks the operator API of a node, which is at SWITCHYARD_URL or --url.")
        {
            StatusCommand.Create(),
            TopCommand.Create(),
            WorkCommands.Create(),
            QueueCommands.Create(),
            SubmitCommand.Create(),
            SourceCommands.Create(),
            NodeCommands.Create(),
            ScheduleCommands.Create(),
            TableCommands.Create(),
            TicketCommands.Create(),
            KeyCommands.Create(),
            AuditCommand.Create(),
            CompletionCommand.Create(),
        };
        foreach (var option in Globals.All)
        {
            root.Add(option);
        }

        Examples.AddTo(root);
        root.Example("switchyard status", "switchyard work list --status failed", """switchyard submit greetings '{"name": "Ann"}' --wait""", "source <(switchyard completion bash)");
        return root;
    }
}
