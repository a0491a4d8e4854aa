using System.Text;
using Switchyard.Compute;
using Switchyard.Compute.Runs;
using Switchyard.Expertise.Rules;
using Switchyard.Servers;
using Switchyard.Work;
using static Switchyard.Compute.ComputeRig;

namespace Switchyard.Expertise;

public abstract class ExpertiseConformance
{
    /// <summary>Waits until somebody makes the file <c>go</c> beside the runs, then copies what it was given.</summary>
    private static readonly ServiceOptions Slow = new()
    {
        Name = "slow",
        Command = ["/bin/sh", "-c", "echo 'It scores.'; while [ ! -e ../go ]; do sleep 0.05; done; printf 's1,~A_A1,0.5\\ns1,~B_B1,0.25\\ns2,~A_A1,0.75\\n' > out/scores.csv"],
    };

    /// <returns>The connection string of an empty PostgreSQL database; null: SQLite.</returns>
    protected abstract Task<string?> MakeDatabaseAsync();

    [Fact]
    public async Task A_job_goes_through_its_steps_under_one_id()
    {
        await using var rig = await StartAsync();
        var id = await rig.SubmitAsync(await rig.SubmissionAsync(sparse: 1));

        var job = await rig.ScoresOfAsync(id);
        Assert.Equal((StepStatus.Completed, StepStatus.Completed, "bm25"), (job.Dataset, job.Scoring, job.Model));
        var files = await rig.FilesOfAsync(job.ScoresBlob!);
        Assert.Equal("s1,~A_A1,1.0\ns1,~B_B1,0.0\ns1,~C_C1,0.0\ns2,~A_A1,0.0\ns2,~B_B1,1.0\ns2,~C_C1,0.0\n", Sorted(files["scores.csv"]));
        Assert.Equal("s1,~A_A1,1.0\ns1,~C_C1,0.0\ns2,~B_B1,1.0\n", Sorted(files["sparse.csv"]));
        Assert.Contains("\"submission_count\"", files["metadata.json"], StringComparison.Ordinal);
        Assert.Equal([1L, 2], (await rig.Store.ReadAttemptsAsync(id, TestContext.Current.CancellationToken)).Select(attempt => attempt.LeaseNumber));
        var page = await rig.Grains.GetExpertiseJobs().ListAsync(ExpertiseRig.Ann, 0, 10);
        Assert.Equal([id], page.Jobs.Select(other => other.Item.Id));
        Assert.Empty((await rig.Grains.GetExpertiseJobs().ListAsync("~Bob_User1", 0, 10)).Jobs);
        Assert.Equal([id], (await rig.Grains.GetExpertiseJobs().ListAsync(null, 0, 10)).Jobs.Select(other => other.Item.Id));
    }

    /// <summary>The upkeep of blobs removes what no artifact names.</summary>
    [Fact]
    public async Task Every_blob_of_a_job_is_named_by_an_artifact()
    {
        await using var rig = await StartAsync(Slow);
        Go(rig);
        var submission = await rig.SubmissionAsync("slow", sparse: 1);
        var id = await rig.SubmitAsync(submission);
        await rig.ScoresOfAsync(id);

        var body = ExpertiseRows.BodyOf((await rig.Store.ReadAsync(id, TestContext.Current.CancellationToken))!);
        Assert.Equal(3, body.Results.Count);
        string[] blobs = [.. submission.Files.Values.Select(file => file.Blob), .. body.Results.Select(result => result.Blob!)];
        Assert.Equal(blobs.Order(), (await rig.Store.FindArtifactBlobsAsync(blobs, TestContext.Current.CancellationToken)).Order());
    }

    [Fact]
    public async Task A_dataset_never_waits_for_a_slot_of_scoring_and_scoring_waits_for_its_turn()
    {
        await using var rig = await StartAsync(Slow);
        var first = await rig.SubmitAsync(await rig.SubmissionAsync("slow"));
        await rig.UntilAsync(first, job => job.Scoring == StepStatus.Running);
        var second = await rig.SubmitAsync(await rig.SubmissionAsync("slow"));

        var blocked = await rig.UntilAsync(second, job => job.Dataset == StepStatus.Completed);
        Assert.Equal((StepStatus.Queued, WorkStatus.Queued), (blocked.Scoring, blocked.Item.Status));
        Assert.Equal(StepStatus.Running, (await rig.LookAsync(first)).Scoring);
        Go(rig);
        await rig.ScoresOfAsync(first);
        await rig.ScoresOfAsync(second);
    }

