using System.CommandLine;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Work;

/// <summary>What acts on many items take.</summary>
/// <param name="reason">Null: a new one.</param>
internal sealed class BulkOptions(Option<string?>? reason = null)
{
    public Confirmation Confirmation { get; } = new();

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Only say how many it would be" };

    public Option<string?> Reason { get; } = reason ?? new("--reason") { Description = "Why, for people: of an act on all that meet conditions", HelpName = "text" };

    public IEnumerable<Option> Options => [DryRun, Confirmation.Yes, Reason];
}
