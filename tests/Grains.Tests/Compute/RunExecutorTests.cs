using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Blobs;
using Switchyard.Compute.Archives;
using Switchyard.Compute.Runs;
using Switchyard.Compute.Services;
using Switchyard.Compute.Services.Inputs;

namespace Switchyard.Compute;

/// <summary>What of a run's end is the run's, and what its node's.</summary>
public sealed class RunExecutorTests : IDisposable
{
    private const int NoSpace = 28;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("switchyard-executor-");
    private RigDisk _disk = new();
    private readonly RunRoot _root;

    public RunExecutorTests() => _root = RunRoot.Open(Path.Combine(_directory.FullName, "runs"));

    public void Dispose()
    {
        _root.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_disk_that_refuses_is_the_nodes_fault_wherever_a_run_meets_it()
    {
        var met = await RunAsync(_ => throw new InvalidOperationException("packing", new IOException("No space left on device", NoSpace)));
        Assert.Equal((RunOutcome.Lost, "The node's storage failed: packing"), (met.Outcome, met.Error));

        // Its directory cannot even be made.
        Directory.Delete(_root.FullName, recursive: true);
        await File.WriteAllTextAsync(_root.FullName, "", TestContext.Current.CancellationToken);
        Assert.Equal(RunOutcome.Lost, (await RunAsync(_ => Task.CompletedTask)).Outcome);
    }

    [Fact]
    public async Task What_fails_while_the_disk_is_full_says_nothing_of_the_run()
    {
        var result = await RunAsync(_ =>
        {
            _disk.IsFull = true;
            throw new InvalidOperationException("exit code 1");
        });

        Assert.Equal(RunOutcome.Lost, result.Outcome);
        Assert.Equal("The node's storage failed: the disk of /rig has 0 MiB free, and Storage:MinFree is 0 MiB", result.Error);
    }

    [Fact]
    public async Task A_run_that_fills_the_disk_itself_has_failed()
    {
        var full = await RunAsync(async run =>
        {
            _disk.IsFull = true;
            await File.WriteAllBytesAsync(Path.Combine(run.Directory.Out, "large"), new byte[_disk.Needed]);
            throw new IOException("No space left on device", NoSpace);
        });
        Assert.Equal((RunOutcome.Failed, "The run has filled the disk: No space left on device"), (full.Outcome, full.Error));

        var exited = await RunAsync(async run =>
        {
            await File.WriteAllBytesAsync(Path.Combine(run.Directory.Out, "large"), new byte[_disk.Needed]);
            throw new InvalidOperationException("exit code 1");
        });
        Assert.Equal((RunOutcome.Failed, "exit code 1"), (exited.Outcome, exited.Error));
    }

    [Fact]
    public async Task Where_no_room_is_asked_for_a_full_disk_is_not_the_doing_of_a_run_that_left_little()
    {
        _disk = new RigDisk { Needed = 0, IsFull = true };
        var full = await RunAsync(_ => throw new IOException("No space left on device", NoSpace));

        Assert.Equal((RunOutcome.Lost, "The node's storage failed: No space left on device"), (full.Outcome, full.Error));
    }

    [Fact]
    public async Task What_a_run_throws_else_is_its_own_failure()
    {
        var result = await RunAsync(_ => throw new IOException("no such member"));

        Assert.Equal((RunOutcome.Failed, "no such member"), (result.Outcome, result.Error));
        Assert.Empty(Directory.GetDirectories(_root.FullName));
    }

    private Task<RunResult> RunAsync(Func<ServiceRun, Task> act)
    {
        var executor = new RunExecutor(
            new ServiceCatalog([new Scripted(act)]),
            new ServiceRunner(TimeProvider.System),
            _root,
            new DirectoryBlobStore(Path.Combine(_directory.FullName, "blobs"), TimeProvider.System),
            new UploadLimits(),
            _disk,
            TimeProvider.System,
            NullLogger<RunExecutor>.Instance);
        var input = new RunInput(null, new Dictionary<string, byte[]> { ["main.json"] = Encoding.UTF8.GetBytes("""{"inputs":{}}""") });
        return executor.RunAsync(
            new RunOrder(7, 1, "scripted", input),
            new SourceContext("0@here", "0", new Dictionary<string, string>()),
            new RunLog(),
            TestContext.Current.CancellationToken);
    }

    private sealed class Scripted(Func<ServiceRun, Task> act) : IService
    {
        public string Name => "scripted";

        public string Description => "";

        public IReadOnlyList<ServiceInput> Inputs => [];

        public Task RunAsync(ServiceRun run, CancellationToken cancellationToken) => act(run);
    }
}
