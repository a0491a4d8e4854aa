using System.Runtime.Versioning;
using Switchyard.Compute.Files;
using Switchyard.Compute.Runs;
using Switchyard.Compute.Services;

namespace Switchyard.Compute.Isolation;

/// <summary>With real users, control groups and namespaces, where this machine has them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RunIsolationTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("switchyard-isolation-");
    private readonly RunRoot _root;

    public RunIsolationTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Isolation is of Linux.");
        File.SetUnixFileMode(_directory.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        _root = RunRoot.Open(Path.Combine(_directory.FullName, "runs"), hasUsers: true);
        Directory.CreateDirectory(Path.Combine(_directory.FullName, "data"));
        File.WriteAllText(Path.Combine(_directory.FullName, "data", "secret"), "hunter2");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Secret => Path.Combine(_directory.FullName, "data", "secret");

    [Fact]
    public async Task A_run_is_a_user_that_is_nobody_else_now()
    {
        SkipUnlessRoot();
        using var isolation = Isolate(IsolationMode.Auto);
        var waiting = Start(isolation, 1, "id -u; id -G; while [ ! -e in/go ]; do :; done", null, Token);
        await SaysAsync(waiting.Log, "\n");

        var other = Start(isolation, 2, "id -u; cat ../1-1/in/* ; ls ..; kill -9 -1; true", null, Token);
        await other.Run;
        await File.WriteAllTextAsync(Path.Combine(waiting.Directory.In, "go"), "", Token);

        Assert.Equal(0, await waiting.Run);
        var (one, two) = (waiting.Log.ToString().Split('\n'), other.Log.ToString().Split('\n'));
        Assert.InRange(uint.Parse(one[0], null), UserPool.First, UserPool.Last);
        Assert.Equal(one[0], one[1]);
        Assert.NotEqual(one[0], two[0]);
    }

    [Fact]
    public async Task A_run_sees_and_changes_nothing_of_the_node()
    {
        using var isolation = Isolate(IsolationMode.Auto);
        await isolation.PrepareAsync(Token);
        var (run, log, _) = Start(
            isolation, 1, $"cat {Secret}; echo x > {_directory.FullName}/made; echo x > /made; echo x > mine && cat mine; echo x > /tmp/a && ls $TMPDIR; ls /proc | grep -c '^[0-9]'; cat /proc/net/dev | grep -c :", null, Token);

        await run;

        var said = log.ToString();
        if (said.Contains("hunter2", StringComparison.Ordinal))
        {
            Assert.Skip($"No namespaces here: {Bubblewrap.Find() ?? "bwrap is not installed"}");
        }

        Assert.False(File.Exists("/made") || File.Exists(Path.Combine(_directory.FullName, "made")));
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("x", lines);
        Assert.Contains("a", lines);

        // Loopback alone, and the few processes of its own.
        Assert.Equal("1", lines[^1]);
        Assert.InRange(int.Parse(lines[^2], null), 1, 8);
    }

    [Fact]
    public async Task A_command_in_a_namespace_ends_by_itself_when_it_is_told_to()
    {
        using var isolation = Isolate(IsolationMode.Auto);
        using var cancel = new CancellationTokenSource();
        var (run, log, _) = Start(isolation, 1, "trap 'echo ended; exit 0' TERM; echo ready; while :; do sleep 0.05; done", null, cancel.Token);
        await SaysAsync(log, "ready");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.EndsWith("ended\n", log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("kill -KILL $$", 137)]
    [InlineData("no-such-program", 127)]
    [InlineData("sleep 1000 & setsid sleep 1000 & exit 3", 3)]
    public async Task The_exit_code_is_the_commands(string script, int code)
    {
        using var isolation = Isolate(IsolationMode.Auto);

        Assert.Equal(code, await Start(isolation, 1, script, null, Token).Run);
        Assert.DoesNotContain(LinuxProcess.FindAll(), process => process.WorksIn(_root.FullName));
    }

    [Fact]
    public async Task A_run_may_be_the_user_that_its_service_names()
    {
        SkipUnlessRoot();
        using var isolation = Isolations.Of(Options(IsolationMode.None) with { Users = new Dictionary<string, string> { ["Services:0:User"] = "nobody" } });

        var (run, log, _) = Start(isolation, 1, "id -un; echo x > out/x", "nobody", Token);

        Assert.Equal((0, "nobody\n"), (await run, log.ToString()));
    }

    [Theory]
    [InlineData("no-such-user", "Services:0:User: there is no user 'no-such-user'")]
    [InlineData("root", "Services:0:User: 'root' is root, who is kept from nothing")]
    [InlineData("0", "Services:0:User: '0' is root, who is kept from nothing")]
    public async Task A_user_that_a_run_cannot_be_is_refused(string user, string line)
    {
        using var isolation = Isolations.Of(Options(IsolationMode.None) with { Users = new Dictionary<string, string> { ["Services:0:User"] = user } });

        var missing = await Assert.ThrowsAsync<IsolationMissingException>(() => isolation.PrepareAsync(Token));

        Assert.Equal(Environment.IsPrivilegedProcess ? line : "Services:0:User: only a node that is root can run a command as another user", missing.Message);
    }

    [Fact]
    public async Task What_is_required_and_does_not_work_is_refused()
    {
        File.SetUnixFileMode(_directory.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var isolation = Isolate(IsolationMode.Required);

        var missing = await Assert.ThrowsAsync<IsolationMissingException>(() => isolation.PrepareAsync(Token));

        Assert.StartsWith("Compute:Isolation: Required is not possible here without an own user (", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_users_file_is_no_result()
    {
        SkipUnlessRoot();
        var upload = _root.Create(7, 1);
        await File.WriteAllTextAsync(Path.Combine(upload.In, "main.json"), """{"inputs":{}}""", Token);
        using var isolation = Isolate(IsolationMode.Auto);

        // A second name of what the node alone may read: made by the test, since the kernel may keep a run from it.
        var log = new RunLog();
        var service = new CommandService(
            new ServiceOptions { Name = "s", Command = ["sh", "-c", "printf x > out/own; echo ready; while [ ! -e out/taken ]; do :; done"] },
            new ResultLimits(), null, isolation, TimeProvider.System);
        var running = new ServiceRunner(TimeProvider.System).RunAsync(
            service, upload, log, new Dictionary<string, string>(), new Dictionary<string, SecretText>(), Token);
        await SaysAsync(log, "ready");
        await Shell.RunAsync($"ln {Secret} {upload.Out}/taken");
        var outcome = await running;

        Assert.Equal([("own", "x")], await ResultReader.ReadAsync(outcome));
        Assert.Contains("out/taken is another user's file and is left out of the result.", log.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _root?.Dispose();
        Assert.Null(TreeRemoval.Remove(_directory.FullName));
    }

    private static void SkipUnlessRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can make runs other users.");

    private static async Task SaysAsync(RunLog log, string part)
    {
        while (!log.ToString().Contains(part, StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }

    private IsolationOptions Options(IsolationMode mode) =>
        new() { Mode = mode, RunRoot = _root.FullName, Hidden = [Path.Combine(_directory.FullName, "data")] };

    private RunIsolation Isolate(IsolationMode mode) => Isolations.Of(Options(mode));

    private (Task<int> Run, RunLog Log, RunDirectory Directory) Start(
        RunIsolation isolation, long id, string script, string? user, CancellationToken cancellationToken)
    {
        var (directory, log) = (_root.Create(id, 1), new RunLog());
        return (GoAsync(), log, directory);

        async Task<int> GoAsync()
        {
            using var cage = await isolation.EnterAsync(new CageOrder(directory.FullName, directory.Temporary) { User = user }, Token);
            var spec = new ProcessSpec
            {
                Command = ["sh", "-c", script],
                Directory = directory,
                Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["LC_ALL"] = "C", ["TMPDIR"] = directory.Temporary },
                Cage = cage,
            };
            return await ProcessRun.RunAsync(spec, log, TimeProvider.System, cancellationToken);
        }
    }
}
