using Switchyard.Hosting;
using Switchyard.Work;
using Switchyard.Work.Changes;

namespace Switchyard.OperatorConsole;

/// <summary>What a real node says that it did.</summary>
public sealed class ChangesTests(WorkNode work) : IClassFixture<WorkNode>
{
    private readonly IGrainFactory _grains = work.Node.Grains;
    private IReadOnlyDictionary<string, ChangePlace> _places = new Dictionary<string, ChangePlace>();

    [Fact]
    public async Task Each_thing_that_is_done_is_told_once_to_who_asks_from_a_place()
    {
        Assert.True((await ReadAsync()).IsAll);
        Assert.Empty((await ReadAsync()).Topics);

        await work.Tasks.SubmitAsync("told", "a", "b");
        Assert.Equal(["kind/task", "queue/told"], (await ReadAsync()).Topics.Order(StringComparer.Ordinal));

        var claimed = await work.Tasks.ClaimAsync("told");
        Assert.Contains("queue/told", (await ReadAsync()).Topics);
        await work.Tasks.LogAsync(claimed[0], "a line");
        Assert.Equal(["kind/task"], (await ReadAsync()).Topics);
        await work.Tasks.CompleteAsync(claimed[0], "1");
        Assert.Contains("queue/told", (await ReadAsync()).Topics);

        await _grains.Reach<IQueueGrain>("told").PauseAsync("kim", "a look");
        Assert.Contains("queue/told", (await ReadAsync()).Topics);
        await work.Node.Jobs.AddAsync(Jobs.JobOperation.Add, "APE");
        Assert.Contains("kind/job", (await ReadAsync()).Topics);
        Assert.Empty((await ReadAsync()).Topics);
    }

    private async Task<ChangesView> ReadAsync()
    {
        var view = await _grains.Reach<IChangesGrain>(0).ReadAsync(_places);
        _places = view.Places;
        return view;
    }
}
