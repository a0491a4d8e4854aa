using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Switchyard.Cli.Running;

/// <summary>Help ends with examples.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, string[]> Texts = [];

    /// <summary>Lines that can be typed as they are.</summary>
    public static Command Example(this Command command, params string[] lines)
    {
        Texts.AddOrUpdate(command, lines);
        return command;
    }

    /// <summary>None: it has none.</summary>
    public static IReadOnlyList<string> Of(Command command) => Texts.TryGetValue(command, out var lines) ? lines : [];

    /// <summary>Lets the help of this and all commands below it show theirs.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        }
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            help.Invoke(parseResult);
            if (Of(parseResult.CommandResult.Command) is { Count: > 0 } lines)
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (var line in lines)
                {
                    output.WriteLine($"  {line}");
                }

                output.WriteLine();
            }

            return ExitCode.Ok;
        }
    }
}
