using System.Globalization;
using Switchyard.Compute.Services.Inputs;

namespace Switchyard.Compute.Services.BuiltIn;

/// <summary>The original's example of long work: waits, and gives its <c>main.json</c> back.</summary>
public sealed class Dummy(DummyOptions options, TimeProvider time) : IService
{
    public string Name => BuiltInServices.Dummy;

    public string Description { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"This Service does nothing but waiting for {options.Seconds} secs, but expects a choice between Bayern, Real and Barcelona as an input.");

    public IReadOnlyList<ServiceInput> Inputs { get; } =
        [new SingleChoiceInput("dummyinput", ["Bayern", "Real", "Barcelona"]) { Name = "Club" }];

    public async Task RunAsync(ServiceRun run, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), time, cancellationToken);
        var main = await File.ReadAllBytesAsync(Path.Combine(run.Directory.In, MainJson.FileName), cancellationToken);
        await ResultArchive.WriteAsync(run, MainJson.FileName, main, time, cancellationToken);
    }
}
