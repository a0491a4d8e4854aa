using Switchyard.Hosting;
using Switchyard.Tasks;
using Switchyard.Work;
using static Microsoft.Playwright.Assertions;

namespace Switchyard.OperatorConsole.Yard;

[Collection(YardCollection.Name)]
public sealed class QueuePagesTests(ConsoleYard yard)
{
    [Fact]
    public async Task Queues_are_listed_with_how_deep_and_how_fast_they_are()
    {
        await yard.SubmitAsync("listed");
        await yard.SubmitAsync("listed");
        await yard.FailAsync("listed-failing", "no");
        await using var visit = await yard.VisitAsync(ConsoleYard.Viewer, "/console/queues");

        var row = Row(visit, "listed");
        await Expect(row.GetByTestId("queue-waiting")).ToHaveTextAsync("2");
        await Expect(row.GetByTestId("queue-in")).ToHaveTextAsync("2 / 2 / 2");
        await Expect(row.GetByTestId("queue-eta")).ToHaveTextAsync("unknown: nothing ended in 5 minutes");
        await Expect(row.GetByTestId("queue-workers")).ToHaveTextAsync("0");
        await Expect(Row(visit, "listed-failing").GetByTestId("queue-failed")).ToHaveTextAsync("1");
        await Expect(Row(visit, "listed-failing").GetByTestId("queue-out")).ToHaveTextAsync("1 / 1 / 1");
        await Expect(Row(visit, "listed-failing").GetByTestId("queue-workers")).ToHaveTextAsync("1");
        await Expect(visit["queue-pause-act"]).ToHaveCountAsync(0);
        await Expect(visit["pause-all"]).ToHaveCountAsync(0);
        await visit.ShootAsync("queues");
        visit.AssertClean();
    }

    [Fact]
    public async Task A_queue_is_paused_with_a_reason_and_everybody_sees_who_and_why()
    {
        await yard.SubmitAsync("held");
        var queue = yard.Node.Grains.Reach<IQueueGrain>("held");
        await using var visit = await yard.VisitAsync(ConsoleYard.Operator, "/console/queues");
        await Row(visit, "held").GetByTestId("queue-pause-act").ClickAsync();
        await Expect(visit["confirm-yes"]).ToBeDisabledAsync();
        await visit.Page.Locator("#confirm-reason").FillAsync("upgrade " + Samples.Hostile);
        await visit["confirm-yes"].ClickAsync();

        await Expect(Row(visit, "held").GetByTestId("queue-pause")).ToContainTextAsync("Paused by olga: upgrade " + Samples.Hostile);
        await Expect(Row(visit, "held").GetByTestId("queue-eta")).ToHaveTextAsync("never: paused");
        Assert.Equal("olga", (await queue.GetPauseAsync())?.By);
        var entry = (await yard.Node.Grains.GetAuditOf("held"))[0];
        Assert.Equal(("olga", "pause"), (entry.Who, entry.Act));

        await Row(visit, "held").GetByTestId("queue-resume-act").ClickAsync();
        await Expect(Row(visit, "held").GetByTestId("queue-pause")).ToHaveCountAsync(0);
        Assert.Null(await queue.GetPauseAsync());
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"));
        visit.AssertClean();
    }

    [Fact]
    public async Task All_queues_are_paused_and_resumed_at_once()
    {
        await yard.SubmitAsync("all-1");
        await yard.SubmitAsync("all-2");
        await using var visit = await yard.VisitAsync(ConsoleYard.Operator, "/console/queues");
        await visit["pause-all"].ClickAsync();
        await visit.Page.Locator("#confirm-reason").FillAsync("the disk is moved");
        await visit["confirm-yes"].ClickAsync();
        await Expect(visit["pause-all"]).ToHaveCountAsync(0);
        Assert.All(await PausesAsync(), pause => Assert.Equal("the disk is moved", pause?.Reason));

        await visit["resume-all"].ClickAsync();
        await visit["confirm-yes"].ClickAsync();
        await Expect(visit["resume-all"]).ToHaveCountAsync(0);
        Assert.All(await PausesAsync(), Assert.Null);

        async Task<QueuePause?[]> PausesAsync() => await Task.WhenAll(
            new[] { "all-1", "all-2" }.Select(name => yard.Node.Grains.Reach<IQueueGrain>(name).GetPauseAsync()));
    }

    [Fact]
    public async Task A_queue_has_a_page_with_its_rates_workers_and_policy()
    {
        await yard.FailAsync("paged", "first");
        await yard.SubmitAsync("paged");
        await using var visit = await yard.VisitAsync(ConsoleYard.Viewer, "/console/queues");
        await Row(visit, "paged").GetByTestId("queue-link").ClickAsync();

        await Expect(visit["queue-state"]).ToHaveTextAsync("open");
        await Expect(visit["queue-waiting"]).ToHaveTextAsync("1");
        await Expect(visit["queue-failed"]).ToHaveTextAsync("1");
        await Expect(visit["in-hour"]).ToHaveTextAsync("2");
        await Expect(visit["failed-hour"]).ToHaveTextAsync("1");
        await Expect(visit["worker-row"]).ToHaveTextAsync("w");
        await Expect(visit["policy-shown-attempts"]).ToHaveTextAsync("5");
        await Expect(visit["dead-error"]).ToHaveTextAsync("first");
        foreach (var act in new[] { "queue-pause-act", "policy-edit", "submit", "dead-retry", "dead-delete", "dead-retry-all" })
        {
            await Expect(visit[act]).ToHaveCountAsync(0);
        }

        await visit.ShootAsync("queue");
        visit.AssertClean();
    }

