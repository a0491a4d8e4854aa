using System.IO.Compression;
using Switchyard.Downloads.Models;
using Switchyard.Servers;
using Switchyard.Work;
using static Switchyard.Compute.ComputeRig;

namespace Switchyard.Downloads;

public sealed class DownloadsTests(SharedPostgres server)
{
    [Fact]
    public async Task A_published_request_ends_with_one_archive_that_can_be_read_in_pieces()
    {
        await using var rig = await DownloadsRig.MakeAsync(server);
        var clfId = await AddModelAsync(rig);
        await rig.UpAsync();

        Assert.Equal(1, await rig.Redis.PublishAsync(DownloadNames.Channel, $"clf-{clfId}"));
        await rig.StatusIsAsync(clfId, 2);
        var kept = Assert.Single(await rig.Tables.ReadArchivesAsync(clfId));
        var archive = (await rig.Grains.GetClassifier(clfId).FindArchiveAsync())!;
        Assert.Equal(kept.Length, archive.Length);
        var read = new List<byte>();
        while (await rig.Grains.GetClassifier(clfId).ReadArchiveAsync(archive.Id, read.Count, 500) is { Length: > 0 } piece)
        {
            read.AddRange(piece);
        }

        Assert.Equal(kept, read);
        using var zip = new ZipArchive(new MemoryStream(kept));
        Assert.Equal(
            [$"machine_labeled_data_{clfId}.json", "human_labeled_data.json", "sample_timestamps.json", "clf.p", "countvec.p"],
            zip.Entries.Select(entry => entry.FullName));
        await EventuallyAsync(async () => (await rig.BuildsAsync()).All(build => build.Status == WorkStatus.Completed));
        Assert.Equal(new(clfId, 2, null, (await rig.BuildsAsync()).Single().Id), await rig.Grains.GetClassifier(clfId).GetAsync());
    }

    [Fact]
    public async Task A_hundred_identical_messages_are_one_build()
    {
        await using var rig = await DownloadsRig.MakeAsync(server);
        var clfId = await AddModelAsync(rig);
        await rig.UpAsync();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => rig.Redis.PublishAsync(DownloadNames.Channel, $"clf-{clfId}")));
        await rig.StatusIsAsync(clfId, 2);
        Assert.Single(await rig.Tables.ReadArchivesAsync(clfId));
        await EventuallyAsync(async () => (await rig.Grains.GetDownloadListener().GetEventsAsync(1000)).Count == 100);
        Assert.Single(await rig.BuildsAsync());
    }

    [Fact]
    public async Task Bad_messages_are_told_and_harm_nothing()
    {
        await using var rig = await DownloadsRig.MakeAsync(server);
        var clfId = await AddModelAsync(rig);
        await rig.UpAsync();

        foreach (var message in new[] { "clf-abc", "clf", "clf--5", "clf-1.5", "hello \U0001F600\n", "clf-4711", $"clf-{clfId}" })
        {
            await rig.Redis.PublishAsync(DownloadNames.Channel, message);
        }

        await rig.StatusIsAsync(clfId, 2);
        var events = await rig.Grains.GetDownloadListener().GetEventsAsync(10);
        Assert.Equal(["clf-abc", "clf", "clf--5", "clf-1.5", "hello \U0001F600\uFFFD", "clf-4711"], events.Reverse().Where(heard => heard.IsRefused).Select(heard => heard.Text));
        Assert.Equal(DownloadRequestOutcome.Unknown, (await rig.Grains.GetClassifier(4711).RequestAsync("http")).Outcome);
        Assert.Null(await rig.Grains.GetClassifier(4711).GetAsync());
    }

    [Fact]
    public async Task A_hostile_pickle_is_refused_nothing_runs_and_the_reason_is_kept()
    {
        await using var rig = await DownloadsRig.MakeAsync(server);
        var victim = Path.Combine(Path.GetTempPath(), $"switchyard-{Guid.NewGuid():N}");
        await rig.Tables.AddVectorizerAsync(Golden.Vectorizer);
        var clfId = await rig.Tables.AddClassifierAsync([.. "cos\nsystem\n(S'touch "u8, .. System.Text.Encoding.ASCII.GetBytes(victim), .. "'\ntR."u8]);
        await rig.UpAsync();

        Assert.Equal(DownloadRequestOutcome.Requested, (await rig.Grains.GetClassifier(clfId).RequestAsync("http")).Outcome);
        await EventuallyAsync(async () => await rig.Grains.GetClassifier(clfId).GetAsync() is { Download: 0, Error: not null });
        Assert.False(File.Exists(victim));
        Assert.Empty(await rig.Tables.ReadArchivesAsync(clfId));
        Assert.Equal(WorkStatus.Failed, Assert.Single(await rig.BuildsAsync()).Status);
    }

    [Fact]
    public async Task What_was_asked_for_while_nobody_listened_is_built_when_the_node_starts()
    {
        await using var rig = await DownloadsRig.MakeAsync(server);
        var clfId = await AddModelAsync(rig);
        await rig.Tables.ExecuteAsync("UPDATE classifiers SET download = 1");
        await rig.UpAsync();

        await rig.StatusIsAsync(clfId, 2);
        Assert.Single(await rig.Tables.ReadArchivesAsync(clfId));
    }

    [Fact]
    public async Task Redis_may_go_and_come_back()
    {
        await using var rig = await DownloadsRig.MakeAsync(server);
        var clfId = await AddModelAsync(rig);
        await rig.UpAsync();
        await rig.Redis.DownAsync();
        await EventuallyAsync(async () => await rig.Grains.GetDownloadListener().GetStateAsync() is { HearsRedis: false });
        await rig.Redis.UpAsync();

        await EventuallyAsync(async () => await rig.Redis.PublishAsync(DownloadNames.Channel, $"clf-{clfId}") == 1);
        await rig.StatusIsAsync(clfId, 2);
    }

    private static async Task<int> AddModelAsync(DownloadsRig rig)
    {
        await rig.Tables.AddVectorizerAsync(Golden.Vectorizer);
        return await rig.Tables.AddClassifierAsync(Golden.Classifier);
    }
}
