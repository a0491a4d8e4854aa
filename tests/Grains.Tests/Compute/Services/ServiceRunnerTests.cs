using Microsoft.Extensions.Time.Testing;
using Switchyard.Compute.Runs;
using Switchyard.Compute.Services.BuiltIn;
using Switchyard.Compute.Services.Inputs;

namespace Switchyard.Compute.Services;

public sealed class ServiceRunnerTests : IDisposable
{
    private static readonly Dictionary<string, string> NoEnvironment = [];
    private static readonly Dictionary<string, SecretText> NoSecrets = [];

    private readonly Upload _upload = new();

    /// <summary>Does in a run what a test wants.</summary>
    private sealed class Scripted(Func<ServiceRun, CancellationToken, Task> act) : IService
    {
        public string Name => "scripted";

        public string Description => "";

        public IReadOnlyList<ServiceInput> Inputs => [];

        public TimeSpan? Timeout { get; init; }

        public Task RunAsync(ServiceRun run, CancellationToken cancellationToken) => act(run, cancellationToken);
    }

    /// <summary>Tells how long it is waited.</summary>
    private sealed class WaitedTime : FakeTimeProvider
    {
        public TaskCompletionSource<TimeSpan> Waited { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.Zero)
            {
                Waited.TrySetResult(dueTime);
            }

            return timer;
        }
    }

    [Theory]
    [InlineData("""{"f1":0.5,"f2":0.5,"op":"add"}""", "0.5 + 0.5 = 1.0")]
    [InlineData("""{"f1":0.5,"f2":0.5,"op":"multiply"}""", "0.5 * 0.5 = 0.25")]
    [InlineData("""{"f1":"1e3","f2":true,"op":"multiply"}""", "1000.0 * 1.0 = 1000.0")]
    [InlineData("""{"f1":0.1,"f2":0.2,"op":"add"}""", "0.1 + 0.2 = 0.30000000000000004")]
    [InlineData("""{"f1":1e16,"f2":1e-5,"op":"multiply"}""", "1e+16 * 1e-05 = 100000000000.00002")]
    [InlineData("""{"f1":NaN,"f2":"inf","op":"add"}""", "nan + inf = nan")]
    public async Task Floats_are_computed_as_the_original_computes_them(string inputs, string text)
    {
        var outcome = await RunAsync(new FloatComputation(TimeProvider.System), _upload.WithInputs(inputs));

        Assert.Equal((ServiceEnd.Completed, null, null), (outcome.End, outcome.Error, outcome.ExitCode));
        Assert.Equal([("result.txt", text)], await ResultReader.ReadAsync(outcome));
    }

    [Fact]
    public async Task Bad_inputs_fail_the_run_with_all_their_errors()
    {
        var outcome = await RunAsync(new FloatComputation(TimeProvider.System), _upload.WithInputs("""{"f1":"abc","op":"divide"}"""));

        Assert.Equal(ServiceEnd.Failed, outcome.End);
        Assert.Equal(
            "f1: No value/input entry or no valid float.\nf2: No value/input entry or no valid float.\nop: Choice is not valid.",
            outcome.Error);
    }

    [Fact]
    public async Task Dummy_waits_and_gives_its_main_json_back()
    {
        var time = new WaitedTime();
        _upload.WithInputs("""{"dummyinput":"Real"}""");

        var run = new ServiceRunner(time).RunAsync(
            new Dummy(new DummyOptions(), time), _upload.Directory, new RunLog(), NoEnvironment, NoSecrets, TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromSeconds(20), await time.Waited.Task);
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(File.Exists(Path.Combine(_upload.Directory.Out, "result.tar.gz")));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([("main.json", """{"inputs":{"dummyinput":"Real"}}""")], await ResultReader.ReadAsync(await run));
    }

    [Fact]
    public async Task A_run_that_takes_too_long_is_timed_out()
    {
        var time = new FakeTimeProvider();
        var started = new TaskCompletionSource();
        var service = new Scripted((_, token) =>
        {
            started.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, time, token);
        })
        {
            Timeout = TimeSpan.FromMinutes(2),
        };

        var run = new ServiceRunner(time).RunAsync(service, _upload.Directory, new RunLog(), NoEnvironment, NoSecrets, TestContext.Current.CancellationToken);
        await started.Task;
        time.Advance(TimeSpan.FromMinutes(2));
        var outcome = await run;

        Assert.Equal((ServiceEnd.TimedOut, "The run took longer than 00:02:00."), (outcome.End, outcome.Error));
    }

    [Fact]
    public async Task A_run_that_is_cancelled_is_no_failure()
    {
        using var cancel = new CancellationTokenSource();
        var service = new Scripted(async (_, token) =>
        {
            await cancel.CancelAsync();
            token.ThrowIfCancellationRequested();
        });

        var outcome = await new ServiceRunner(TimeProvider.System).RunAsync(service, _upload.Directory, new RunLog(), NoEnvironment, NoSecrets, cancel.Token);

        Assert.Equal(ServiceEnd.Cancelled, outcome.End);
    }

    [Fact]
    public async Task What_a_service_throws_is_its_error()
    {
        var said = await RunAsync(new Scripted((_, _) => throw new InvalidOperationException("no model")), _upload);
        var unsaid = await RunAsync(new Scripted((_, _) => throw new InvalidOperationException("")), _upload);
        var foreign = await RunAsync(new Scripted((_, _) => throw new OperationCanceledException("gave up")), _upload);

        Assert.Equal((ServiceEnd.Failed, "no model"), (said.End, said.Error));
        Assert.Equal((ServiceEnd.Failed, "InvalidOperationException"), (unsaid.End, unsaid.Error));
        Assert.Equal((ServiceEnd.Failed, "gave up"), (foreign.End, foreign.Error));
    }

    [Fact]
    public async Task A_run_without_a_result_completes_without_one()
    {
        var outcome = await RunAsync(new Scripted((_, _) => Task.CompletedTask), _upload);

        Assert.Equal((ServiceEnd.Completed, null), (outcome.End, outcome.ResultFile));
    }

    public void Dispose() => _upload.Dispose();

    private static Task<ServiceOutcome> RunAsync(IService service, Upload upload) => new ServiceRunner(TimeProvider.System).RunAsync(
        service, upload.Directory, new RunLog(), NoEnvironment, NoSecrets, TestContext.Current.CancellationToken);
}