    [Fact]
    public async Task A_step_that_fails_says_why_and_keeps_nothing_waiting()
    {
        await using var rig = await StartAsync();
        var wrong = await rig.SubmitAsync(await rig.SubmissionAsync(expertise: "~A_A1,p1\n"));
        var right = await rig.SubmitAsync(await rig.SubmissionAsync());

        var failed = await rig.EndOfAsync(wrong);
        Assert.Equal((StepStatus.Failed, StepStatus.Blocked, true), (failed.Dataset, failed.Scoring, failed.IsDataError));
        Assert.Contains("csv_expertise", failed.Error, StringComparison.Ordinal);
        await rig.ScoresOfAsync(right);
        Assert.Equal(ActOutcome.Accepted, await rig.Grains.GetExpertiseJob(wrong).DeleteAsync());
        Assert.Null(await rig.Grains.GetExpertiseJob(wrong).LookAsync());
        Assert.Equal([right], (await rig.Grains.GetExpertiseJobs().ListAsync(ExpertiseRig.Ann, 0, 10)).Jobs.Select(other => other.Item.Id));
    }

    [Fact]
    public async Task What_waits_and_what_runs_can_be_cancelled_and_the_queue_goes_on()
    {
        await using var rig = await StartAsync(Slow);
        var running = await rig.SubmitAsync(await rig.SubmissionAsync("slow"));
        await rig.UntilAsync(running, job => job.Scoring == StepStatus.Running);
        var waiting = await rig.SubmitAsync(await rig.SubmissionAsync("slow"));
        var last = await rig.SubmitAsync(await rig.SubmissionAsync("slow"));
        await rig.UntilAsync(waiting, job => job.Scoring == StepStatus.Queued);

        Assert.Equal(ActOutcome.Accepted, await rig.Grains.GetExpertiseJob(waiting).CancelAsync("enough"));
        Assert.Equal(ActOutcome.Accepted, await rig.Grains.GetExpertiseJob(running).CancelAsync("enough"));
        Assert.Equal((StepStatus.Completed, StepStatus.Cancelled), Steps(await rig.LookAsync(waiting)));
        Assert.Equal((StepStatus.Completed, StepStatus.Cancelled), Steps(await rig.LookAsync(running)));
        Go(rig);
        await rig.ScoresOfAsync(last);
        Assert.Equal(ActOutcome.Conflict, await rig.Grains.GetExpertiseJob(last).CancelAsync("late"));
    }

    [Fact]
    public async Task The_jobs_own_time_limit_ends_a_step()
    {
        await using var rig = await StartAsync(Slow);
        var id = await rig.SubmitAsync(await rig.SubmissionAsync("slow") with { Timeout = TimeSpan.FromSeconds(3) });

        var job = await rig.EndOfAsync(id);
        Assert.Equal((StepStatus.Completed, StepStatus.TimedOut), Steps(job));
        Assert.Empty(Directory.EnumerateDirectories(rig.Runs));
    }

    [Fact]
    public async Task Scoring_whose_process_is_killed_is_never_completed()
    {
        await using var rig = await StartAsync(Slow);
        var id = await rig.SubmitAsync(await rig.SubmissionAsync("slow"));
        await EventuallyAsync(async () => (await rig.Grains.GetExpertiseJob(id).GetRunAsync())?.Log?.Contains("It scores.", StringComparison.Ordinal) == true);
        foreach (var process in LinuxProcess.FindAll().Where(process => process.WorksIn(rig.Runs)))
        {
            process.Signal(LinuxProcess.Kill);
        }

        var job = await rig.EndOfAsync(id);
        Assert.Equal((StepStatus.Completed, StepStatus.Failed), Steps(job));
        Assert.Null(job.ScoresBlob);
    }

    [Fact]
    public async Task After_a_restart_what_ran_is_a_new_attempt_of_its_step_and_ids_go_on()
    {
        await using var rig = await StartAsync(Slow);
        var running = await rig.SubmitAsync(await rig.SubmissionAsync("slow"));
        await rig.UntilAsync(running, job => job.Scoring == StepStatus.Running);
        var waiting = await rig.SubmitAsync(await rig.SubmissionAsync("slow"));
        await rig.UntilAsync(waiting, job => job.Scoring == StepStatus.Queued);

        await rig.DownAsync();
        await rig.UpAsync();
        Go(rig);
        await rig.ScoresOfAsync(running);
        await rig.ScoresOfAsync(waiting);
        var attempts = await rig.Store.ReadAttemptsAsync(running, TestContext.Current.CancellationToken);
        Assert.Equal([AttemptOutcome.Completed, AttemptOutcome.Released, AttemptOutcome.Completed], attempts.Select(attempt => attempt.Outcome));
        Assert.True(await rig.SubmitAsync(await rig.SubmissionAsync("slow")) > waiting);
    }

