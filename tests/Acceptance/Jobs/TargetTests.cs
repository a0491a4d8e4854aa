namespace Switchyard.Acceptance.Jobs;

/// <summary>Targets as the UI shows them.</summary>
[Collection(typeof(TheUi))]
public sealed class TargetTests(UiNode node)
{
    private JobsClient Ui => node.Ui;

    [Fact]
    public async Task Targets_are_in_the_order_in_which_they_were_first_named()
    {
        // Neither the order of names nor that of the last change.
        string[] operations = ["SET_STATUS", "ADD", "REMOVE", "CHANGE", "PATCH_METADATA", "DELETE_DRAFT", "ROLLBACK_REMOVE", "DELETE_ARCHIVE"];
        var names = operations.Select((_, place) => NewJob.Target($"{(char)('Z' - place)}_ORDER")).ToList();
        var ids = new List<string>();
        foreach (var (operation, name) in operations.Zip(names))
        {
            ids.Add(await Ui.MakeAsync(NewJob.Of(operation, name)));
        }

        await Ui.SayAsync(ids[0], new Report("completed"));
        await Ui.SayAsync(ids[2], new Report("failed"));
        ids.Add(await Ui.MakeAsync(NewJob.Of("CHANGE", names[0])));
        await Ui.SayAsync(ids[^1], new Report("initiated"));

        string[] told =
        [
            Target(names[0], "initiated", "CHANGE"),
            Target(names[1], "queued", "ADD"),
            Target(names[2], "failed", "REMOVE"),
            .. names.Zip(operations).Skip(3).Select(pair => Target(pair.First, "queued", pair.Second)),
        ];
        Assert.Equal(told, (await Ui.ListAsync("/targets")).Where(target => names.Contains((string)target["name"]!)).Select(Wire.Masked));

        // Other tests claim such jobs.
        foreach (var id in ids.Except([ids[0], ids[2]]))
        {
            await Ui.SayAsync(id, new Report("failed"));
        }
    }

    [Fact]
    public async Task A_bump_that_is_completed_releases_and_removes_and_leaves_drafts_alone()
    {
        var manifesto = Manifesto.Of("BUMPED", 9);
        var draft = await Ui.MakeAsync(NewJob.Of("ADD", manifesto.Drafts[0]));
        var released = await Ui.MakeAsync(NewJob.Of("SET_STATUS", manifesto.Released[0]));
        await Ui.SayAsync(released, new Report("completed"));
        Assert.Equal(
            Target(manifesto.Released[0], "completed", "SET_STATUS", "PENDING_RELEASE"), Wire.Masked((await Ui.TargetAsync(manifesto.Released[0]))!));

        var bump = await Ui.MakeAsync(manifesto.Job("1.0.0.0", "2.0.0.0"));
        Assert.Equal(Target(NewJob.Datastore, "queued", "BUMP", "1.0.0.0", "2.0.0.0"), Wire.Masked((await Ui.TargetAsync(NewJob.Datastore))!));
        Assert.Null(await Ui.TargetAsync(manifesto.Removed[0]));
        await Ui.SayAsync(bump, new Report("initiated"), new Report("completed"));

        Assert.Equal(Target(manifesto.Released[0], "completed", "RELEASED", "2.0.0.0"), Wire.Masked((await Ui.TargetAsync(manifesto.Released[0]))!));
        Assert.Equal(Target(manifesto.Removed[2], "completed", "REMOVED", "2.0.0.0"), Wire.Masked((await Ui.TargetAsync(manifesto.Removed[2]))!));
        Assert.Equal(Target(manifesto.Drafts[0], "queued", "ADD"), Wire.Masked((await Ui.TargetAsync(manifesto.Drafts[0]))!));
        Assert.Null(await Ui.TargetAsync(manifesto.Drafts[1]));

        // The jobs of a target are those for it and the BUMPs that name it, also as a draft; those of DATASTORE are BUMPs alone.
        Assert.Equal([draft, bump], await Ui.IdsAsync($"/targets/{manifesto.Drafts[0]}/jobs"));
        Assert.Equal([released, bump], await Ui.IdsAsync($"/targets/{manifesto.Released[0]}/jobs"));
        Assert.Equal([bump], await Ui.IdsAsync($"/targets/{manifesto.Removed[1]}/jobs"));
        Assert.Equal(bump, (await Ui.IdsAsync($"/targets/{NewJob.Datastore}/jobs"))[^1]);
        Assert.Equal("[]", (await Ui.ShowAsync("/targets/NOBODY/jobs")).ToJsonString());
    }

    [Theory]
    [InlineData("BEFOLKNING \u00e6\u00f8\u00e5 \ud83d\ude42")]
    [InlineData("a/b?c#d%2F\"'")]
    [InlineData("")]
    public async Task A_target_may_be_called_anything(string name)
    {
        var id = await Ui.MakeAsync(NewJob.Of("ADD", name));

        Assert.Equal("queued", (string?)(await Ui.TargetAsync(name))!["status"]);
        if (name.Length > 0)
        {
            Assert.Equal([id], await Ui.IdsAsync($"/targets/{Uri.EscapeDataString(name)}/jobs"));
        }
    }

    private static string Target(string name, string status, params string[] action) =>
        $$"""{"name":"{{name}}","lastUpdatedAt":"<time>","status":"{{status}}","lastUpdatedBy":{{Wire.TestUser}},"action":["{{string.Join("\",\"", action)}}"]}""";
}
