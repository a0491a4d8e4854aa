// Makes thumbnails of the images of a directory, as tasks. In two terminals, and as many workers as you like:
//   dotnet build samples/Thumbnails
//   dotnet run --no-build --project samples/Thumbnails -- work
//   dotnet run --no-build --project samples/Thumbnails -- submit DIRECTORY
// The node is at SWITCHYARD_URL (http://127.0.0.1:5000), with the API key, if there is one, in SWITCHYARD_API_KEY.
using Microsoft.Extensions.Hosting;
using Switchyard.Client;
using Switchyard.Client.Tasks;
using Switchyard.Thumbnails;

const string Queue = "thumbnails";
string[] kinds = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"];

switch (args)
{
    case ["work"]:
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddSwitchyardClient(Connect);
        builder.Services.AddSwitchyardWorker<Photo, Thumbnail>(Queue, (task, _) => Task.FromResult(Images.Shrink(task.Payload)));
        await builder.Build().RunAsync();
        return 0;

    case ["submit", var directory]:
        var options = new SwitchyardClientOptions();
        Connect(options);
        using (var client = new SwitchyardClient(options))
        {
            var photos = Directory.EnumerateFiles(Path.GetFullPath(directory))
                .Where(path => kinds.Contains(Path.GetExtension(path).ToLowerInvariant()) && !path.EndsWith(".thumbnail.jpg", StringComparison.Ordinal));
            // While one is active, the same image is not submitted again.
            var submitted = await client.Tasks.SubmitManyAsync(
                [.. photos.Select(path => NewTask.Of(Queue, new Photo(path, Width: 160)) with { Name = Path.GetFileName(path), UniqueKey = path[^Math.Min(path.Length, 200)..] })]);
            foreach (var task in submitted)
            {
                var done = task.Id is { } id ? await client.Tasks.WaitAsync(id) : null;
                Console.WriteLine(done?.ReadResult<Thumbnail>() is { } made
                    ? $"{made.Path}: {made.Width} x {made.Height}, {made.Bytes} bytes"
                    : $"{done?.Name ?? "refused"}: {done?.Error ?? task.Error?.Detail}");
            }
        }

        return 0;

    default:
        Console.Error.WriteLine("usage: Thumbnails work | submit DIRECTORY");
        return 2;
}

static void Connect(SwitchyardClientOptions options)
{
    options.Address = new(Environment.GetEnvironmentVariable("SWITCHYARD_URL") ?? "http://127.0.0.1:5000");
    options.ApiKey = Environment.GetEnvironmentVariable("SWITCHYARD_API_KEY") is { Length: > 0 } key ? key : null;
}