    [Fact]
    public async Task A_policy_is_judged_by_the_rules_of_the_api_and_makes_the_queue()
    {
        await using var visit = await yard.VisitAsync(ConsoleYard.Admin, "/console/queues");
        await visit.Page.Locator("#queue-name").FillAsync("made-here");
        await visit["queue-open"].ClickAsync();
        await Expect(visit["queue-unknown"]).ToBeVisibleAsync();
        await visit["policy-edit"].ClickAsync();
        await visit.Page.Locator("#policy-lease").FillAsync("0.1");
        await visit["policy-save"].ClickAsync();
        await Expect(visit["policy-refusal"]).ToContainTextAsync("lease must be");

        await visit.Page.Locator("#policy-lease").FillAsync("PT90S");
        await visit.Page.Locator("#policy-concurrency").FillAsync("3");
        await visit.Page.Locator("#policy-limit").FillAsync("10");
        await visit.Page.Locator("#policy-per").FillAsync("00:01:00");
        await visit.Page.Locator("#policy-failed").FillAsync("");
        await visit["policy-save"].ClickAsync();

        await Expect(visit["policy-shown-lease"]).ToHaveTextAsync("1 min 30 s");
        await Expect(visit["policy-shown-rate"]).ToHaveTextAsync("10 per 1 min");
        var policy = await yard.Node.Grains.Reach<ITaskQueueGrain>("made-here").GetPolicyAsync();
        Assert.Equal(
            (TimeSpan.FromSeconds(90), 3, new TaskRate(10, TimeSpan.FromMinutes(1)), null),
            (policy!.Lease, policy.Concurrency, policy.Rate, policy.Retention.Failed));
        Assert.Equal(("root", TaskNames.SetPolicyAct), ((await yard.Node.Grains.GetAuditOf("made-here"))[0].Who, (await yard.Node.Grains.GetAuditOf("made-here"))[0].Act));
        visit.AssertClean();
    }

    [Fact]
    public async Task An_operator_submits_a_task_and_sets_no_policy()
    {
        await yard.SubmitAsync("submitted");
        await using var visit = await yard.VisitAsync(ConsoleYard.Operator, "/console/queues/submitted");
        await Expect(visit["policy-shown-attempts"]).ToBeVisibleAsync();
        await Expect(visit["policy-edit"]).ToHaveCountAsync(0);
        await visit.Page.Locator("#submit-payload").FillAsync("{\"a\": ");
        await visit["submit"].ClickAsync();
        await Expect(visit["submit-refusal"]).ToContainTextAsync("payload is no JSON");

        await visit.Page.Locator("#submit-payload").FillAsync("{\"a\": 1.50}");
        await visit.Page.Locator("#submit-name").FillAsync("by hand");
        await visit.Page.Locator("#submit-priority").FillAsync("101");
        await visit["submit"].ClickAsync();
        await Expect(visit["submit-refusal"]).ToContainTextAsync("priority must be");

        await visit.Page.Locator("#submit-priority").FillAsync("7");
        await visit.Page.Locator("#submit-delay").FillAsync("60");
        await visit.Page.Locator("#submit-tags").FillAsync("x, y");
        await visit["submit"].ClickAsync();
        await Expect(visit["submit-done"]).ToBeVisibleAsync();
        await Expect(visit["queue-waiting"]).ToHaveTextAsync("2");

        var task = (await yard.Lane.ListAsync(new TaskFilter { Queue = "submitted", Name = "by hand" }, null, 1)).Items[0];
        var whole = await yard.Node.Grains.Reach<ITaskGrain>(task.Id).GetTaskAsync();
        Assert.Equal(("""{"a":1.50}""", 7, "olga"), (System.Text.Encoding.UTF8.GetString(whole!.Payload!), whole.Priority, whole.Owner));
        Assert.Equal(["x", "y"], whole.Tags);
        Assert.Equal(yard.Node.Clock.GetUtcNow().AddSeconds(60), whole.NotBefore!.Value, TimeSpan.FromMilliseconds(1));
        visit.AssertClean();
    }

    [Fact]
    public async Task Dead_letters_are_redriven_and_deleted_one_and_all()
    {
        long[] dead = [await yard.FailAsync("dead", "e1"), await yard.FailAsync("dead", "e2"), await yard.FailAsync("dead", Samples.Hostile), await yard.FailAsync("dead", "e4")];
        await using var visit = await yard.VisitAsync(ConsoleYard.Operator, "/console/queues/dead");
        await Expect(visit["dead-error"]).ToHaveTextAsync(["e4", Samples.Hostile, "e2", "e1"]);

        await visit["dead-retry"].First.ClickAsync();
        await Expect(visit["dead-row"]).ToHaveCountAsync(3);
        await visit["dead-delete"].First.ClickAsync();
        await visit["confirm-yes"].ClickAsync();
        await Expect(visit["dead-error"]).ToHaveTextAsync(["e2", "e1"]);
        Assert.Null(await yard.Node.Grains.Reach<ITaskGrain>(dead[2]).GetTaskAsync());

        await visit["dead-retry-all"].ClickAsync();
        await Expect(visit["confirm-count"]).ToHaveTextAsync("2");
        await visit["confirm-yes"].ClickAsync();
        await Expect(visit["no-dead-letters"]).ToBeVisibleAsync();
        await Expect(visit["dead-operation"]).ToContainTextAsync("2 of 2, done");
        Assert.Equal(WorkStatus.Queued, (await yard.Node.Grains.Reach<ITaskGrain>(dead[0]).GetTaskAsync())!.Status);
        Assert.True(await visit.Page.EvaluateAsync<bool>("window.hacked === undefined"));
        visit.AssertClean();
    }

    private static Microsoft.Playwright.ILocator Row(Servers.Visit visit, string queue) => visit.Page.Locator($"tr:has([data-queue='{queue}'])");
}
