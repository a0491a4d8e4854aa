using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Client;

// A worker in a process of its own, which says what it begins: what a test of lost workers kills. Its handler takes as long as
// the payload says, in milliseconds. Usage: ClientWorker ADDRESS QUEUE CONCURRENCY LEASE-SECONDS
if (args is not [var address, var queue, var concurrency, var lease])
{
    throw new ArgumentException("Usage: ClientWorker ADDRESS QUEUE CONCURRENCY LEASE-SECONDS");
}

// One line, one write to the pipe: nothing is left in a buffer when the kill comes.
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
var gate = new Lock();
var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSwitchyardClient(options => options.Address = new(address));
builder.Services.AddSwitchyardWorker<double, string>(
    queue,
    async (task, cancellationToken) =>
    {
        lock (gate)
        {
            output.WriteLine(task.Id);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(task.Payload), TimeProvider.System, cancellationToken);
        return $"{Environment.ProcessId}";
    },
    options =>
    {
        options.Concurrency = int.Parse(concurrency, System.Globalization.CultureInfo.InvariantCulture);
        options.Lease = TimeSpan.FromSeconds(double.Parse(lease, System.Globalization.CultureInfo.InvariantCulture));
    });
await builder.Build().RunAsync();
