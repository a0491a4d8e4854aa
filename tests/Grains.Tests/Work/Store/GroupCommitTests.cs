using System.Threading.Channels;

namespace Switchyard.Work.Store;

public sealed class GroupCommitTests
{
    private readonly Channel<Batch> _batches = Channel.CreateUnbounded<Batch>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_during_a_commit_is_the_next_batch()
    {
        await using var group = Create();
        var first = Submit(group, "a", 1);
        var one = await NextAsync();
        var others = new[] { Submit(group, "b", 2), Submit(group, "c", 3) };
        one.Finish();
        var two = await NextAsync();

        Assert.Equal(["a"], one.Requests);
        Assert.Equal(["b", "c"], two.Requests);
        Assert.Equal("a!", await first);
        Assert.False(others[0].IsCompleted);
        two.Finish();
        Assert.Equal(["b!", "c!"], await Task.WhenAll(others));
    }

    [Fact]
    public async Task A_key_is_once_in_a_batch_and_its_requests_keep_their_order()
    {
        await using var group = Create();
        var tasks = new List<Task> { Submit(group, "hold", 9) };
        var hold = await NextAsync();
        tasks.AddRange([Submit(group, "a1", 1), Submit(group, "ab", 1, 2), Submit(group, "b1", 2), Submit(group, "c", 3), Submit(group, "a2", 1)]);
        hold.Finish();

        Assert.Equal(["a1", "c"], await FinishNextAsync());
        Assert.Equal(["ab"], await FinishNextAsync());
        Assert.Equal(["b1", "a2"], await FinishNextAsync());
        await Task.WhenAll(tasks);
    }

    [Fact]
    public async Task A_request_without_keys_goes_alone_and_keeps_its_place()
    {
        await using var group = Create();
        var tasks = new List<Task> { Submit(group, "hold", 9) };
        var hold = await NextAsync();
        tasks.AddRange([Submit(group, "a", 1), SubmitAlone(group, "alone"), Submit(group, "b", 2)]);
        hold.Finish();

        Assert.Equal(["a"], await FinishNextAsync());
        Assert.Equal(["alone"], await FinishNextAsync());
        Assert.Equal(["b"], await FinishNextAsync());
        await Task.WhenAll(tasks);
    }

    [Fact]
    public async Task A_batch_holds_no_more_keys_than_its_maximum()
    {
        await using var group = Create(batchMax: 3);
        var tasks = new List<Task> { Submit(group, "hold", 99) };
        var hold = await NextAsync();
        tasks.AddRange([Submit(group, "a", 1, 2), Submit(group, "b", 3, 4), Submit(group, "c", 5), Submit(group, "large", 6, 7, 8, 9), Submit(group, "d", 10)]);
        hold.Finish();

        Assert.Equal(["a"], await FinishNextAsync());
        Assert.Equal(["b", "c"], await FinishNextAsync());
        Assert.Equal(["large"], await FinishNextAsync());
        Assert.Equal(["d"], await FinishNextAsync());
        await Task.WhenAll(tasks);
    }

    [Fact]
    public async Task A_request_at_fault_fails_alone()
    {
        var commits = 0;
        await using var group = new GroupCommit<Request, string>(
            async batch =>
            {
                await Task.Yield();
                Interlocked.Increment(ref commits);
                return batch.Any(request => request.Name == "bad")
                    ? throw new FormatException("bad")
                    : [.. batch.Select(request => request.Name + "!")];
            },
            request => request.Keys,
            exception => exception is FormatException,
            new WorkStoreOptions());
        var tasks = Enumerable.Range(0, 500).Select(n => Submit(group, n == 250 ? "bad" : $"{n}", n)).ToList();

        await Assert.ThrowsAsync<FormatException>(() => tasks[250]);
        tasks.RemoveAt(250);
        Assert.Equal(499, (await Task.WhenAll(tasks)).Distinct().Count());
        Assert.True(commits < 100, $"{commits} commits for one bad request");
    }

    [Fact]
    public async Task What_is_nobodys_fault_fails_the_batch_once_and_the_loop_goes_on()
    {
        var commits = 0;
        await using var group = new GroupCommit<Request, string>(
            batch => Interlocked.Increment(ref commits) == 1
                ? throw new IOException("away")
                : Task.FromResult<IReadOnlyList<string>>([.. batch.Select(request => request.Name)]),
            request => request.Keys,
            exception => exception is FormatException,
            new WorkStoreOptions());

        await Assert.ThrowsAsync<IOException>(() => Submit(group, "a", 1));
        Assert.Equal("b", await Submit(group, "b", 1));
    }

    [Fact]
    public async Task A_full_channel_makes_callers_wait_and_a_cancelled_one_is_never_committed()
    {
        await using var group = Create(capacity: 1);
        var tasks = new List<Task> { Submit(group, "hold", 9) };
        var hold = await NextAsync();
        using var source = new CancellationTokenSource();
        var inChannel = group.SubmitAsync(new Request("cancelled in the channel", [1]), source.Token);
        var atTheDoor = group.SubmitAsync(new Request("cancelled at the door", [2]), source.Token);
        tasks.Add(Submit(group, "waits", 3));
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => atTheDoor);
        hold.Finish();

        Assert.Equal(["waits"], await FinishNextAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => inChannel);
        await Task.WhenAll(tasks);
    }

    [Fact]
    public async Task Closing_drains_what_was_accepted()
    {
        var group = Create();
        var first = Submit(group, "a", 1);
        var one = await NextAsync();
        var second = Submit(group, "b", 1);
        var closing = group.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Submit(group, "late", 2));
        Assert.False(closing.IsCompleted);
        one.Finish();
        await FinishNextAsync();
        await closing;
        Assert.Equal(["a!", "b!"], await Task.WhenAll(first, second));
    }

    private static Task<string> Submit(GroupCommit<Request, string> group, string name, params long[] keys) =>
        group.SubmitAsync(new Request(name, keys), CancellationToken.None);

    private static Task<string> SubmitAlone(GroupCommit<Request, string> group, string name) =>
        group.SubmitAsync(new Request(name, null), CancellationToken.None);

    private GroupCommit<Request, string> Create(int batchMax = 100, int capacity = 100) => new(
        async requests =>
        {
            var batch = new Batch([.. requests.Select(request => request.Name)]);
            _batches.Writer.TryWrite(batch);
            await batch.Finished;
            return [.. batch.Requests.Select(name => name + "!")];
        },
        request => request.Keys,
        _ => false,
        new WorkStoreOptions { BatchMax = batchMax, Capacity = capacity });

    private async Task<Batch> NextAsync() => await _batches.Reader.ReadAsync(Cancellation);

    private async Task<IReadOnlyList<string>> FinishNextAsync()
    {
        var batch = await NextAsync();
        batch.Finish();
        return batch.Requests;
    }

    private sealed record Request(string Name, IReadOnlyList<long>? Keys);

    private sealed class Batch(IReadOnlyList<string> requests)
    {
        private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<string> Requests { get; } = requests;

        public Task Finished => _finish.Task;

        public void Finish() => _finish.SetResult();
    }
}
