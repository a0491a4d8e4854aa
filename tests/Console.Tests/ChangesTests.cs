using Switchyard.Auth;
using Switchyard.Hosting;
using Switchyard.Nodes;
using Switchyard.Tasks;
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

    [Fact]
    public async Task What_goes_is_told_too()
    {
        await work.Tasks.SubmitAsync("gone", "a", "b");
        await work.Tasks.FailAllAsync("gone", _ => "no");
        var dead = (await _grains.Reach<ITaskLaneGrain>(0).ListAsync(new TaskFilter { Queue = "gone" }, null, 2)).Items;
        await ReadAsync();

        // Nobody's act, of which there is no record.
        Assert.Equal(ActOutcome.Accepted, await _grains.Reach<IWorkRemovalGrain>(0).RemoveAsync(TaskNames.Kind, dead[0].Id));
        Assert.Equal(["acts", "kind/task", "queue/gone"], (await ReadAsync()).Topics.Order(StringComparer.Ordinal));

        await _grains.Reach<ITaskQueueGrain>("gone").SetPolicyAsync(new() { Retention = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1)) });
        work.Node.Clock.Advance(TimeSpan.FromDays(3));
        await ToldAsync("queue/gone");
        Assert.Null(await _grains.Reach<ITaskGrain>(dead[1].Id).GetTaskAsync());
    }

    [Fact]
    public async Task That_a_key_was_used_is_told()
    {
        var hash = new byte[32];
        await _grains.GetAccessKeys().CreateAsync(
            new AccessKey { Id = "told", Name = "told", Role = Role.Viewer, CreatedAt = work.Node.Clock.GetUtcNow() }, hash);
        await ReadAsync();

        await _grains.GetAccessKeys().FindAsync("told", hash);

        Assert.Equal(["keys"], (await ReadAsync()).Topics);
    }

    /// <summary>Reads until a topic is told.</summary>
    private Task ToldAsync(string topic) => Eventually.IsAsync(async () => (await ReadAsync()).Topics.Contains(topic));

    private async Task<ChangesView> ReadAsync()
    {
        var view = await _grains.Reach<IChangesGrain>(0).ReadAsync(_places);
        _places = view.Places;
        return view;
    }
}
