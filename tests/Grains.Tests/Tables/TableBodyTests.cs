using System.Text;
using Switchyard.Tables.Rules;
using Switchyard.Work;

namespace Switchyard.Tables;

public class TableBodyTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 30, 0, 123, TimeSpan.FromHours(2));

    private static TableBody Full()
    {
        var body = new TableBody { Unreadable = "why", Columns = 3 };
        body = Assignments.Assign(body, "a \u00fc\"", 1, Start, Start.AddHours(1));
        body = Assignments.Return(body, "a \u00fc\"", Start.AddSeconds(2), "r", "e")!;
        return Assignments.Assign(body, "", 2, Start, Start.AddHours(1));
    }

    [Fact]
    public void Serialising_loses_nothing()
    {
        var body = Full();

        var read = TableBody.Deserialize(body.Serialize());

        Assert.Equal(body.Assignments, read.Assignments);
        Assert.Equal(body with { Assignments = [] }, read with { Assignments = [] });
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"fromTheFuture":{"a":[1]}}""")]
    public void Old_and_newer_state_loads(string stored)
    {
        var body = TableBody.Deserialize(Encoding.UTF8.GetBytes(stored));

        Assert.Empty(body.Assignments);
        Assert.Equal(0, body.Assigned);
    }

    [Fact]
    public void The_first_releases_state_is_still_read()
    {
        // Written by the first release; never change this text.
        const string stored = """
            {"assignments":[{"leaseNumber":4,"client":"c","requestedAt":"2026-01-01T12:30:00+00:00","expiresAt":"2026-01-01T13:30:00+00:00","held":true,"new":1}],
            "unreadable":"x","columns":2,"inputSize":7,"inputModified":"2026-01-01T00:00:00+00:00","assigned":5,"results":1,"errors":2,"resultMs":3,"errorMs":4}
            """;

        var body = TableBody.Deserialize(Encoding.UTF8.GetBytes(stored));

        var at = new DateTimeOffset(2026, 1, 1, 12, 30, 0, TimeSpan.Zero);
        Assert.Equal(new Assignment(4, "c", at, at.AddHours(1), null, null, null, true), Assert.Single(body.Assignments));
        Assert.Equal(("x", 2, 5L, 1L, 2L, 3L, 4L), (body.Unreadable, body.Columns, body.Assigned, body.Results, body.Errors, body.ResultMs, body.ErrorMs));
    }

    [Fact]
    public void Facets_count_assignments_and_targets()
    {
        var targets = new TargetTable(
            [Target.FromFile(1, 0, "Q1"), Target.FromFile(2, 0, null), Target.FromFile(3, 0, null)],
            [Target.FromFile(0, 0, null)],
            []);

        var facets = TableRowFacets.Of(Full(), TargetCounts.Of(targets), returned: true);

        Assert.Equal(
            new Dictionary<string, long>
            {
                ["assigned"] = 2, ["results"] = 1, ["errors"] = 1, ["returnedResults"] = 1, ["returnedErrors"] = 1,
                ["resultMs"] = 2000, ["errorMs"] = 2000, ["unreadable"] = 1,
                ["cea"] = 3, ["ceaMapped"] = 1, ["ceaMissing"] = 2,
                ["cta"] = 1, ["ctaMapped"] = 0, ["ctaMissing"] = 1,
                ["cpa"] = 0, ["cpaMapped"] = 0, ["cpaMissing"] = 0,
            },
            facets);
        Assert.Equal(TargetCounts.Of(targets), TargetCounts.FromFacets(facets));
    }

    [Fact]
    public void A_table_that_was_reset_no_longer_counts_as_returned()
    {
        var facets = TableRowFacets.Of(Full(), TargetCounts.Of(TargetTable.Empty), returned: false);

        Assert.Equal((1, 0, 0), (facets["results"], facets["returnedResults"], facets["returnedErrors"]));
    }
}
