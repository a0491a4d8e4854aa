using System.Globalization;
using System.Net;
using Switchyard.Chaos.Clients;

namespace Switchyard.Chaos.Loads.Jobs;

/// <summary>A worker of the protocol by leases; now and then it is slower than its lease is long, or fails.</summary>
internal sealed class JobWorker(string name, LoadContext context, Random random, Action<string> isOdd)
{
    private const string Door = "jobs";
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    private readonly ClusterClient _client = context.NewClient();

    /// <returns>The jobs that the worker has now, and when it heard so.</returns>
    public async Task<IReadOnlyList<(long Id, long Lease, long HeardAt)>> ClaimAsync()
    {
        var answer = await _client.SendAsync(new(Door, HttpMethod.Post, "/api/v1/jobs/claim")
        {
            Content = () => JsonBody.Of($$"""{"worker":"{{name}}","operations":["ADD"],"lease":"{{context.LeaseTime}}","max":{{random.Next(1, 12)}}}"""),
            Headers = [("Prefer", $"wait={Wait.TotalSeconds}")],
            Held = Wait,
        });
        if (!answer.IsOk)
        {
            isOdd($"A claim was answered with {answer.Status}: {answer.Text}");
            return [];
        }

        var now = context.Time.GetTimestamp();
        return
        [
            .. answer.Json["items"]!.AsArray().Select(item =>
                (long.Parse((string)item!["jobId"]!, CultureInfo.InvariantCulture), (long)item["leaseNumber"]!, now)),
        ];
    }

    /// <summary>Does the work, and says so.</summary>
    /// <returns>As what the job ended, and when that was said first; null when it did not, or not by this worker.</returns>
    public async Task<(string Status, long SentAt)?> WorkAsync(long id, long lease)
    {
        var luck = random.Next(1000);
        if (luck < 1)
        {
            await Task.Delay(context.LeaseTime * 1.3, context.Time);
        }
        else if (luck < 50)
        {
            await ActAsync(id, "renew", $$"""{"leaseNumber":{{lease}},"lease":"{{context.LeaseTime}}"}""");
        }

        var sentAt = context.Time.GetTimestamp();
        var (act, body, status) = luck switch
        {
            >= 980 => ("fail", $$"""{"leaseNumber":{{lease}},"error":"not this time","retry":true}""", null),
            >= 960 => ("fail", $$"""{"leaseNumber":{{lease}},"error":"never"}""", "failed"),
            _ => ("complete", $$"""{"leaseNumber":{{lease}}}""", "completed"),
        };
        return await ActAsync(id, act, body) && status is not null ? (status, sentAt) : null;
    }

    /// <returns>False: the lease was over.</returns>
    private async Task<bool> ActAsync(long id, string act, string body)
    {
        var answer = await _client.SendAsync(new(Door, HttpMethod.Post, $"/api/v1/jobs/{id}/{act}") { Content = () => JsonBody.Of(body) });
        if (!answer.IsOk && answer.Status != HttpStatusCode.Conflict)
        {
            isOdd($"To {act} job {id} was answered with {answer.Status}: {answer.Text}");
        }

        return answer.IsOk;
    }
}
