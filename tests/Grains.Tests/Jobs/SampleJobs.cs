using Switchyard.Jobs.Rules;
using Switchyard.Work;

namespace Switchyard.Jobs;

internal static class SampleJobs
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly JobUser Ann = new("1234", "Ann", "Ås");

    public static Admission Admission(JobParameters parameters, string token = "token", string? key = null) =>
        new(parameters, Ann, token, key);

    public static JobParameters Add(string target) => new(JobOperation.Add, target);

    public static JobParameters Bump(params DataStructureUpdate[] updates) => new(
        JobOperation.Bump,
        JobNames.Datastore,
        new BumpManifesto("4.0.0", "spring", 1_700_000_000, "no", null, updates),
        "spring release",
        BumpFromVersion: "3.0.0",
        BumpToVersion: "4.0.0");

    public static DataStructureUpdate Update(string name, string releaseStatus) => new(name, "", "ADD", releaseStatus);

    public static WorkRow Row(JobParameters parameters, long id = 7) =>
        JobRows.New(id, Admission(parameters), Start).New with { Version = 1 };
}
