using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json;
using Switchyard.Cli.Connection;
using Switchyard.Cli.Http;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Completion;

/// <summary>Names that the node knows, for completions. Who types is not kept waiting: without a quick answer there are none.</summary>
internal static class Names
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static IEnumerable<string> Queues(CompletionContext context) => Ask(context, "queues?limit=1000", "queue");

    public static IEnumerable<string> Sources(CompletionContext context) => Ask(context, "sources", "name");

    public static IEnumerable<string> Nodes(CompletionContext context) => Ask(context, "nodes", "name");

    public static IEnumerable<string> Schedules(CompletionContext context) => Ask(context, "schedules", "name");

    public static IEnumerable<string> Services(CompletionContext context) => Ask(context, "services", "name");

    public static void CompletesWith(this Option option, Func<CompletionContext, IEnumerable<string>> names) => option.CompletionSources.Add(names);

    public static void CompletesWith(this Argument argument, Func<CompletionContext, IEnumerable<string>> names) => argument.CompletionSources.Add(names);

    /// <summary>Completions are asked for synchronously.</summary>
    private static List<string> Ask(CompletionContext context, string list, string name)
    {
        try
        {
            var parsed = context.ParseResult;
            var settings = ConnectionSettings.Read(
                parsed.GetValue(Globals.Url), parsed.GetValue(Globals.KeyFile), parsed.GetValue(Globals.Config), Environment.GetEnvironmentVariable);
            using var http = new HttpClient();
            settings.ToOptions().Apply(http);
            http.Timeout = Patience;
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Paths.Api}/{list}");
            using var answer = http.Send(request);
            using var body = new StreamReader(answer.Content.ReadAsStream());
            return answer.IsSuccessStatusCode ? [.. new Answer(body.ReadToEnd()).Items.Select(one => one.Text(name))] : [];
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or JsonException or SettingsException or ArgumentException)
        {
            return [];
        }
    }
}
