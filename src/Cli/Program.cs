using System.CommandLine.Invocation;
using Switchyard.Cli;
using Switchyard.Cli.Running;

// A payload may begin with @, which is no file of arguments.
var parsed = CommandTree.Create().Parse(args, new() { ResponseFileTokenReplacer = null });
if (parsed.Action is ParseErrorAction mistake)
{
    mistake.ShowHelp = false;
    parsed.InvocationConfiguration.Output = Console.Error;
    await parsed.InvokeAsync();
    var asked = parsed.CommandResult.Command.Parents.Any() ? $" {string.Join(' ', NamesOf(parsed.CommandResult))}" : "";
    Console.Error.WriteLine($"switchyard{asked} --help tells what there is.");
    return ExitCode.Usage;
}

return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(5) });

static IEnumerable<string> NamesOf(System.CommandLine.Parsing.SymbolResult? result) =>
    result is System.CommandLine.Parsing.CommandResult { Parent: { } parent } command ? NamesOf(parent).Append(command.Command.Name) : [];
