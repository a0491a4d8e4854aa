using System.Net;
using System.Text;
using Switchyard.Chaos.Clients;
using Switchyard.Chaos.Findings;

namespace Switchyard.Chaos.Loads.Expertise;

/// <summary>One chair: submits a job, polls it to its end, fetches its scores.</summary>
internal sealed class ExpertiseWorker(LoadContext context, ClusterClient client, int chair, FindingList findings)
{
    public const string Door = "expertise";

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);

    private readonly (string Name, string Value)[] _headers = [("Authorization", $"Bearer {Conference.TokenOf(chair)}")];

    /// <returns>Null when there is no job, which is found.</returns>
    public async Task<ExpertiseJob?> SubmitAsync(string name, bool isSeeds)
    {
        var body = (isSeeds ? Conference.Seed(name) : Conference.Newest(name)).ToJsonString();
        var answer = await client.SendAsync(new Call(Door, HttpMethod.Post, "/expertise")
        {
            Headers = _headers,
            Content = () => new StringContent(body, Encoding.UTF8, "application/json"),
        });
        var id = answer switch
        {
            { IsOk: true } => (string?)answer.Json[isSeeds ? "job_id" : "jobId"],
            // An earlier copy of the request made it.
            { Status: HttpStatusCode.Conflict, IsRepeated: true } when !isSeeds => await FindAsync(name),
            _ => null,
        };
        if (id is null)
        {
            findings.Wrong(Door, context.Time.GetTimestamp(), $"a request for {name} was answered {(int)answer.Status} {answer.Text}");
        }

        return id is null ? null : new(id, chair, isSeeds, context.Time.GetTimestamp());
    }

    /// <returns>Whether it completed.</returns>
    public async Task<bool> EndAsync(ExpertiseJob job)
    {
        var poll = new Poll(context.Time, LongestPause);
        while (true)
        {
            var answer = await GetAsync($"/expertise/status?jobId={job.Id}");
            if (!answer.IsOk)
            {
                findings.Lost(Door, job.At, $"{job}: its status is answered {(int)answer.Status} {answer.Text}");
                return false;
            }

            switch ((string?)answer.Json["status"])
            {
                case "Completed":
                    return true;
                case "Error" or "Data Error":
                    findings.Wrong(Door, job.At, $"{job} ended {answer.Json["status"]}: {answer.Json["description"]}");
                    return false;
                default:
                    await poll.PauseAsync();
                    break;
            }
        }
    }

    /// <summary>The scores, a line for each pair, in an order of their own; null when there are none, which is found.</summary>
    public async Task<string?> FetchAsync(ExpertiseJob job)
    {
        var answer = await GetAsync($"/expertise/results?{(job.IsSeeds ? "job_id" : "jobId")}={job.Id}");
        if (answer.IsOk)
        {
            return string.Join('\n', answer.Json["results"]!.AsArray().Select(row => row!.ToJsonString()).Order(StringComparer.Ordinal));
        }

        findings.Lost(Door, job.At, $"{job}: its scores are answered {(int)answer.Status} {answer.Text}");
        return null;
    }

    private async Task<string?> FindAsync(string name)
    {
        var jobs = (await GetAsync("/expertise/status/all")).Json["results"]!.AsArray();
        return (string?)jobs.FirstOrDefault(job => (string?)job!["name"] == name)?["jobId"];
    }

    private Task<Answer> GetAsync(string path) => client.SendAsync(new Call(Door, HttpMethod.Get, path) { Headers = _headers });
}
