using System.Net;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Contract;

/// <summary>Input files as they are found: odd CSV, odd names, wrong lines.</summary>
public sealed class InputFileTests(InputFileTests.Fixture node) : IClassFixture<InputFileTests.Fixture>
{
    private Door Door => node.Door;

    [Theory]
    [InlineData("plain", """[["name","1"],["n","2.50"]]""")]
    [InlineData("numbers", """[["1","3"],["2.50","true"]]""")]
    [InlineData("blank", """[["name","a","b"],["n","1","2"]]""")]
    [InlineData("quoted", """[["name","New\nYork, \u0022NY\u0022"],["n","1"]]""")]
    [InlineData("ragged", """[["a","1","3"],["b","2",""],["","","4"]]""")]
    [InlineData("bom", """[["name","\u00e4"]]""")]
    [InlineData("empty", """[[]]""")]
    public async Task Cells_are_text_and_rows_are_records(string table, string data)
    {
        var package = (await Door.PostAsync($"/getDescription?table={table}")).Is(HttpStatusCode.OK).Json;

        Assert.Equal(data, package["data"]!.ToJsonString().Replace("\u00e4", "\\u00e4", StringComparison.Ordinal), ignoreCase: true);
        Assert.Equal(package["data"]!.AsArray().Count, package["header"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("Robert'); drop table work_item; --")]
    [InlineData("50% of 100#?&+ = \"half\"")]
    [InlineData(".hidden")]
    [InlineData("\u6771\u4eac \u00e9\u0301")]
    [InlineData("a,b")]
    public async Task A_table_may_have_any_name_a_file_can_have(string table)
    {
        var client = $"' or 1=1; -- <script> {table}";
        var named = new JsonArray(table);
        var package = await TakeAsync(table, client);

        (await Door.StoreErrorAsync(package.Name, client, "once more")).IsStored();
        var reset = await Door.PostAsync("/api/v1/tables/reset", new JsonObject { ["which"] = "named", ["tables"] = named });
        Assert.Equal(1, (int)reset.Is(HttpStatusCode.OK).Json["tables"]!);
        await TakeAsync(table, client);
        (await Door.StoreResultAsync(table, client, Result.Of(1, 0, "Q1"))).IsStored();

        Assert.Contains(Csv.Records((await Door.GetAsync("/downloadSubmission/cea")).Text), fields => fields is [var name, "1", "0", "Q1"] && name == table);
        Assert.Single(await Door.ZipAsync("/downloadResults"), entry => entry.Name.EndsWith("_" + table, StringComparison.Ordinal));
        var assignments = (await Door.TableAsync(table))["assignments"]!.AsArray();
        Assert.Equal(2, assignments.Count(assignment => (string?)assignment!["client"] == client && assignment["returnedAt"] is not null));
    }

    [Fact]
    public async Task Wrong_lines_are_named_and_spoil_nothing_else()
    {
        var import = (await Door.PostAsync("/api/v1/tables/import")).Is(HttpStatusCode.Accepted);
        Assert.Equal("/api/v1/tables/import", import.Header("Location"));
        var after = await Door.ImportedAsync();

        Assert.Equal("finished", (string?)after["phase"]);
        Assert.Equal(0, (int)after["tablesStored"]!);
        Assert.Equal(
            Fixture.Problems.Order(StringComparer.Ordinal),
            after["problems"]!.AsArray().Select(problem => $"{problem!["file"]}:{problem["line"]}: {problem["message"]}").Order(StringComparer.Ordinal));
        Assert.Equal(Fixture.Problems.Length, (int)after["problemCount"]!);
    }

    private async Task<Package> TakeAsync(string table, string client)
    {
        // Others are handed out before it or beside it: those are for nobody.
        for (var package = await Door.TakeAsync(client); ; package = await Door.TakeAsync(client))
        {
            if (package.Name == table)
            {
                return package;
            }
        }
    }

    public sealed class Fixture : NodeFixture
    {
        public static string[] Problems { get; } =
        [
            "tables/...csv:0: its name is one of a directory: not usable as a table's name",
            "tables/50% of 100#?&+ = \"half\".csv:0: its name has a '%': clients that do not quote it in a URL, as JenTab's Runner does not, cannot return this table",
            "tables/notes.txt:0: not a .csv file: ignored",
            "targets/CEA_Round1_Targets.csv:1: 'row' is not a number",
            "targets/CEA_Round1_Targets.csv:10: there is no table 'gone'",
            "targets/CEA_Round1_Targets.csv:11: the same target stands on an earlier line",
            "targets/CEA_Round1_Targets.csv:12: -1 is negative",
            "targets/CEA_Round1_Targets.csv:13: 2 columns, where CEA has 3 or 4",
        ];

        protected override void Fill(InputDirectory input)
        {
            string[] odd = ["<img src=x onerror=alert(1)>", "Robert'); drop table work_item; --", "50% of 100#?&+ = \"half\"", ".hidden", "\u6771\u4eac \u00e9\u0301", "a,b"];
            foreach (var name in odd)
            {
                input.WithTable(name);
            }

            input
                .WithTable("plain", "name,n\n1,2.50\n")
                .WithTable("numbers", "1,2.50\n3,true\n")
                .WithTable("blank", "name,n\n\na,1\n   \nb,2\n\n")
                .WithTable("quoted", "name,n\r\n\"New\nYork, \"\"NY\"\"\",1\r\n")
                .WithTable("ragged", "a,b\n1,2\n3,,4\n")
                .WithTable("bom", "\uFEFFname\n\u00e4\n")
                .WithTable("empty", "")
                .WithTable("..")
                .With("tables/notes.txt", "")
                .WithTargets("CEA",
                [
                    "table,row,col",
                    .. odd.Select(name => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\",1,0"),
                    "plain,1,0",
                    "",
                    "gone,1,0",
                    "plain,1,0",
                    "plain,-1,0",
                    "plain,1",
                ]);
        }
    }
}
