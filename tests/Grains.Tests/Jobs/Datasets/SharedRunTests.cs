namespace Switchyard.Jobs.Datasets;

public sealed class SharedRunTests : IDisposable
{
    private readonly List<TaskCompletionSource<int>> _runs = [];
    private readonly SemaphoreSlim _begun = new(0);
    private readonly SharedRun<int> _shared;

    public SharedRunTests() => _shared = new SharedRun<int>(() =>
    {
        var run = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _runs.Add(run);
        _begun.Release();
        return run.Task;
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_in_the_middle_of_a_run_shares_the_next()
    {
        var first = _shared.AskAsync();
        Task<int>[] late = [_shared.AskAsync(), _shared.AskAsync(), _shared.AskAsync()];
        await _begun.WaitAsync(Cancellation);
        Assert.Single(_runs);

        _runs[0].SetResult(1);
        Assert.Equal(1, await first);
        await _begun.WaitAsync(Cancellation);
        _runs[1].SetResult(2);

        int[] expected = [2, 2, 2];
        Assert.Equal(expected, await Task.WhenAll(late));
        Assert.Equal(2, _runs.Count);
    }

    [Fact]
    public async Task A_run_that_fails_fails_those_who_shared_it_and_nobody_else()
    {
        var first = _shared.AskAsync();
        var late = _shared.AskAsync();
        _runs[0].SetException(new IOException("gone"));
        await Assert.ThrowsAsync<IOException>(() => first);
        await _begun.WaitAsync(Cancellation);
        await _begun.WaitAsync(Cancellation);
        _runs[1].SetResult(2);

        Assert.Equal(2, await late);
    }

    public void Dispose() => _begun.Dispose();
}
