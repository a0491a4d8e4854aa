using System.Net;

namespace Switchyard.Acceptance.Tasks;

/// <summary>What happens, as it happens.</summary>
public sealed class EventTests(SharedNode shared)
{
    [Fact]
    public async Task The_life_of_a_task_is_told_and_can_be_told_again_from_any_event_on()
    {
        var node = await shared.NodeAsync();
        var queue = TasksClient.NewQueue();
        var (tasks, http) = (node.Tasks, node.Process.Http);
        await using var events = await EventReader.OpenAsync(http, $"queue={queue}");

        var id = await tasks.SubmitAsync(queue);
        var claimed = await tasks.TakeAsync(queue);
        await tasks.ActAsync("renew", claimed, "\"progress\":0.5");
        await tasks.ActAsync("complete", claimed);
        var other = await tasks.SubmitAsync(queue);
        (await tasks.PostAsync($"/tasks/{other}/cancel", "")).Is(HttpStatusCode.OK);
        var failing = await tasks.SubmitAsync(queue);
        await tasks.ActAsync("fail", await tasks.TakeAsync(queue), "\"error\":\"no\",\"retry\":false");

        // Events of one task come in order; those of several may change places.
        var told = await events.UntilAsync(8);
        Assert.Equal(["queued", "running", "progress", "completed"], NamesOf(told, id));
        Assert.Equal(["queued", "cancelled"], NamesOf(told, other));
        Assert.Contains("failed", (await MoreAsync(events, told, failing)).Select(one => one.Name));
        Assert.All(told, one => Assert.Equal(("task", queue), ((string?)one.Data["kind"], (string?)one.Data["queue"])));
        Assert.Equal("completed", (string?)told.Single(one => one.Name == "completed").Data["status"]);

        await using var again = await EventReader.OpenAsync(http, $"queue={queue}", told[2].Id);
        var resumed = await again.UntilAsync(told.Count - 3);
        Assert.Equal(told.Skip(3).Select(one => (one.Id, one.Name)), resumed.Select(one => (one.Id, one.Name)));

        await using var single = await EventReader.OpenAsync(http, $"kind=task&id={other}", told[0].Id);
        Assert.Equal(["queued", "cancelled"], (await single.UntilAsync(2)).Select(one => one.Name));
    }

    [Fact]
    public async Task An_id_that_nobody_knows_is_answered_by_a_reset()
    {
        var node = await shared.NodeAsync();
        await using var events = await EventReader.OpenAsync(node.Process.Http, "kind=task", "1");

        Assert.Equal("reset", (await events.UntilAsync(1))[0].Name);
    }

    private static IEnumerable<string> NamesOf(IEnumerable<ToldEvent> told, string id) =>
        told.Where(one => TasksClient.IdOf(one.Data) == id).Select(one => one.Name);

    /// <summary>With what was told of one task after it, until its end.</summary>
    private static async Task<IReadOnlyList<ToldEvent>> MoreAsync(EventReader events, List<ToldEvent> told, string id)
    {
        while (!NamesOf(told, id).Contains("failed"))
        {
            told.AddRange(await events.UntilAsync(1));
        }

        return [.. told.Where(one => TasksClient.IdOf(one.Data) == id)];
    }
}
