using Switchyard.Compute.Pages;
using Switchyard.Keys.Pages;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Settings.Pages;
using Switchyard.Work.Audit.Pages;
using Switchyard.Work.Nodes.Pages;
using Switchyard.Work.Pages.Home;
using Switchyard.Work.Pages.Items;
using Switchyard.Work.Pages.Queues;

namespace Switchyard;

/// <summary>What the console shows of no door: each entry is a page of the whole house, or of its administration, in the order of the navigation.</summary>
internal static class HouseParts
{
    public static IReadOnlyList<ConsolePart> All { get; } =
    [
        HomeConsole.Part,
        ItemsConsole.Part,
        QueuesConsole.Part,
        ComputeConsole.Part,
        NodesConsole.Part,
        AuditConsole.Part,
        KeysConsole.Part,
        SettingsConsole.Part,
    ];
}
