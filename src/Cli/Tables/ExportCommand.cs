using System.CommandLine;
using Switchyard.Cli.Running;
using Switchyard.Cli.Transfers;

namespace Switchyard.Cli.Tables;

/// <summary>Fetches what came of the campaign as files, by the door's own routes.</summary>
internal static class ExportCommand
{
    private static readonly Dictionary<string, (string Path, string File)> Exports = new(StringComparer.Ordinal)
    {
        ["results"] = ("downloadResults", "results.zip"),
        ["errors"] = ("downloadErrors", "errors.zip"),
        ["database"] = ("downloadTables", "tables.db"),
        ["cea"] = ("downloadSubmission/cea", "cea.csv"),
        ["cta"] = ("downloadSubmission/cta", "cta.csv"),
        ["cpa"] = ("downloadSubmission/cpa", "cpa.csv"),
    };

    public static Command Create()
    {
        var what = new Argument<string>("what") { Description = "results, errors (zips), database (SQLite), or the mappings: cea, cta, cpa (CSV)" };
        what.AcceptOnlyFromAmong([.. Exports.Keys]);
        var file = new Option<string?>("--output", "-o") { Description = "Where to. Default: a name that says what it is, here", HelpName = "file" };
        return new Command("export", "Fetch what came of it as a file, which is there whole or not at all") { what, file }
            .Example("switchyard tables export results -o results.zip", "switchyard tables export cea")
            .Does(async session =>
            {
                var (path, name) = Exports[session.Get(what)];
                await Download.ToFileAsync(session, path, session.Get(file) ?? name);
            });
    }
}
