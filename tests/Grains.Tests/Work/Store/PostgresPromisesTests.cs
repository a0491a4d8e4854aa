using Switchyard.Work.Store.Postgres;

namespace Switchyard.Work.Store;

public sealed class PostgresPromisesTests
{
    private static readonly Dictionary<string, string> Good = new()
    {
        ["fsync"] = "on",
        ["synchronous_commit"] = "on",
        ["full_page_writes"] = "on",
        ["max_connections"] = "100",
        ["superuser_reserved_connections"] = "3",
    };

    [Fact]
    public void Of_a_server_as_it_comes_nothing_is_said_while_it_does_for_the_nodes()
    {
        Assert.Empty(PostgresPromises.Judge(Good, nodes: 2, each: 33));
        var line = Assert.Single(PostgresPromises.Judge(Good, nodes: 3, each: 33));
        Assert.Equal("PostgreSQL's max_connections leaves 97 connections, and the 3 nodes that live now may hold 99: some will be refused", line);
    }

    [Theory]
    [InlineData("fsync")]
    [InlineData("synchronous_commit")]
    [InlineData("full_page_writes")]
    public void Each_setting_that_breaks_a_promise_has_a_line(string setting) => Assert.StartsWith(
        $"PostgreSQL runs with {setting}=off: ",
        Assert.Single(PostgresPromises.Judge(new Dictionary<string, string>(Good) { [setting] = "off" }, nodes: 1, each: 33)),
        StringComparison.Ordinal);
}
