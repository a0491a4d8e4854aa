using System.Net;
using System.Text;
using Switchyard.Chaos.Clients;
using Switchyard.Chaos.Findings;
using Switchyard.Servers;

namespace Switchyard.Chaos.Loads.Downloads;

/// <summary>Asks for the archive of one classifier again and again.</summary>
internal sealed class DownloadWorker(LoadContext context, ClusterClient client, RedisServer redis, TextStock texts, int clfId, FindingList findings)
{
    public const string Door = "downloads";

    /// <summary>The status of a classifier whose archive is to be built.</summary>
    public const int Asked = 1;

    private const string Channel = "dl_manager";
    private const int Available = 2;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>A message that nobody acted on by then counts as not heard.</summary>
    private static readonly TimeSpan Hearing = TimeSpan.FromSeconds(2);

    /// <summary>Texts in the newest archive that was fetched.</summary>
    public int Fetched { get; private set; }

    public int ClfId => clfId;

    /// <summary>Requests that were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    public int Unheard { get; private set; }

    /// <summary>Builds that failed, and were asked for anew.</summary>
    public int FailedBuilds { get; private set; }

    /// <summary>Over HTTP: answered when the request is durable.</summary>
    public async Task AskAsync()
    {
        var least = Fetched;
        do
        {
            var there = texts.There;
            var answer = await client.SendAsync(new Call(Door, HttpMethod.Post, "/downloads")
            {
                Content = () => new StringContent($"{{\"clfId\": {clfId}}}", Encoding.UTF8, "application/json"),
            });
            if (answer.Status != HttpStatusCode.Accepted)
            {
                findings.Wrong(Door, context.Time.GetTimestamp(), $"a request for {clfId} was answered {(int)answer.Status} {answer.Text}");
                return;
            }

            Acknowledged++;
            // A build that was under way has the texts of its own beginning.
            least = (bool)answer.Json["joined"]! ? least : Math.Max(least, there);
        }
        while (!await BuiltAsync());

        await FetchAsync(least);
    }

    /// <summary>As the application does: a message that is lost when nobody listens. A row that shows it is as good as an answer.</summary>
    public async Task PublishAsync()
    {
        await redis.PublishAsync(Channel, $"clf-{clfId}");
        var poll = new Poll(context.Time, LongestPause);
        for (var since = context.Time.GetTimestamp(); await texts.StatusAsync(clfId) != Asked; await poll.PauseAsync())
        {
            if (context.Time.GetElapsedTime(since) > Hearing)
            {
                Unheard++;
                return;
            }
        }

        Acknowledged++;
        if (await BuiltAsync())
        {
            await FetchAsync(Fetched);
        }
    }

    /// <returns>False: the build failed, and may be asked for again.</returns>
    private async Task<bool> BuiltAsync()
    {
        var since = context.Time.GetTimestamp();
        var poll = new Poll(context.Time, LongestPause);
        while (true)
        {
            var answer = await client.SendAsync(new Call(Door, HttpMethod.Get, $"/downloads/{clfId}/status"));
            switch (answer.IsOk ? (int)answer.Json["download"]! : -1)
            {
                case Available:
                    return true;
                case Asked:
                    await poll.PauseAsync();
                    break;
                case 0 when (string?)answer.Json["error"] is not null:
                    FailedBuilds++;
                    return false;
                case 0:
                    findings.Lost(Door, since, $"the request for {clfId} is forgotten: {answer.Text}");
                    return false;
                default:
                    findings.Lost(Door, since, $"the status of {clfId} is answered {(int)answer.Status} {answer.Text}");
                    return true;
            }
        }
    }

    private async Task FetchAsync(int least)
    {
        var at = context.Time.GetTimestamp();
        var answer = await client.SendAsync(new Call(Door, HttpMethod.Get, $"/downloads/{clfId}"));
        if (!answer.IsOk)
        {
            findings.Lost(Door, at, $"the archive of {clfId} is answered {(int)answer.Status} {answer.Text}");
            return;
        }

        Fetched = Math.Max(Fetched, Look(answer.Body, least, at, findings));
    }

    /// <summary>Finds what is wrong with an archive.</summary>
    /// <returns>How many texts it has.</returns>
    public int Look(byte[] archive, int least, long? at, FindingList into)
    {
        try
        {
            var count = TextArchive.Count(archive, clfId);
            if (count < least || count > texts.Begun)
            {
                into.Wrong(Door, at, $"the archive of {clfId} has {count} texts, of at least {least} and at most {texts.Begun}");
            }

            return count;
        }
        catch (InvalidDataException broken)
        {
            into.Wrong(Door, at, $"the archive of {clfId} ({archive.Length} bytes): {broken.Message}");
            return least;
        }
    }
}
