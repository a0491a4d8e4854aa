using Dapper;
using Switchyard.Work.Failures;

namespace Switchyard.Tasks.Lane;

public abstract partial class LaneStoreConformance
{
    private static readonly long Broken = ErrorPattern.NumberOf("broken");

    [Fact]
    public async Task Dead_letters_are_summed_by_their_errors()
    {
        var (first, other) = (Now, await Store.OpenQueueAsync("other", Cancellation));
        await DeadAsync();

        var all = await Store.SumFailuresAsync(new(), null, Cancellation);
        Assert.Equal((3, 0), (all.Count, all.Unsorted));
        Assert.Equal(
            [
                new(Broken, $"{Queue.Number}", TaskNames.Kind, 2, first, first.AddSeconds(1), 2),
                new(ErrorPattern.NumberOf("Its deadline has passed."), $"{Queue.Number}", TaskNames.Kind, 1, Now, Now, 3),
            ],
            all.Sums);
        Assert.Equal(1, (await Store.SumFailuresAsync(new() { Since = first.AddSeconds(1), Groups = [Broken] }, Queue.Number, Cancellation)).Count);
        Assert.Empty((await Store.SumFailuresAsync(new(), other.Number, Cancellation)).Sums);
        Assert.Equal([2, 1], (await Store.ListAsync(new() { Ids = [1, 2, 99] }, Cancellation)).Select(item => item.View.Id));

        await Store.RetryAsync(2, Now, cancellationToken: Cancellation);
        await Store.DeleteAsync(3, cancellationToken: Cancellation);
        var left = Assert.Single((await Store.SumFailuresAsync(new(), null, Cancellation)).Sums);
        Assert.Equal((1, 1), (left.Newest, left.Count));
    }

    [Fact]
    public async Task Dead_letters_of_an_earlier_release_get_their_groups_step_by_step()
    {
        await DeadAsync();
        var expected = await Store.SumFailuresAsync(new(), null, Cancellation);
        await using (var connection = await ConnectAsync())
        {
            await connection.ExecuteAsync("update task_done set error_group = null");
        }

        var before = await Store.SumFailuresAsync(new(), null, Cancellation);
        Assert.Equal((0, 3), (before.Count, before.Unsorted));
        Assert.Equal((2, 1, 0), (await Store.SortFailuresAsync(2, Cancellation), await Store.SortFailuresAsync(2, Cancellation), await Store.SortFailuresAsync(2, Cancellation)));
        Assert.Equal(expected.Sums, (await Store.SumFailuresAsync(new(), null, Cancellation)).Sums);
    }

    /// <summary>Two of one error a second apart, and one whose deadline passed; one has succeeded.</summary>
    private async Task DeadAsync()
    {
        await SubmitAsync(New(1), New(2), New(3, task => task with { Deadline = Now.AddSeconds(2) }), New(4));
        var lease = await ClaimedAsync(1, 2, 4);
        await CompleteAsync(4, lease);
        await FailAsync(1, lease, retry: false);
        Time.Advance(TimeSpan.FromSeconds(1));
        await FailAsync(2, lease, retry: false);
        Time.Advance(TimeSpan.FromSeconds(2));
        await SweepAsync();
    }
}
