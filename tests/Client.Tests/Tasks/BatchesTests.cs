using System.Threading.Channels;
using FsCheck;
using FsCheck.Xunit;

namespace Switchyard.Client.Tasks;

public sealed class BatchesTests
{
    [Property]
    public async Task<bool> Parts_are_the_whole_in_order_and_none_is_too_large(int[] elements, PositiveInt most)
    {
        var parts = await Batches.OfAsync(elements.ToAsyncEnumerable(), most.Get, TestContext.Current.CancellationToken).ToListAsync();
        return parts.SelectMany(part => part).SequenceEqual(elements) && parts.All(part => part.Count > 0 && part.Count <= most.Get);
    }

    [Fact]
    public async Task What_has_come_does_not_wait_for_what_has_not()
    {
        var source = Channel.CreateUnbounded<int>();
        source.Writer.TryWrite(1);
        source.Writer.TryWrite(2);
        await using var parts = Batches.OfAsync(source.Reader.ReadAllAsync(TestContext.Current.CancellationToken), 10, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await parts.MoveNextAsync());
        Assert.Equal([1, 2], parts.Current);

        var next = parts.MoveNextAsync();
        Assert.False(next.IsCompleted);
        source.Writer.TryWrite(3);
        source.Writer.Complete();
        Assert.True(await next);
        Assert.Equal([3], parts.Current);
        Assert.False(await parts.MoveNextAsync());
    }

    [Fact]
    public async Task Who_leaves_while_an_element_is_awaited_ends_the_source()
    {
        var source = Channel.CreateUnbounded<int>();
        source.Writer.TryWrite(1);
        var parts = Batches.OfAsync(source.Reader.ReadAllAsync(TestContext.Current.CancellationToken), 10, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await parts.MoveNextAsync());

        await parts.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
