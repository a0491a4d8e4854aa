// Takes jobs from Switchyard, works on them and reports.
// usage: dotnet run samples/jobs/worker.cs [url of Switchyard [operation ...]]
// to start several at once, dotnet build it first and run each with --no-build
// with the API key, if there is one, in SWITCHYARD_API_KEY and the seconds of its leases in SWITCHYARD_LEASE
#:property PublishAot=false
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;

var url = (args.Length > 0 ? args[0] : "http://127.0.0.1:5000").TrimEnd('/') + "/api/v1/jobs/";
using var http = new HttpClient { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(1) };
http.DefaultRequestHeaders.Add("Prefer", "wait=20");
http.DefaultRequestHeaders.Add("X-API-Key", Environment.GetEnvironmentVariable("SWITCHYARD_API_KEY") ?? "");
var lease = TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("SWITCHYARD_LEASE") ?? "60", CultureInfo.InvariantCulture));

using var stop = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
var me = new JsonObject
{
    ["worker"] = $"{Environment.MachineName} {Environment.ProcessId}",
    ["operations"] = new JsonArray([.. args.Skip(1).Select(operation => JsonValue.Create(operation))]),
    ["lease"] = lease.ToString(),
};
while (!stop.IsCancellationRequested)
{
    var claimed = await PostAsync("claim", me, stop.Token);
    foreach (var job in claimed?["items"]?.AsArray() ?? [])
    {
        await RunAsync(job!);
    }

    if ((bool?)claimed?["paused"] == true)
    {
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, CancellationToken.None);
    }
}

// The work goes here. It tells how far it is, and ends when the token says that the job is no longer its own.
static async Task WorkAsync(JsonNode job, Func<JsonObject, Task> report, CancellationToken ended)
{
    foreach (var stage in (string[])["validating", "transforming", "importing"])
    {
        await report(new() { ["status"] = stage, ["log"] = $"{stage} {job["parameters"]!["target"]}" });
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, ended);
    }
}

async Task RunAsync(JsonNode job)
{
    using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
    RefusedException? lost = null;
    var keeping = KeepAsync();
    try
    {
        await WorkAsync(job, RenewAsync, ended.Token);
        await SayAsync("complete", []);
        Console.WriteLine($"{job["jobId"]} completed");
    }
    catch (RefusedException refused)
    {
        Console.WriteLine($"{job["jobId"]} is no longer ours: {refused.Message}");
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        await SayLastAsync(new() { ["error"] = "The worker was stopped.", ["retry"] = true });
    }
    catch (OperationCanceledException) when (lost is not null)
    {
        Console.WriteLine($"{job["jobId"]} is no longer ours: {lost.Message}");
    }
    catch (Exception exception)
    {
        await SayLastAsync(new() { ["error"] = exception.Message });
    }
    finally
    {
        await ended.CancelAsync();
        await keeping;
    }

    Task RenewAsync(JsonObject progress)
    {
        progress["lease"] = lease.ToString();
        return SayAsync("renew", progress);
    }

    async Task KeepAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(lease / 3, TimeProvider.System);
            while (await timer.WaitForNextTickAsync(ended.Token))
            {
                await RenewAsync([]);
            }
        }
        catch (OperationCanceledException)
        {
            // The work has ended.
        }
        catch (RefusedException refused)
        {
            lost = refused;
            await ended.CancelAsync();
        }
    }

    Task SayAsync(string act, JsonObject what)
    {
        what["leaseNumber"] = (long)job["leaseNumber"]!;
        return PostAsync($"{job["jobId"]}/{act}", what, CancellationToken.None);
    }

    async Task SayLastAsync(JsonObject what)
    {
        try
        {
            await SayAsync("fail", what);
        }
        catch (RefusedException refused)
        {
            Console.WriteLine($"{job["jobId"]} is no longer ours: {refused.Message}");
        }
    }
}

// Said until the server answers, or once more when the worker has to stop. When only an answer was lost, it is said twice:
// a line is in the log twice then, a job that was given back is a 409, a claimed one comes again after its lease.
async Task<JsonNode?> PostAsync(string path, JsonObject body, CancellationToken cancellation)
{
    while (true)
    {
        try
        {
            using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content, cancellation);
            var text = await answer.Content.ReadAsStringAsync(cancellation);
            if (answer.StatusCode < HttpStatusCode.InternalServerError)
            {
                return !answer.IsSuccessStatusCode ? throw new RefusedException($"{(int)answer.StatusCode} {text}") : text.Length > 0 ? JsonNode.Parse(text) : null;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            // The server is away; the lease outlives a short absence.
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        if (stop.IsCancellationRequested)
        {
            throw new RefusedException("the server does not answer");
        }

        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, CancellationToken.None);
    }
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}

// Most of all 409: the lease ran out and another worker has the job, or somebody cancelled it.
file sealed class RefusedException(string message) : Exception(message);
