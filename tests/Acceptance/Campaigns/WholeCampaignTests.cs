using System.Net;
using System.Text;
using Microsoft.Data.Sqlite;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Campaigns;

/// <summary>What is there at the end of a campaign.</summary>
public sealed class WholeCampaignTests(FinishedCampaign campaign) : IClassFixture<FinishedCampaign>
{
    private Door Door => campaign.Door;

    [Fact]
    public void Every_table_was_handed_out_once_and_then_all_is_gone()
    {
        Assert.Equal(SemTab.Tables.Order(), campaign.Packages.Select(package => package.Name).Order());
        campaign.Last.IsPage(HttpStatusCode.Gone);
    }

    [Fact]
    public void Cells_and_targets_were_those_of_the_files()
    {
        foreach (var package in campaign.Packages)
        {
            var records = SemTab.Records(package.Name);
            var columns = package.Json["data"]!.AsArray();
            Assert.All(columns, column => Assert.Equal(records.Count, column!.AsArray().Count));
            Assert.Equal(
                records, Enumerable.Range(0, records.Count).Select(row => columns.Select(column => (string)column![row]!).ToArray()));
        }

        Assert.Equal(SemTab.Targets("cea").Order(), Targets(package => package.Cea.Select(cell => $"{package.Name},{cell.Row},{cell.Column}")));
        Assert.Equal(SemTab.Targets("cta").Order(), Targets(package => package.Cta.Select(column => $"{package.Name},{column.Column}")));
        Assert.Equal(SemTab.Targets("cpa").Order(), Targets(package => package.Cpa.Select(pair => $"{package.Name},{pair.Subject},{pair.Object}")));

        IEnumerable<string> Targets(Func<Package, IEnumerable<string>> of) => campaign.Packages.SelectMany(of).Order();
    }

    [Theory]
    [InlineData("cea", 6768)]
    [InlineData("cta", 75)]
    [InlineData("cpa", 108)]
    public async Task The_submission_has_each_value_sent_in_the_order_of_the_targets_file(string task, int count)
    {
        var expected = SemTab.Targets(task).Select(target => $"{target},{campaign.Values[task][target]}").ToList();
        Assert.Equal(count, expected.Count);

        var answer = (await Door.GetAsync($"/downloadSubmission/{task.ToUpperInvariant()}")).Is(HttpStatusCode.OK);

        Assert.Equal("text/csv; charset=utf-8", answer.Type);
        Assert.Equal($"attachment; filename={task}.csv", answer.Header("Content-Disposition"));
        Assert.Equal(expected, Csv.Records(answer.Text).Select(fields => string.Join(',', fields)));
    }

    [Theory]
    [InlineData("cea")]
    [InlineData("cta")]
    [InlineData("cpa")]
    public async Task Nothing_is_missing(string task) => Assert.Empty(await Door.SubmissionAsync(task, missing: true));

    [Fact]
    public async Task The_statistics_count_all_of_it()
    {
        var stats = await Door.StatsAsync();

        Assert.Equal("""{"error":2,"result":25,"total":25,"unfinished":0}""", stats["tables"]!.ToJsonString());
        Assert.Equal("""{"fraction":"100.0","mapped":6768,"total":6768}""", stats["mappings"]!["cea"]!.ToJsonString());
        Assert.Equal("""{"fraction":"100.0","mapped":75,"total":75}""", stats["mappings"]!["cta"]!.ToJsonString());
        Assert.Equal("""{"fraction":"100.0","mapped":108,"total":108}""", stats["mappings"]!["cpa"]!.ToJsonString());
        Assert.Equal(1, (int)stats["clients"]!["hour"]!);
        Assert.Equal("""{"errors":true,"results":true}""", stats["files"]!.ToJsonString());
        Assert.Equal(0, (int)stats["times"]!["remaining"]!);
    }

    [Fact]
    public async Task The_results_zip_holds_every_body_byte_for_byte()
    {
        var entries = await Door.ZipAsync("/downloadResults");

        Assert.Equal(25, entries.Count);
        Assert.All(entries, entry =>
        {
            Assert.Matches("^[0-9]{4}_[0-9]{2}_[0-9]{2}T[0-9]{2}_[0-9]{2}_[0-9]{2}_[0-9]{6}_[A-Z0-9]{8}$", entry.Name);
            Assert.Equal(campaign.Bodies[entry.Name[^8..]], entry.Body);
        });
        Assert.Equal(25, entries.DistinctBy(entry => entry.Name[^8..]).Count());
    }

    [Fact]
    public async Task The_errors_zip_holds_the_fatal_error_and_the_others()
    {
        var entries = (await Door.ZipAsync("/downloadErrors")).Select(entry => (Table: entry.Name[^8..], Text: Encoding.UTF8.GetString(entry.Body))).ToList();

        Assert.Equal(2, entries.Count);
        Assert.Equal(FinishedCampaign.Traceback, entries[0].Text);
        Assert.Equal((campaign.FirstTable, $"lookup timed out\n\n{new string('-', 46)}\n\nno class"), entries[1]);
    }

    [Fact]
    public async Task The_database_opens_in_the_schema_of_the_original()
    {
        var answer = (await Door.GetAsync("/downloadTables")).Is(HttpStatusCode.OK);
        Assert.Equal("application/octet-stream", answer.Type);
        var path = Path.Combine(Directory.CreateTempSubdirectory("switchyard-accept-").FullName, "tables.db3");
        await File.WriteAllBytesAsync(path, answer.Body, TestContext.Current.CancellationToken);

        await using var database = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        database.Open();
        Assert.Equal("ok", Scalar("pragma integrity_check"));
        Assert.Equal(25L, Scalar("select count(*) from tables where returned = 1"));
        Assert.Equal(6768L, Scalar("select count(*) from cea where mapped like 'Q' || row_id || 'x' || col_id || ' %'"));
        Assert.Equal(75L, Scalar("select count(*) from cta where mapped = 'P-cta-' || col_id || '-0'"));
        Assert.Equal(108L, Scalar("select count(*) from cpa where mapped = 'P-cpa-' || sub_id || '-' || obj_id"));
        Assert.Equal(26L, Scalar("select count(*) from assignments where returnTime >= requestTime"));
        Assert.Equal(25L, Scalar("select count(*) from assignments join tables using (table_id) where result like '%_' || table_name"));
        Assert.Equal(2L, Scalar("select count(*) from assignments where error is not null"));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

        object? Scalar(string sql)
        {
            using var command = database.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar();
        }
    }

    [Fact]
    public async Task No_work_is_left_in_any_other_state()
    {
        var items = await Door.AllWorkAsync();

        Assert.Equal(25, items.Select(item => (long)item["id"]!).Distinct().Count());
        Assert.All(items, item => Assert.Equal("completed", (string?)item["status"]));
        Assert.Empty((await Door.PostAsync("/getMissingMappings")).Json["cea"]!["missingAll"]!.AsArray());
    }
}
