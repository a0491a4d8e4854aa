using System.CommandLine;
using System.CommandLine.Parsing;
using Switchyard.Cli.Node;
using Switchyard.Cli.Running;

namespace Switchyard.Cli;

/// <summary>Help of every command, and its examples.</summary>
public sealed class HelpTests(YardNode node)
{
    private static readonly string[] After = ["|", "||", "&&", ">"];

    [Fact]
    public async Task Help_ends_with_examples_and_the_version_is_told()
    {
        var help = (await node.RunAsync("work", "cancel", "--help")).Ends().Out;
        Assert.Contains("--dry-run", help, StringComparison.Ordinal);
        Assert.Contains("Examples:\n  switchyard work cancel 1042 1043", help, StringComparison.Ordinal);
        Assert.Matches(@"^\d+\.\d+\.\d+", (await node.RunAsync("--version")).Ends().Out);
    }

    [Fact]
    public void Every_command_and_option_says_what_it_is_and_every_example_can_be_typed()
    {
        var root = CommandTree.Create();
        var commands = Below(root).ToList();
        Assert.True(commands.Count > 50, $"There are {commands.Count} commands.");

        Assert.All(commands, command => Assert.False(string.IsNullOrWhiteSpace(command.Description), command.Name));
        Assert.All(commands.SelectMany(command => command.Options), option => Assert.False(string.IsNullOrWhiteSpace(option.Description), option.Name));
        Assert.All(commands.Where(command => command.Subcommands.Count == 0), command => Assert.NotEmpty(Examples.Of(command)));
        Assert.All(commands.SelectMany(Examples.Of), example =>
        {
            var words = CommandLineParser.SplitCommandLine(Unquoted(example)).SkipWhile(word => !word.EndsWith("switchyard", StringComparison.Ordinal)).Skip(1).TakeWhile(word => !After.Contains(word));
            // A file of an example is not here.
            var errors = root.Parse([.. words], new() { ResponseFileTokenReplacer = null }).Errors.Where(error => !error.Message.StartsWith("File does not exist", StringComparison.Ordinal));
            Assert.True(!errors.Any(), $"{example}: {string.Join(' ', errors.Select(error => error.Message))}");
        });
    }

    /// <summary>Words in a shell's single quotes, as this parser knows them.</summary>
    private static string Unquoted(string example) => example.Replace("\"", "", StringComparison.Ordinal).Replace('\'', '"').TrimEnd(')');

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(below => Below(below).Prepend(below));
}
