namespace Switchyard.Jobs;

public abstract partial class JobsConformance
{
    [Fact]
    public async Task Lists_are_oldest_first_by_all_conditions_and_page_after_page()
    {
        var ids = new List<long>();
        for (var number = 0; number < 12; number++)
        {
            ids.Add(await _rig.AdmitAsync(new((JobOperation)(1 + (number % 3)), $"T{number}")));
        }

        await _rig.PutAsync(ids[0], JobStatus.Completed);
        await _rig.PutAsync(ids[1], JobStatus.Failed);
        await _rig.Job(ids[2]).CancelAsync("no");
        await _rig.PutAsync(ids[3], JobStatus.Built);
        await _rig.PutAsync(ids[4], JobStatus.Importing);

        Assert.Equal(ids, await _rig.ListAsync(new JobFilter(), limit: 5));
        Assert.Equal(ids.Skip(3), await _rig.ListAsync(new JobFilter { IgnoreCompleted = true }, limit: 2));
        Assert.Equal([ids[1], ids[2]], await _rig.ListAsync(new JobFilter { Status = JobStatus.Failed }));
        Assert.Equal([ids[3]], await _rig.ListAsync(new JobFilter { Status = JobStatus.Built, IgnoreCompleted = true }));
        Assert.Equal([ids[6], ids[9]], await _rig.ListAsync(new JobFilter { Status = JobStatus.Queued, Operations = [(JobOperation)1] }));
        Assert.Equal([ids[4]], await _rig.ListAsync(new JobFilter { Target = "T4" }));
        Assert.Empty(await _rig.ListAsync(new JobFilter { Status = JobStatus.Completed, IgnoreCompleted = true }));
        Assert.Empty(await _rig.ListAsync(new JobFilter { Target = "nobody" }));
    }

    [Fact]
    public async Task A_targets_jobs_are_its_own_and_the_bumps_that_name_it_merged_by_age()
    {
        var ids = new List<long>();
        for (var round = 0; round < 4; round++)
        {
            ids.Add(await EndedAsync(SampleJobs.Add("A")));
            ids.Add(await EndedAsync(SampleJobs.Bump(SampleJobs.Update("A", "DRAFT"), SampleJobs.Update("DATASTORE", "DRAFT"))));
            await EndedAsync(SampleJobs.Add("B"));
        }

        ids.Add(await _rig.AdmitAsync(SampleJobs.Bump(SampleJobs.Update("A", "DRAFT"))));

        Assert.Equal(ids, await _rig.ListAsync(new JobFilter { Target = "A" }));
        Assert.Equal(ids, await _rig.ListAsync(new JobFilter { Target = "A" }, limit: 3));
        Assert.Equal(ids, await _rig.ListAsync(new JobFilter { Target = "A" }, limit: 1));
        Assert.Equal(ids.Where((_, place) => place % 2 == 1).Append(ids[^1]), await _rig.ListAsync(new JobFilter { Target = "DATASTORE" }, limit: 2));
        Assert.Equal([ids[^1]], await _rig.ListAsync(new JobFilter { Target = "A", IgnoreCompleted = true }, limit: 2));
        Assert.Equal(ids.Where((_, place) => place % 2 == 0).SkipLast(1), await _rig.ListAsync(new JobFilter { Target = "A", Operations = [JobOperation.Add] }, limit: 2));
    }

    [Fact]
    public async Task The_newest_may_come_first()
    {
        var (all, about) = (new List<long>(), new List<long>());
        for (var round = 0; round < 3; round++)
        {
            about.Add(await EndedAsync(SampleJobs.Add("A")));
            about.Add(await EndedAsync(SampleJobs.Bump(SampleJobs.Update("A", "DRAFT"))));
            all.AddRange([.. about.TakeLast(2), await EndedAsync(SampleJobs.Add("B"))]);
        }

        foreach (var limit in (int[])[1, 2, 1000])
        {
            Assert.Equal(all.Reverse<long>(), await _rig.ListAsync(new JobFilter { NewestFirst = true }, limit));
            Assert.Equal(about.Reverse<long>(), await _rig.ListAsync(new JobFilter { NewestFirst = true, Target = "A" }, limit));
        }
    }

    [Fact]
    public async Task Targets_are_listed_in_the_order_in_which_they_were_first_named()
    {
        foreach (var name in (string[])["C", "A", "B"])
        {
            await EndedAsync(SampleJobs.Add(name));
        }

        await EndedAsync(new(JobOperation.DeleteDraft, "C"));

        var names = new List<string>();
        for (long? after = 0; after is { } place;)
        {
            var page = await _rig.Grains.GetGrain<IJobQueriesGrain>(0).ListTargetsAsync(place, 2);
            names.AddRange(page.Targets.Select(target => $"{target.Name} {target.Action[0]}"));
            after = page.Next;
        }

        Assert.Equal(["C DELETE_DRAFT", "A ADD", "B ADD"], names);
        Assert.Null(await _rig.Grains.GetTarget("nobody").GetAsync());
    }

    private async Task<long> EndedAsync(JobParameters parameters)
    {
        var id = await _rig.AdmitAsync(parameters);
        await _rig.PutAsync(id, JobStatus.Completed);
        return id;
    }
}
