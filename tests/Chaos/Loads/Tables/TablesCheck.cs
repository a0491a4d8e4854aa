using System.IO.Compression;
using System.Text.RegularExpressions;
using Switchyard.Chaos.Clients;
using Switchyard.Chaos.Findings;

namespace Switchyard.Chaos.Loads.Tables;

/// <summary>Compares what clients handed in with what the door has.</summary>
internal sealed partial class TablesCheck(ClusterClient client, IReadOnlyList<HandIn> handedIn, long tables, FindingList findings)
{
    private const string Door = "tables";

    public async Task RunAsync()
    {
        await CheckBodiesAsync("/downloadResults", [.. handedIn.Where(one => !one.IsError)]);
        await CheckBodiesAsync("/downloadErrors", [.. handedIn.Where(one => one.IsError)]);
        await CheckMappingsAsync("cea", TableFiles.Cells);
        await CheckMappingsAsync("cta", 1);
        await CheckStatisticsAsync();
    }

    /// <summary>Each body that was accepted is in the zip, once.</summary>
    private async Task CheckBodiesAsync(string path, IReadOnlyList<HandIn> sent)
    {
        var answer = await client.SendAsync(new(Door, HttpMethod.Get, path));
        var kept = answer.IsOk ? Marks(answer.Body).GroupBy(mark => mark).ToDictionary(mark => mark.Key, mark => mark.Count()) : [];
        foreach (var one in sent)
        {
            switch (kept.GetValueOrDefault(one.Mark))
            {
                case 0:
                    findings.Lost(Door, one.HeardAt, $"{one.Table}: the body {one.Mark} is not in {path}{(one.IsSure ? "" : "; it was answered with 404")}");
                    break;
                case > 1:
                    findings.Doubled(Door, one.HeardAt, $"{one.Table}: the body {one.Mark} is {kept[one.Mark]} times in {path}");
                    break;
            }
        }
    }

    private static IEnumerable<string> Marks(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            yield return Mark().Match(reader.ReadToEnd()).Value;
        }
    }

    /// <summary>Each target has one value, and all values of a table are of one result that was accepted.</summary>
    private async Task CheckMappingsAsync(string task, int perTable)
    {
        var marks = handedIn.Where(one => !one.IsError).ToLookup(one => one.Table, one => one.Mark);
        var lines = (await client.SendAsync(new(Door, HttpMethod.Get, $"/downloadSubmission/{task}"))).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var mapped = lines.Select(line => line.Split(',')).ToLookup(fields => fields[0].Trim('"'), fields => fields[^1].Trim('"'));
        foreach (var table in marks)
        {
            var values = mapped[table.Key].ToList();
            if (values.Count != perTable)
            {
                var kind = values.Count < perTable ? FindingKind.Lost : FindingKind.Doubled;
                findings.Add(new(kind, Door, null, $"{table.Key} has {values.Count} mappings in {task}, not {perTable}"));
            }
            else if (values.Distinct().Count() > 1 || !table.Contains(values[0]))
            {
                findings.Wrong(Door, null, $"{table.Key} has the mappings {string.Join(' ', values)} in {task}; accepted were {string.Join(' ', table)}");
            }
        }

        if (mapped.FirstOrDefault(table => !marks.Contains(table.Key)) is { } unknown)
        {
            findings.Wrong(Door, null, $"{unknown.Key} has mappings in {task} that nobody handed in");
        }
    }

    /// <summary>The door counts what was handed in, so that a table that came twice is two results.</summary>
    private async Task CheckStatisticsAsync()
    {
        var told = (await client.SendAsync(new(Door, HttpMethod.Post, "/getStats"))).Json["tables"]!;
        var isRight = (long)told["total"]! == tables && (long)told["unfinished"]! == 0 && IsCount((long)told["result"]!, false) && IsCount((long)told["error"]!, true);
        if (!isRight)
        {
            findings.Wrong(Door, null, $"getStats says {told.ToJsonString()} of {tables} tables, {handedIn.Count(one => !one.IsError)} results, {handedIn.Count(one => one.IsError)} errors");
        }

        bool IsCount(long count, bool isError) =>
            count >= handedIn.Count(one => one.IsError == isError && one.IsSure) && count <= handedIn.Count(one => one.IsError == isError);
    }

    [GeneratedRegex("client-[0-9]+-[0-9]+")]
    private static partial Regex Mark();
}
