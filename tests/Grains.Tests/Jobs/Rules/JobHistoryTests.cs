using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Work;

namespace Switchyard.Jobs.Rules;

public sealed class JobHistoryTests
{
    /// <summary>What is said of a job, under which lease number relative to the newest, and how many seconds after the step before.</summary>
    public sealed record Step(int Act, int LeaseOffset, int Seconds, JobStatus? Status, bool Describes, bool Logs);

    public static Arbitrary<Step[]> Histories() => Gen.ArrayOf(
        from act in Gen.Choose(0, 11)
        from offset in Gen.Frequency((6, Gen.Constant(0)), (1, Gen.Constant(-1)), (1, Gen.Constant(1)))
        from seconds in Gen.Choose(-2, 40)
        from status in Gen.Elements([.. Enum.GetValues<JobStatus>().Cast<JobStatus?>(), null])
        from describes in Gen.Elements(true, false)
        from logs in Gen.Elements(true, false)
        select new Step(act, offset, seconds, status, describes, logs)).ToArbitrary();

    [Property(MaxTest = 2000, Arbitrary = [typeof(JobHistoryTests)])]
    public void Row_stage_facets_and_target_agree_whatever_is_said_of_a_job(Step[] history)
    {
        var job = new Told(SampleJobs.Bump(SampleJobs.Update("A", "PENDING_RELEASE"), SampleJobs.Update("B", "DRAFT")));
        foreach (var step in history)
        {
            job.Hear(step);
            var view = JobRows.ViewOf(job.Row);

            Assert.Equal(job.Row.Status == WorkStatus.Running ? [view.Status] : [], StagesOf(job.Row));
            Assert.Equal(view.Status, JobBody.Deserialize(job.Row.Body).Stage);
            Assert.Equal(WorkStatusesOf(view.Status), WorkStatusesOf(view.Status).Union([job.Row.Status]));
            Assert.Equal(view.Status, job.Targets[JobNames.Datastore].Status);
            Assert.Equal(job.Row.Status == WorkStatus.Running, view.Worker is not null);
            Assert.Equal(job.Row.Status == WorkStatus.Running ? 1 : 0, job.Held.Values.Sum());
            Assert.All(job.Held.Values, held => Assert.InRange(held, 0, 1));
            Assert.Equal(view.Log.OrderBy(entry => entry.At), view.Log);
            Assert.DoesNotContain("B", job.Targets.Keys);
        }
    }

    [Property(MaxTest = 2000, Arbitrary = [typeof(JobHistoryTests)])]
    public void Only_a_reset_leaves_an_end_and_only_the_end_makes_released_targets(Step[] history)
    {
        var job = new Told(SampleJobs.Bump(SampleJobs.Update("A", "PENDING_RELEASE")));
        var wasCompleted = false;
        foreach (var step in history)
        {
            var before = job.Row;
            job.Hear(step);
            wasCompleted |= job.Row.Status == WorkStatus.Completed;

            Assert.True(!before.Status.IsTerminal() || ReferenceEquals(before, job.Row) || job.Row.Status == WorkStatus.Queued, "terminal is final");
            Assert.True(job.Row.LeaseNumber >= before.LeaseNumber);
            Assert.Equal(wasCompleted, job.Targets.ContainsKey("A"));
        }
    }

    [Property(MaxTest = 2000, Arbitrary = [typeof(JobHistoryTests)])]
    public void A_lease_that_runs_out_keeps_the_reports_of_others_away(Step[] history)
    {
        var job = new Told(SampleJobs.Add("A"));
        foreach (var step in history)
        {
            job.Hear(step);
            var answer = JobActs.Update(job.Row, new JobUpdate(step.Status), job.Now);

            Assert.Equal(
                job.Row.Status.IsTerminal() ? JobUpdateOutcome.Ended : job.Row.LeaseExpiresAt is null ? JobUpdateOutcome.Updated : JobUpdateOutcome.Leased,
                answer.Answer);
            Assert.Equal(answer.Answer == JobUpdateOutcome.Updated, answer.Write is not null);
        }
    }

    private static IEnumerable<JobStatus> StagesOf(WorkRow row) =>
        row.Facets.Where(facet => facet.Value == 1).Select(facet => JobWords.TryParse(facet.Key, out JobStatus? stage) ? stage.Value : default);

    private static WorkStatus[] WorkStatusesOf(JobStatus status) => status switch
    {
        JobStatus.Queued => [WorkStatus.Queued],
        JobStatus.Completed => [WorkStatus.Completed],
        JobStatus.Failed => [WorkStatus.Failed, WorkStatus.Cancelled, WorkStatus.TimedOut],
        _ => [WorkStatus.Running],
    };

    /// <summary>A job and what the store would know of its target and its workers.</summary>
    private sealed class Told
    {
        public Told(JobParameters parameters)
        {
            var write = JobRows.New(7, SampleJobs.Admission(parameters), Now);
            Row = write.New;
            Store(write);
        }

        public WorkRow Row { get; private set; }

        public DateTimeOffset Now { get; private set; } = SampleJobs.Start;

        public Dictionary<string, TargetView> Targets { get; } = [];

        public Dictionary<string, int> Held { get; } = [];

        public void Hear(Step step)
        {
            Now = Now.AddSeconds(step.Seconds);
            var lease = Row.LeaseNumber + step.LeaseOffset;
            var report = new JobUpdate(step.Status, step.Describes ? "new text" : null, step.Logs ? "a line" : null);
            var held = report with { Status = step.Status is { } stage && JobRows.IsHeld(stage) ? stage : null };
            var span = TimeSpan.FromSeconds(20);
            Store(step.Act switch
            {
                < 4 => JobActs.Update(Row, report, Now).Write,
                4 => JobActs.Claim(Row, "ann", span, Now).Write,
                5 => JobActs.Renew(Row, lease, span, held, Now).Write,
                6 => JobActs.Complete(Row, lease, report.Log, Now).Write,
                7 => JobActs.Fail(Row, lease, "broke", step.Logs, step.Describes ? span : null, Now).Write,
                8 => Follow(new WorkCommand.Expire()),
                9 => Follow(new WorkCommand.Cancel("enough")),
                10 => Follow(new WorkCommand.TimeOut("too long")),
                _ => Follow(new WorkCommand.Reset()),
            });
        }

        private WorkWrite? Follow(WorkCommand command)
        {
            var transition = Lifecycle.Apply(Row, command, Now);
            return ReferenceEquals(transition.Row, Row) ? null : JobTransitions.Follow(Row, transition, Now);
        }

        private void Store(WorkWrite? write)
        {
            if (write is null)
            {
                return;
            }

            Row = write.New;
            foreach (var record in write.Records.Where(record => record.Space == JobNames.Targets))
            {
                Targets[record.Key] = TargetRecords.Read(record.Data);
            }

            foreach (var worker in write.Workers)
            {
                Held[worker.Owner] = Held.GetValueOrDefault(worker.Owner) + worker.Held;
            }
        }
    }
}
