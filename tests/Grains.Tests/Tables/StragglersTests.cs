using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Tables.Rules;

namespace Switchyard.Tables;

public class StragglersTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_is_chosen_when_nothing_is_out() => Assert.Null(new Stragglers().Choose("a"));

    [Fact]
    public void An_idle_client_gets_the_table_longest_out()
    {
        var out_ = new Stragglers();
        out_.Add(1, Start.AddMinutes(2), "a");
        out_.Add(2, Start.AddMinutes(1), "b");

        Assert.Equal(2, out_.Choose("c"));
        Assert.Equal(1, out_.Choose("b"));
    }

    [Fact]
    public void A_table_with_a_copy_comes_after_those_without()
    {
        var out_ = new Stragglers();
        out_.Add(1, Start, "a");
        out_.Add(2, Start.AddMinutes(1), "a");
        out_.AddHolder(1, "b");

        Assert.Equal(2, out_.Choose("c"));
    }

    [Fact]
    public void A_client_that_holds_all_goes_round_its_own()
    {
        var out_ = new Stragglers();
        out_.Add(1, Start, "a");
        out_.Add(2, Start.AddMinutes(1), "a");

        var first = out_.Choose("a")!.Value;
        out_.AddHolder(first, "a");

        Assert.Equal((1, 2L), (first, out_.Choose("a")));
    }

    [Fact]
    public void A_client_that_holds_very_many_is_served_at_once()
    {
        var out_ = new Stragglers();
        for (var id = 1; id <= 200_000; id++)
        {
            out_.Add(id, Start.AddSeconds(id), "many");
        }

        out_.Add(500_000, Start.AddDays(9), "other");
        for (var round = 0; round < 20_000; round++)
        {
            Assert.Equal(500_000, out_.Choose("many"));
        }
    }

    [Property(MaxTest = 500)]
    public void It_agrees_with_the_plain_rule(List<(byte Kind, byte Table, byte Client)> steps)
    {
        var real = new Stragglers();
        var model = new Dictionary<long, Model>();
        foreach (var ((kind, table, client), step) in steps.Select((s, i) => (s, i)))
        {
            var (id, name) = (table % 6, $"c{client % 4}");
            switch (kind % 4)
            {
                case 0 when model.TryGetValue(id, out var known):
                case 1 when model.TryGetValue(id, out known):
                    real.AddHolder(id, name);
                    known.Copies++;
                    known.Holders.Add(name);
                    break;
                case 0:
                    // Times fall back and together, as they do between machines.
                    var since = Start.AddSeconds(step * 7 % 5);
                    real.Add(id, since, name);
                    model.Add(id, new Model(since, [name]));
                    break;
                case 1:
                    Assert.False(real.AddHolder(id, name));
                    break;
                case 2:
                    Assert.Equal(model.Remove(id), real.Remove(id));
                    break;
                default:
                    break;
            }

            Assert.Equal(model.Count, real.Count);
            Assert.Equal(Plain(model, name), real.Choose(name));
        }
    }

    private static long? Plain(Dictionary<long, Model> tables, string client)
    {
        var others = tables.Where(t => !t.Value.Holders.Contains(client)).ToList();
        return (others.Count > 0 ? others : [.. tables])
            .OrderBy(t => t.Value.Copies).ThenBy(t => t.Value.Since).ThenBy(t => t.Key)
            .Select(t => (long?)t.Key)
            .FirstOrDefault();
    }

    private sealed class Model(DateTimeOffset since, HashSet<string> holders)
    {
        public DateTimeOffset Since { get; } = since;

        public HashSet<string> Holders { get; } = holders;

        public int Copies { get; set; } = 1;
    }
}
