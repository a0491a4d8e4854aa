using FsCheck.Xunit;
using Switchyard.Tables.Rules;

namespace Switchyard.Tables;

public class RefusedClientsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 6, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(8, 32)]
    [InlineData(9, 60)]
    [InlineData(14_112, 60)]
    public void The_wait_doubles_up_to_a_minute(int refusals, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RefusedClients.HoldAfter(refusals));

    [Fact]
    public void A_client_waits_after_its_third_refusal_and_no_other_does()
    {
        var clients = new RefusedClients();
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(clients.HeldUntil("ann", Start));
            clients.Refused("ann", "t", Start);
        }

        Assert.Equal(Start.AddSeconds(1), clients.HeldUntil("ann", Start));
        Assert.Null(clients.HeldUntil("ann", Start.AddSeconds(1)));
        Assert.Null(clients.HeldUntil("bob", Start));
        Assert.Equal([new RefusedClient("ann", 3, Start, "t", Start.AddSeconds(1))], clients.List(Start));

        clients.Accepted("ann");
        Assert.Empty(clients.List(Start));
    }

    [Theory]
    [InlineData("a#b", "a", true)]
    [InlineData("a?b", "a", true)]
    [InlineData("a%23", "a", false)]
    [InlineData("ab", "a", false)]
    [InlineData("a#b", "a#b", false)]
    [InlineData("#", "", true)]
    public void A_request_that_names_no_client_is_of_who_has_the_table_whose_name_was_cut(string table, string seen, bool found)
    {
        var clients = new RefusedClients();
        clients.HandedOut("ann", 1, table);

        Assert.Equal(found ? ("ann", 1) : null, clients.Refused(null, seen, Start));
    }

    [Fact]
    public void What_a_refused_client_gets_is_remembered_to_see_what_is_taken_of_it()
    {
        var clients = new RefusedClients();
        clients.HandedOut("ann", 1, "t1");
        Assert.Empty(clients.Recent("ann").Tables);

        clients.Refused("ann", "t1", Start);
        for (var id = 2; id <= 20; id++)
        {
            clients.HandedOut("ann", id, $"t{id}");
        }

        clients.Refused("ann", "t20", Start.AddHours(1));
        Assert.Equal(Enumerable.Range(13, 8).Select(id => (long)id), clients.Recent("ann").Tables);
        Assert.Equal(Start, clients.Recent("ann").Since);
    }

    [Property(MaxTest = 20)]
    public void Memory_is_bounded_and_the_latest_are_known(ushort more)
    {
        var clients = new RefusedClients();
        for (var i = 0; i < 1_000 + (more % 500); i++)
        {
            clients.HandedOut($"c{i}", i, "a#b");
            clients.Refused($"c{i}", "a", Start);
        }

        Assert.Equal(1_000, clients.List(Start).Count);
        Assert.Equal(2, clients.Refused($"c{999 + (more % 500)}", "a", Start)!.Value.Refusals);
    }
}
