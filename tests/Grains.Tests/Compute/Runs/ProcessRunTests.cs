using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using Switchyard.Compute.Isolation;
using Switchyard.Nodes;

namespace Switchyard.Compute.Runs;

public sealed class ProcessRunTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("switchyard-runs-");
    private readonly RunDirectory _directory;
    private readonly RunLog _log;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProcessRunTests()
    {
        _directory = RunDirectory.Create(_root.FullName, 1, 1);
        _log = new RunLog(log =>
        {
            if (log.ToString().Contains("ready", StringComparison.Ordinal))
            {
                _ready.TrySetResult();
            }
        });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("kill -KILL $$", 137)]
    [InlineData("kill -TERM $$", 143)]
    public async Task The_exit_code_is_the_commands(string script, int code)
    {
        Assert.Equal(code, await RunAsync("sh", "-c", script));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_said_in_the_log()
    {
        Assert.Equal(127, await RunAsync("no-such-program"));
        Assert.Contains("no-such-program", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_arrive_as_they_are()
    {
        string[] arguments = ["", " ", "a b", "it's", "\"", "\\", "$HOME", "$(id)", "`id`", "*", "a\nb\n", ";", "-x", "ü😀"];

        await RunAsync(["printf", "<%s>", .. arguments]);

        Assert.Equal(string.Concat(arguments.Select(argument => $"<{argument}>")), _log.ToString());
    }

    [Fact]
    public async Task The_environment_is_what_was_given_and_nothing_of_the_nodes()
    {
        Environment.SetEnvironmentVariable("SWITCHYARD_TEST_SECRET", "secret");
        var spec = Spec("env") with
        {
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["sy"] = "a b\nc=d" },
        };

        await ProcessRun.RunAsync(spec, _log, TimeProvider.System, Token);

        var lines = _log.ToString().TrimEnd('\n').Split('\n').Where(line => !line.StartsWith("SWITCHYARD_RUN=", StringComparison.Ordinal));
        Assert.Equal(["PATH=/usr/bin:/bin", "c=d", "sy=a b"], lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_works_in_its_directory_and_has_nothing_to_read()
    {
        await RunAsync("sh", "-c", "pwd; cat; ls in out; echo oops >&2");

        Assert.Equal($"{_directory.FullName}\nin:\n\nout:\noops\n", _log.ToString());
    }

    [Fact]
    public async Task Signals_come_to_it_as_to_any_other_program()
    {
        await RunAsync("sh", "-c", "grep -E 'SigIgn|SigBlk' /proc/self/status");

        Assert.All(_log.ToString().TrimEnd('\n').Split('\n'), line => Assert.EndsWith(new string('0', 16), line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_file_of_the_node_is_open_in_it()
    {
        using var held = new FileStream(Path.Combine(_root.FullName, "held"), FileMode.Create);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        await RunAsync("ls", "-l", "/proc/self/fd");

        Assert.Contains(" 0 -> /dev/null", _log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(held.Name, _log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("socket:", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Huge_output_is_bounded_and_its_ends_are_kept()
    {
        await RunAsync("sh", "-c", "echo first; yes 0123456789 | head -c 50000000; echo last >&2");

        var text = _log.ToString();
        Assert.StartsWith("first\n", text, StringComparison.Ordinal);
        Assert.EndsWith("last\n", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 128 << 10, (128 << 10) + 60);
        Assert.Contains($"\n[... {50_000_000 + 11 - (128 << 10)} bytes left out ...]\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_is_seen_while_the_command_runs()
    {
        using var cancel = new CancellationTokenSource();

        var run = ProcessRun.RunAsync(Spec("sh", "-c", "echo ready; exec sleep 1000"), _log, TimeProvider.System, cancel.Token);
        await _ready.Task.WaitAsync(Token);
        Assert.False(run.IsCompleted);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Cancel_lets_the_command_end_by_itself()
    {
        using var cancel = new CancellationTokenSource();

        var run = ProcessRun.RunAsync(
            Spec("sh", "-c", "trap 'echo ended; exit 0' TERM; echo ready; while :; do sleep 0.05; done"), _log, TimeProvider.System, cancel.Token);
        await _ready.Task.WaitAsync(Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.EndsWith("ended\n", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_may_take_no_time_is_not_asked()
    {
        using var cancel = new CancellationTokenSource();
        using var atOnce = new CancellationTokenSource();
        var spec = Spec("sh", "-c", "trap 'echo asked' TERM; echo ready; while :; do sleep 0.05; done") with
        {
            Grace = TimeSpan.FromDays(1),
            AtOnce = atOnce.Token,
        };

        var run = ProcessRun.RunAsync(spec, _log, TimeProvider.System, cancel.Token);
        await _ready.Task.WaitAsync(Token);
        await atOnce.CancelAsync();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.DoesNotContain("asked", _log.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Children that ignore SIGTERM, whose parent is gone, in a group or a session of their own.</summary>
    [Theory]
    [InlineData("trap '' TERM; sh -c 'sleep 1000 & sleep 1000' & sleep 1000 & echo ready; wait; sleep 1000")]
    [InlineData("trap '' TERM; (sh -c 'sleep 1000 & sleep 1000' &); echo ready; sleep 1000")]
    [InlineData("trap '' TERM; timeout 1000 sleep 1000 & echo ready; sleep 1000")]
    [InlineData("setsid sh -c \"trap '' TERM; echo ready; sleep 1000 & sleep 1000\" & sleep 1000")]
    public async Task Cancel_leaves_nothing_of_a_tree_that_does_not_want_to_end(string script)
    {
        using var cancel = new CancellationTokenSource();
        var spec = Spec("sh", "-c", script) with { Grace = TimeSpan.FromMilliseconds(300) };

        var run = ProcessRun.RunAsync(spec, _log, TimeProvider.System, cancel.Token);
        await _ready.Task.WaitAsync(Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.DoesNotContain(LinuxProcess.FindAll(), process => process.WorksIn(_directory.FullName));
    }

    [Theory]
    [InlineData("sleep 1000 & exit 3")]
    [InlineData("(sleep 1000 &) ; exit 3")]
    [InlineData("setsid sleep 1000 & exit 3")]
    public async Task What_the_command_leaves_behind_ends_with_it(string script)
    {
        Assert.Equal(3, await RunAsync("sh", "-c", script));

        Assert.DoesNotContain(LinuxProcess.FindAll(), process => process.WorksIn(_directory.FullName));
    }

    [Fact]
    public async Task A_supervisor_that_is_killed_takes_its_command_with_it()
    {
        var run = RunAsync("sh", "-c", "echo ready; sleep 1000");
        await _ready.Task.WaitAsync(Token);

        LinuxProcess.Find(RunRecord.Read(_directory)!.Session)!.Value.Signal(LinuxProcess.Kill);

        Assert.Equal(137, await run);
        Assert.DoesNotContain(LinuxProcess.FindAll(), process => process.WorksIn(_directory.FullName));
    }

    /// <summary>Of memory that a program only reserves, as those for GPUs do, there may be any amount.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Resident_memory_is_limited_and_address_space_is_not(bool hasCgroup)
    {
        using var cage = hasCgroup ? await CageAsync(100 << 20) : null;
        var spec = Spec("perl", "-e", "$x = 'x' x 300_000_000; sleep 1000") with { MemoryBytes = 100 << 20, Cage = cage };

        var much = await Assert.ThrowsAsync<RunLimitException>(() => ProcessRun.RunAsync(spec, _log, TimeProvider.System, Token));
        Assert.Equal("The command used more than 104857600 bytes of memory.", much.Message);

        using var other = hasCgroup ? await CageAsync(100 << 20) : null;
        var reserve = Spec("/usr/bin/python3", "-c", "import mmap; print(len(mmap.mmap(-1, 8 << 30)))") with { MemoryBytes = 100 << 20, Cage = other };
        Assert.Equal(0, await ProcessRun.RunAsync(reserve, _log, TimeProvider.System, Token));
        Assert.Equal("8589934592\n", _log.ToString());
    }

    [Fact]
    public async Task A_run_that_takes_too_much_disk_is_ended()
    {
        var spec = Spec("sh", "-c", "trap '' TERM; head -c 3000000 /dev/zero > home/large; sleep 1000") with { DiskBytes = 2_000_000 };

        var much = await Assert.ThrowsAsync<RunLimitException>(() => ProcessRun.RunAsync(spec, _log, TimeProvider.System, Token));
        Assert.Equal("The command used more than 2000000 bytes of disk.", much.Message);
    }

    /// <summary>No session, no environment, no directory, no parent and no output of it tell whose it is.</summary>
    [Theory]
    [InlineData(false, "sleep 1000")]
    [InlineData(false, "exit 3")]
    [InlineData(true, "sleep 1000")]
    [InlineData(true, "exit 3")]
    public async Task What_hides_ends_before_the_run_is_over(bool hasCgroup, string then)
    {
        using var cage = hasCgroup ? await CageAsync(null) : null;
        using var cancel = new CancellationTokenSource();
        var mark = $"1000.{RandomNumberGenerator.GetInt32(1_000_000_000)}";
        var hidden = $"setsid env -i sh -c 'exec >/dev/null 2>&1; cd /; (sleep {mark} &); exec sleep {mark}' & while ! grep -qs ^sleep /proc/$!/cmdline; do :; done; echo ready; {then}";
        var spec = Spec("sh", "-c", hidden) with { Cage = cage, Grace = TimeSpan.FromMilliseconds(100) };

        var run = ProcessRun.RunAsync(spec, _log, TimeProvider.System, cancel.Token);
        await _ready.Task.WaitAsync(Token);
        if (then == "exit 3")
        {
            Assert.Equal(3, await run);
        }
        else
        {
            Assert.NotEmpty(SaidOf(mark));
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        }

        Assert.Empty(SaidOf(mark));
    }

    /// <summary>The group's file to join is a pipe that nobody reads: the command waits there while its supervisor is killed.</summary>
    [Fact]
    public async Task A_command_that_is_about_to_join_its_group_ends_with_its_supervisor()
    {
        var group = _root.CreateSubdirectory("group");
        await File.WriteAllTextAsync(Path.Combine(group.FullName, "cgroup.events"), "populated 0\n", Token);
        using (var made = Process.Start("mkfifo", Path.Combine(group.FullName, "cgroup.procs")))
        {
            await made.WaitForExitAsync(Token);
            Assert.Equal(0, made.ExitCode);
        }

        var cage = new RunCage(Privileges.Wrap(null), null, null, new RunCgroup([group.FullName]));
        var run = ProcessRun.RunAsync(Spec("sleep", "1000") with { Cage = cage }, _log, TimeProvider.System, Token);
        LinuxProcess[] atWork = [];
        await Eventually.IsAsync(() =>
        {
            Assert.False(run.IsCompleted);
            atWork = [.. LinuxProcess.FindAll().Where(process => process.WorksIn(_directory.FullName))];
            return Task.FromResult(atWork.Length >= 2);
        });

        Assert.Single(atWork, process => process.Parent == Environment.ProcessId).Signal(LinuxProcess.Kill);

        Assert.Equal(137, await run.WaitAsync(TimeSpan.FromMinutes(1), Token));
        var left = LinuxProcess.FindAll().Where(process => process.WorksIn(_directory.FullName)).ToList();
        left.ForEach(process => process.Signal(LinuxProcess.Kill));
        Assert.Empty(left);
    }

    [Fact]
    public async Task It_gains_no_rights()
    {
        await RunAsync("grep", "NoNewPrivs", "/proc/self/status");

        Assert.Equal("NoNewPrivs:\t1\n", _log.ToString());
    }

    [Fact]
    public async Task A_line_comes_to_it_that_others_do_not_see()
    {
        await ProcessRun.RunAsync(Spec("sh", "-c", "cat; env | grep -c se.cret; cat /proc/$PPID/environ | grep -c se.cret") with { Input = "se cret$x\\`" }, _log, TimeProvider.System, Token);

        Assert.Equal("se cret$x\\`\n0\n0\n", _log.ToString());
    }

    /// <summary>Where there is no Perl.</summary>
    [Fact]
    public async Task The_nodes_own_program_adopts_orphans()
    {
        using var program = Process.Start(new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Switchyard.RunHost.dll"), OwnProgram.AdoptVerb, "/bin/sh", "-c", "p=$( (sleep 1000 >/dev/null & echo $!) ); cut -d' ' -f4 /proc/$p/stat; echo $$; kill $p"])
        {
            RedirectStandardOutput = true,
        })!;
        var said = await program.StandardOutput.ReadToEndAsync(Token);

        Assert.Equal($"{program.Id}\n{program.Id}\n", said);
    }

    [Fact]
    public async Task Many_runs_leave_no_process_and_no_zombie()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            var directory = RunDirectory.Create(_root.FullName, 100 + i, 1);
            var spec = Spec("sh", "-c", $"sleep 1000 & exit {i}") with { Directory = directory };
            Assert.Equal(i, await ProcessRun.RunAsync(spec, new RunLog(), TimeProvider.System, Token));
        }));

        Assert.DoesNotContain(LinuxProcess.FindAll(), process => process.WorksIn(_root.FullName));
        var children = await File.ReadAllTextAsync($"/proc/{Environment.ProcessId}/task/{Environment.ProcessId}/children", Token);
        Assert.DoesNotContain(
            children.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            id => LinuxProcess.Find(int.Parse(id, CultureInfo.InvariantCulture)) is { IsDead: true });
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static async Task<RunCage> CageAsync(long? memoryBytes)
    {
        var isolation = Isolations.Of(new IsolationOptions { RunRoot = Path.GetTempPath(), WantsLimits = memoryBytes is not null });
        var cage = await isolation.EnterAsync(new CageOrder("", "") { MemoryBytes = memoryBytes }, Token);
        if (cage.Cgroup is null || (memoryBytes is not null && !cage.LimitsMemory))
        {
            cage.Dispose();
            Assert.Skip("This machine lets these tests make no control group with limits.");
        }

        return cage;
    }

    /// <summary>The processes that have a word in their command.</summary>
    private static List<int> SaidOf(string word) =>
    [
        .. LinuxProcess.FindAll().Select(process => process.Id).Where(id =>
        {
            try
            {
                return File.ReadAllText($"/proc/{id}/cmdline").Contains($"sleep\0{word}", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
        }),
    ];

    private ProcessSpec Spec(params string[] command) => new()
    {
        Command = command,
        Directory = _directory,
        Environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["LC_ALL"] = "C" },
    };

    private Task<int> RunAsync(params string[] command) => ProcessRun.RunAsync(Spec(command), _log, TimeProvider.System, Token);
}