    [Fact]
    public async Task The_token_is_encrypted_and_gone_with_the_datasets_step()
    {
        await using var rig = await StartAsync();
        var queue = rig.Grains.GetGrain<IQueueGrain>(ExpertiseNames.DatasetQueue);
        await queue.PauseAsync("ann", "look");
        var id = await rig.SubmitAsync(await rig.SubmissionAsync() with { Token = new("s3cret-token") });

        var kept = ExpertiseRows.BodyOf((await rig.Store.ReadAsync(id, TestContext.Current.CancellationToken))!);
        Assert.NotNull(kept.Token);
        Assert.DoesNotContain("s3cret", Encoding.Latin1.GetString(kept.Serialize()), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", Encoding.Latin1.GetString(kept.Token), StringComparison.Ordinal);
        await queue.ResumeAsync("ann");
        await rig.UntilAsync(id, job => job.Dataset == StepStatus.Completed);
        Assert.Null(ExpertiseRows.BodyOf((await rig.Store.ReadAsync(id, TestContext.Current.CancellationToken))!).Token);
        await rig.ScoresOfAsync(id);
        Assert.Equal(ActOutcome.Accepted, await rig.Grains.GetExpertiseJob(id).ResetAsync());
        await rig.ScoresOfAsync(id);
    }

    [Fact]
    public async Task A_commands_scores_are_made_sparse_in_a_step_of_their_own()
    {
        await using var rig = await StartAsync(Slow);
        Go(rig);
        var job = await rig.ScoresOfAsync(await rig.SubmitAsync(await rig.SubmissionAsync("slow", sparse: 1)));

        var files = await rig.FilesOfAsync(job.ScoresBlob!);
        Assert.Equal("s1,~A_A1,0.5\ns1,~B_B1,0.25\ns2,~A_A1,0.75\n", Sorted(files["scores.csv"]));
        Assert.Equal("s1,~A_A1,0.5\ns1,~B_B1,0.25\ns2,~A_A1,0.75\n", Sorted(files["sparse.csv"]));
        Assert.Contains("metadata.json", files.Keys);
        Assert.Equal(3, job.Item.LeaseNumber);
    }

    [Fact]
    public async Task Scores_are_forgotten_with_their_files_and_the_job_stays()
    {
        await using var rig = await StartAsync();
        var id = await rig.SubmitAsync(await rig.SubmissionAsync());
        var blob = (await rig.ScoresOfAsync(id)).ScoresBlob!;

        await rig.Grains.GetExpertiseJob(id).ForgetScoresAsync();
        Assert.False(await rig.HasBlobAsync(blob));
        var job = await rig.LookAsync(id);
        Assert.Equal((StepStatus.Completed, null), (job.Scoring, job.ScoresBlob));
        Assert.Equal(ActOutcome.Conflict, await rig.Grains.GetExpertiseJob(id).ResetAsync());
    }

    [Fact]
    public async Task Of_two_jobs_of_one_key_the_second_waits_outside()
    {
        await using var rig = await StartAsync(Slow);
        var submission = await rig.SubmissionAsync("slow") with { DuplicateKey = "key" };
        var id = await rig.SubmitAsync(submission);

        Assert.Equal(new(null, ExpertiseRefusal.Duplicate), await rig.Grains.GetExpertiseJobs().SubmitAsync(submission));
        Go(rig);
        await rig.ScoresOfAsync(id);
        await rig.SubmitAsync(await rig.SubmissionAsync("slow") with { DuplicateKey = "key" });
        Assert.Equal(ExpertiseRefusal.NoSource, (await rig.Grains.GetExpertiseJobs().SubmitAsync(submission with { Model = "dataset" })).Refusal);
    }

    private static void Go(ExpertiseRig rig) => File.WriteAllText(Path.Combine(rig.Runs, "go"), "");

    private static (StepStatus Dataset, StepStatus Scoring) Steps(ExpertiseView job) => (job.Dataset, job.Scoring);

    private static string Sorted(string lines) => string.Concat(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).Select(line => line + "\n"));

    private async Task<ExpertiseRig> StartAsync(params ServiceOptions[] services) =>
        await new ExpertiseRig(await MakeDatabaseAsync()) { Services = new() { Commands = services } }.UpAsync();
}

public sealed class ExpertiseOnSqliteTests : ExpertiseConformance
{
    protected override Task<string?> MakeDatabaseAsync() => Task.FromResult<string?>(null);
}

public sealed class ExpertiseOnPostgresTests(SharedPostgres server) : ExpertiseConformance
{
    protected override async Task<string?> MakeDatabaseAsync() => await server.CreateDatabaseAsync();
}
