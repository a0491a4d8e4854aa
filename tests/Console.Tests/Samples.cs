using Switchyard.Tables;
using Switchyard.Work;

namespace Switchyard.OperatorConsole;

/// <summary>A campaign in full swing.</summary>
public static class Samples
{
    /// <summary>What a hostile client might call itself, or report.</summary>
    public const string Hostile = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";

    public static void Fill(CampaignState state, DateTimeOffset now)
    {
        state.Statistics = new CampaignStatistics
        {
            Tables = 12_480,
            Unfinished = 3_912,
            Running = 24,
            Results = 8_391,
            Errors = 177,
            MeanResultTime = TimeSpan.FromSeconds(94),
            MeanErrorTime = TimeSpan.FromSeconds(12),
            Remaining = new TimeSpan(4, 15, 20),
            Clients = new ClientCounts(22, 24, 24, 31),
            Cea = new Coverage(412_020, 600_112),
            Cta = new Coverage(18_003, 24_961),
            Cpa = new Coverage(0, 0),
            HasResults = true,
            HasErrors = true,
            HasEvaluation = true,
        };
        state.Queue = new QueueStatus(
            "tables", 3_888, 24, new Dictionary<string, long> { ["completed"] = 8_391 }, now - TimeSpan.FromHours(5), null);
        state.Import = new ImportProgress
        {
            Phase = ImportPhase.Finished,
            StartedAt = now - TimeSpan.FromHours(5),
            FinishedAt = now - TimeSpan.FromHours(5) + TimeSpan.FromSeconds(41),
            TablesFound = 12_480,
            TablesStored = 12_479,
            TablesKnown = 1,
            TablesUnreadable = 2,
            TargetsRead = 625_073,
            ProblemCount = 2,
            Problems =
            [
                new ImportProblem("targets/cea_targets.csv", 4_711, "expected 3 columns, found 2"),
                new ImportProblem("tables/" + Hostile + ".csv", 0, "the file is not UTF-8"),
            ],
        };
        state.Rates =
        [
            .. Enumerable.Range(0, 300).SelectMany(ago => new[]
            {
                new RatePoint(Minute(now, ago), "completed", 22 + (long)(8 * Math.Sin(ago / 9.0))),
                new RatePoint(Minute(now, ago), "failed", ago % 7 == 0 ? 3 : 1),
            }),
        ];
        state.Workers = [.. Enumerable.Range(1, 8).Select(n => new WorkerView($"solver-{n:00}", now - TimeSpan.FromHours(5), now - TimeSpan.FromSeconds(n * 3), 3, 1_000 + n, n, n / 3))];
        state.Missing =
        [
            new MissingMappings(AnnotationTask.Cea, ["0A2WQ3CX"], [new PartlyMapped("0BZK1R77", 40, 31), new PartlyMapped("1QX6LL0P", 24, 20)]),
            new MissingMappings(AnnotationTask.Cta, [], [new PartlyMapped("0BZK1R77", 3, 1)]),
            new MissingMappings(AnnotationTask.Cpa, [], []),
        ];
        state.Audit =
        [
            new AuditSum("CEA", "creation", "generic lookup", 212_004),
            new AuditSum("CEA", "selection", "stringSimilarity", 140_512),
            new AuditSum("CEA", "selection", "colSimilarity", 59_504),
            new AuditSum("CTA", "creation", "default", 18_003),
            new AuditSum("CTA", "selection", "directParents", 12_210),
        ];
        state.Evaluation = [Evaluation(AnnotationTask.Cea, 379_411), Evaluation(AnnotationTask.Cta, 15_212), Evaluation(AnnotationTask.Cpa, 0)];
        state.Analysis =
        [
            new TaskAnalysis(
                AnnotationTask.Cea,
                [new TableAnalysis("0BZK1R77", new Dictionary<string, CandidateCounts> { ["lookup"] = new(4, 30, 6, 40), ["filter"] = new(6, 29, 5, 40) })],
                new Dictionary<string, CandidateCounts> { ["lookup"] = new(40, 300, 60, 400), ["filter"] = new(60, 290, 50, 400) }),
            new TaskAnalysis(AnnotationTask.Cta, [], new Dictionary<string, CandidateCounts>()),
            new TaskAnalysis(AnnotationTask.Cpa, [], new Dictionary<string, CandidateCounts>()),
        ];
    }

    /// <summary>A table that came back once with an error and once with a result.</summary>
    public static TestTable Returned(long id, string name)
    {
        var start = CampaignState.Start;
        var table = TestTable.Named(id, name, WorkStatus.Completed);
        return table with
        {
            Item = table.Item with
            {
                Attempt = 2,
                LeaseNumber = 2,
                StartedAt = start + TimeSpan.FromMinutes(8),
                FinishedAt = start + TimeSpan.FromMinutes(10),
                Facets = new Dictionary<string, long>
                {
                    ["assigned"] = 2, ["results"] = 1, ["errors"] = 1, ["ceaMapped"] = 3, ["cea"] = 4, ["ceaMissing"] = 1,
                    ["ctaMapped"] = 1, ["cta"] = 1, ["ctaMissing"] = 0, ["resultMs"] = 120_000, ["unreadable"] = 1,
                },
            },
            Mappings =
            [
                new Mapping(AnnotationTask.Cea, new Annotation(1, 0, "Q64"), 2),
                new Mapping(AnnotationTask.Cea, new Annotation(1, 1, "Q183"), 0),
                new Mapping(AnnotationTask.Cea, new Annotation(2, 0, Hostile), 2),
                new Mapping(AnnotationTask.Cea, new Annotation(2, 1, null), null),
                new Mapping(AnnotationTask.Cta, new Annotation(0, 0, "Q515"), 2),
            ],
            Assignments =
            [
                new Assignment(1, "solver-01", start, start + TimeSpan.FromHours(1), start + TimeSpan.FromMinutes(5), null, "e1.txt", false),
                new Assignment(2, Hostile, start + TimeSpan.FromMinutes(8), start + TimeSpan.FromMinutes(68), start + TimeSpan.FromMinutes(10), "r2.json", null, false),
            ],
            Attempts =
            [
                new AttemptView(1, "solver-01", start, start + TimeSpan.FromMinutes(5), AttemptOutcome.Failed, "lookup timed out"),
                new AttemptView(2, Hostile, start + TimeSpan.FromMinutes(8), start + TimeSpan.FromMinutes(10), AttemptOutcome.Completed, null),
            ],
            Errors = new Dictionary<long, string> { [1] = "Traceback:\n  " + Hostile },
        };
    }

    private static TaskEvaluation Evaluation(AnnotationTask task, long correct) => new(task, 3, 3_912, 12, 21_004, correct, 11_605);

    private static DateTimeOffset Minute(DateTimeOffset now, int ago) =>
        new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute) - (ago * TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
