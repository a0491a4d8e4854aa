using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Tables.Rules;

namespace Switchyard.Tables;

public class AssignmentsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromHours(1);

    private static TableBody Assign(TableBody body, string client, long lease, double minute) =>
        Assignments.Assign(body, client, lease, At(minute), At(minute) + Lease);

    private static DateTimeOffset At(double minute) => Start.AddMinutes(minute);

    [Fact]
    public void A_client_that_asks_again_has_one_assignment_with_the_newest_lease()
    {
        var body = Assign(Assign(Assign(new(), "a", 1, 0), "b", 2, 1), "a", 3, 5);

        Assert.Equal([3, 2L], body.Assignments.Select(a => a.LeaseNumber));
        Assert.Equal(At(5), Assignments.FindOpen(body, "a")!.RequestedAt);
        Assert.Equal(3, body.Assigned);
    }

    [Fact]
    public void An_answer_is_taken_once()
    {
        var body = Assignments.Return(Assign(new(), "a", 1, 0), "a", At(2), "r", null)!;

        Assert.Equal(new Assignment(1, "a", At(0), At(60), At(2), "r", null, Held: false), Assert.Single(body.Assignments));
        Assert.Equal((1, 120_000, 0, 0), (body.Results, body.ResultMs, body.Errors, body.ErrorMs));
        Assert.Null(Assignments.Return(body, "a", At(3), "again", null));
        Assert.Null(Assignments.Return(body, "b", At(3), "never", null));
    }

    [Fact]
    public void A_result_with_soft_errors_counts_as_both()
    {
        var body = Assignments.Return(Assign(new(), "a", 1, 0), "a", At(1), "n", "n")!;

        Assert.Equal((1, 60_000, 1, 60_000), (body.Results, body.ResultMs, body.Errors, body.ErrorMs));
    }

    [Fact]
    public void A_second_round_of_a_client_keeps_the_first_in_the_history()
    {
        var erred = Assignments.Return(Assign(new(), "a", 1, 0), "a", At(1), null, "e")!;
        var solved = Assignments.Return(Assign(erred, "a", 2, 10), "a", At(12), "r", null)!;

        Assert.Equal([(null, "e"), ("r", null)], solved.Assignments.Select(a => (a.ResultName, a.ErrorName)));
    }

    [Fact]
    public void When_the_table_is_returned_no_lease_is_held_but_all_stay_open()
    {
        var body = Assignments.EndHeld(Assign(Assign(new(), "a", 1, 0), "b", 2, 30));

        Assert.DoesNotContain(body.Assignments, a => a.Held);
        Assert.NotNull(Assignments.FindOpen(body, "b"));
    }

    [Fact]
    public void A_full_list_forgets_answers_then_leases_that_ran_out_never_one_that_is_held_and_keeps_the_sums()
    {
        var body = Assign(new(), "first", 1, 50);
        body = Assignments.Return(Assign(body, "answered", 2, 50), "answered", At(51), "r", null)!;
        for (var i = 0; i < Assignments.Limit; i++)
        {
            body = Assign(body, $"c{i}", 3 + i, 55);
        }

        Assert.Equal(Assignments.Limit + 1, body.Assignments.Count);
        Assert.DoesNotContain(body.Assignments, a => a.Client == "answered");
        Assert.Equal((1, 60_000), (body.Results, body.ResultMs));
        Assert.Equal(Assignments.Limit + 2, body.Assigned);

        var next = Assign(Assignments.EndHeld(body), "next", 5_000, 110.5);
        Assert.Equal(Assignments.Limit, next.Assignments.Count);
        Assert.DoesNotContain(next.Assignments, a => a.Client == "first");
        Assert.Equal("next", next.Assignments[^1].Client);
    }

    [Property(MaxTest = 300)]
    public void It_agrees_with_a_plain_record_of_who_has_what(List<(byte Kind, byte Client, byte Minutes)> steps)
    {
        var body = new TableBody();
        var open = new Dictionary<string, (long Lease, double Requested, bool Held)>();
        var (assigned, results, errors, resultMs, errorMs, minute, lease) = (0L, 0L, 0L, 0L, 0L, 0d, 0L);
        foreach (var (kind, client, minutes) in steps)
        {
            minute += minutes % 40;
            var name = $"c{client % 4}";
            switch (kind % 5)
            {
                case 0 or 1:
                    body = Assign(body, name, ++lease, minute);
                    open[name] = (lease, minute, true);
                    assigned++;
                    break;
                case 2:
                    var (result, error) = (kind % 3 != 1, kind % 3 != 0);
                    var next = Assignments.Return(body, name, At(minute), result ? "r" : null, error ? "e" : null);
                    Assert.Equal(open.ContainsKey(name), next is not null);
                    if (open.Remove(name, out var was))
                    {
                        body = next!;
                        var taken = (long)((minute - was.Requested) * 60_000);
                        (results, resultMs) = result ? (results + 1, resultMs + taken) : (results, resultMs);
                        (errors, errorMs) = error ? (errors + 1, errorMs + taken) : (errors, errorMs);
                    }

                    break;
                default:
                    body = Assignments.EndHeld(body);
                    open = open.ToDictionary(o => o.Key, o => o.Value with { Held = false });
                    break;
            }

            Assert.Equal(
                open.OrderBy(o => o.Key).Select(o => (o.Key, o.Value.Lease, At(o.Value.Requested), o.Value.Held)),
                body.Assignments.Where(a => a.ReturnedAt is null).OrderBy(a => a.Client, StringComparer.Ordinal)
                    .Select(a => (a.Client, a.LeaseNumber, a.RequestedAt, a.Held)));
            Assert.Equal((assigned, results, errors, resultMs, errorMs), (body.Assigned, body.Results, body.Errors, body.ResultMs, body.ErrorMs));
            Assert.DoesNotContain(body.Assignments, a => a.ReturnedAt is not null && a.Held);
        }
    }
}
