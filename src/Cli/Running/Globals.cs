using System.CommandLine;

namespace Switchyard.Cli.Running;

/// <summary>What every command takes.</summary>
internal static class Globals
{
    public static readonly Option<string?> Url = new("--url") { Description = "The node, or what stands before several. Default: SWITCHYARD_URL, else http://127.0.0.1:5000", HelpName = "address", Recursive = true };
    public static readonly Option<string?> KeyFile = new("--key-file") { Description = "A file with the API key. Default: SWITCHYARD_API_KEY, else the file SWITCHYARD_KEY_FILE", HelpName = "file", Recursive = true };
    public static readonly Option<string?> Config = new("--config") { Description = "A file with url and keyFile. Default: ~/.config/switchyard/config.json", HelpName = "file", Recursive = true };
    public static readonly Option<bool> Json = new("--json") { Description = "What the API answers, as it is; lists of several parts as lines of JSON", Recursive = true };
    public static readonly Option<bool> Utc = new("--utc") { Description = "Times in UTC", Recursive = true };
    public static readonly Option<string?> Timeout = new("--request-timeout") { Description = "How long one request may take. Default: 30s", HelpName = "span", Recursive = true };

    public static IEnumerable<Option> All => [Url, KeyFile, Config, Json, Utc, Timeout];
}
