using System.Net;
using System.Text.Json;
using Switchyard.Client.Http;
using Switchyard.Client.Tasks;

namespace Switchyard.Client.Node;

public sealed class SubmitTests(RealNode node) : IClassFixture<RealNode>
{
    private readonly string _queue = RealNode.NewQueue();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    private TasksClient Tasks => node.Client.Tasks;

    [Fact]
    public async Task A_task_is_told_as_it_was_submitted()
    {
        var submitted = await Tasks.SubmitAsync(
            NewTask.Of(_queue, new Letter("Ada", 3), LetterJson.Default.Letter) with
            {
                Name = "a letter",
                Priority = 5,
                UniqueKey = "ada",
                GroupKey = "A",
                Tags = ["post", "urgent"],
                Delay = TimeSpan.FromHours(1),
                MaxAttempts = 2,
            },
            cancellationToken: _cancellation);

        var task = await Tasks.GetAsync(submitted.Id!.Value, cancellationToken: _cancellation);

        Assert.NotNull(task);
        Assert.Equal((TaskState.Queued, _queue, "a letter", 5, "A", 0), (task.Status, task.Queue, task.Name, task.Priority, task.GroupKey, task.Attempt));
        Assert.Equal(["post", "urgent"], task.Tags);
        Assert.Equal(new Letter("Ada", 3), task.Payload!.Value.Deserialize(LetterJson.Default.Letter));
        Assert.Equal("not-before", task.Waiting?.Code);
    }

    [Fact]
    public async Task A_unique_key_that_is_taken_answers_the_older_task()
    {
        var task = NewTask.Of(_queue, 1) with { UniqueKey = "one" };
        var first = await Tasks.SubmitAsync(task, cancellationToken: _cancellation);

        Assert.Equal(first with { Existing = true }, await Tasks.SubmitAsync(task, cancellationToken: _cancellation));
        Assert.Equal([first with { Existing = true }], await Tasks.SubmitManyAsync([task], cancellationToken: _cancellation));
    }

    [Fact]
    public async Task A_bad_task_among_many_is_refused_alone()
    {
        var submitted = await Tasks.SubmitManyAsync([NewTask.Of(_queue, 1), NewTask.Of("no queue!", 2), NewTask.Of(_queue, 3)], cancellationToken: _cancellation);

        Assert.Equal([true, false, true], submitted.Select(one => one.IsAccepted));
        Assert.Equal(400, submitted[1].Error?.Status);
    }

    [Fact]
    public async Task A_refusal_is_an_exception_that_says_why()
    {
        var refused = await Assert.ThrowsAsync<SwitchyardException>(() => Tasks.SubmitAsync(NewTask.Of("no queue!", 1), cancellationToken: _cancellation));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.StartsWith("urn:switchyard:problem:", refused.Type, StringComparison.Ordinal);
        Assert.Contains("queue", refused.Detail, StringComparison.Ordinal);
        Assert.NotEmpty(refused.RequestId!);
    }

    [Fact]
    public async Task A_submit_whose_answer_is_lost_doubles_nothing()
    {
        using var lost = new LostAnswers(each: 3, "/api/v1/tasks");
        var client = node.Connect(lost);

        var one = await client.Tasks.SubmitAsync(NewTask.Of(_queue, 0), cancellationToken: _cancellation);
        var many = await client.Tasks.SubmitManyAsync([.. Enumerable.Range(1, 20).Select(number => NewTask.Of(_queue, number))], cancellationToken: _cancellation);

        Assert.Equal(3, lost.Lost);
        var ids = await Tasks.ListAsync(new() { Queue = _queue }, _cancellation).Select(task => task.Id).ToListAsync(_cancellation);
        Assert.Equal(many.Append(one).Select(task => task.Id!.Value).Order(), ids.Order());
    }

    [Fact]
    public async Task A_stream_is_submitted_in_its_order()
    {
        const int Count = 2_500;
        var tasks = Enumerable.Range(0, Count).ToAsyncEnumerable().Select(number => NewTask.Of(_queue, number) with { Name = $"n{number}" });

        var submitted = await Tasks.SubmitStreamAsync(tasks, _cancellation).ToListAsync(_cancellation);

        Assert.Equal(Count, submitted.Select(one => one.Id).Distinct().Count());
        Assert.Equal("n1700", (await Tasks.GetAsync(submitted[1_700].Id!.Value, cancellationToken: _cancellation))!.Name);
        Assert.Equal(Count, await Tasks.ListAsync(new() { Queue = _queue, PageSize = 1_000 }, _cancellation).CountAsync(_cancellation));
    }

    [Fact]
    public async Task What_is_not_there_or_does_not_go_is_a_result()
    {
        const long Nobody = 4_000_000_000_000;
        Assert.Null(await Tasks.GetAsync(Nobody, cancellationToken: _cancellation));
        Assert.Equal(ActOutcome.Unknown, await Tasks.CancelAsync(Nobody, _cancellation));

        var id = (await Tasks.SubmitAsync(NewTask.Of(_queue, 1), cancellationToken: _cancellation)).Id!.Value;
        Assert.Equal(ActOutcome.Conflict, await Tasks.DeleteAsync(id, _cancellation));
        Assert.Equal(ActOutcome.Done, await Tasks.CancelAsync(id, _cancellation));
        Assert.Equal(ActOutcome.Conflict, await Tasks.CancelAsync(id, _cancellation));
        Assert.Equal(TaskState.Cancelled, (await Tasks.WaitAsync(id, _cancellation))!.Status);
        Assert.Equal(ActOutcome.Done, await Tasks.DeleteAsync(id, _cancellation));
        Assert.Null(await Tasks.GetAsync(id, cancellationToken: _cancellation));
    }

    [Fact]
    public async Task Tasks_are_found_by_what_they_have()
    {
        await Tasks.SubmitManyAsync(
            [NewTask.Of(_queue, 1) with { GroupKey = "G", Tags = ["t"], Name = "first" }, NewTask.Of(_queue, 2) with { Name = "second" }], cancellationToken: _cancellation);

        async Task<string[]> NamesAsync(TaskFilter filter) =>
            [.. await Tasks.ListAsync(filter with { Queue = _queue, PageSize = 1 }, _cancellation).Select(task => task.Name!).ToListAsync(_cancellation)];
        Assert.Equal((string[])["second", "first"], await NamesAsync(new()));
        Assert.Equal((string[])["first"], await NamesAsync(new() { GroupKey = "G" }));
        Assert.Equal((string[])["first"], await NamesAsync(new() { Tag = "t" }));
        Assert.Equal((string[])["second"], await NamesAsync(new() { Name = "SEC" }));
        Assert.Equal((string[])[], await NamesAsync(new() { Status = TaskState.TimedOut }));
    }
}
