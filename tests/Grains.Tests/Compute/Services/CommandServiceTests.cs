using System.Diagnostics;
using System.Text;
using Switchyard.Compute.Runs;
using Switchyard.Compute.Services.Inputs;
using Switchyard.Compute.Volumes;

namespace Switchyard.Compute.Services;

public sealed class CommandServiceTests : IDisposable
{
    private static readonly Dictionary<string, string> Source = new() { ["CUDA_VISIBLE_DEVICES"] = "1", ["BOTH"] = "source" };

    private readonly Upload _upload = new();

    [Fact]
    public async Task All_files_of_out_become_the_result()
    {
        var outcome = await RunAsync("cat in/main.json > out/b.json; mkdir -p out/sub; printf x > out/sub/c; printf '' > out/a");

        Assert.Equal((ServiceEnd.Completed, 0), (outcome.End, outcome.ExitCode));
        Assert.Equal([("a", ""), ("b.json", """{"inputs":{}}"""), ("sub/c", "x")], await ResultReader.ReadAsync(outcome));
    }

    [Fact]
    public async Task Long_and_foreign_names_come_through()
    {
        var name = new string('ä', 100);

        var outcome = await RunAsync($"printf x > out/{name}");

        Assert.Equal([(name, "x")], await ResultReader.ReadAsync(outcome));
    }

    [Fact]
    public async Task Links_pipes_and_what_they_lead_to_stay_out()
    {
        var log = new RunLog();

        var outcome = await RunAsync(Shell("printf x > out/a; ln -s /etc/passwd out/b; mkdir out/f; ln -s /etc out/f/c; mkfifo out/d; ln -s in out/e"), log: log);

        Assert.Equal([("a", "x")], await ResultReader.ReadAsync(outcome));
        string[] told = [.. log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
        Assert.Equal(
            ["out/b is a link and is left out of the result.", "out/d is no file and is left out of the result.", .. new[] { "e", "f/c" }.Select(link => $"out/{link} is a link and is left out of the result.")],
            told);
    }

    /// <summary>Read by tar itself, which knows names as bytes.</summary>
    [Fact]
    public async Task A_name_that_is_no_text_arrives_as_it_is()
    {
        var deep = string.Concat(Enumerable.Repeat("d/", 60));

        var outcome = await RunAsync(
            $"mkdir -p out/{deep}; for n in '\\377\\376' '\\377\\375' plain '{deep}\\200'; do printf \"<$n>\" > \"out/$(printf \"$n\")\"; done");

        Assert.Equal((ServiceEnd.Completed, null), (outcome.End, outcome.Error));
        Assert.Equal(4, (await ResultReader.ReadAsync(outcome)).Count);
        using var tar = Process.Start(new ProcessStartInfo("tar", ["--to-command", "printf '%s=' \"$TAR_FILENAME\"; cat", "-xzf", outcome.ResultFile!]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.Latin1 })!;
        var read = await tar.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal($"{deep}\u0080=<{deep}\u0080>plain=<plain>\u00ff\u00fd=<\u00ff\u00fd>\u00ff\u00fe=<\u00ff\u00fe>", read);
    }

    [Fact]
    public async Task A_file_deeper_than_a_path_arrives()
    {
        var outcome = await RunAsync("cd out; perl -e 'for (1 .. 30) { mkdir q(n) x 200 and chdir q(n) x 200 or die } open F, q(>deep) or die; print F q(x)'");

        var (name, text) = Assert.Single(await ResultReader.ReadAsync(outcome));
        Assert.Equal(((30 * 201) + 4, "x"), (name.Length, text));
    }

    [Fact]
    public async Task The_named_output_alone_becomes_the_result()
    {
        var options = Shell("mkdir out/o; printf 1 > out/o/x; printf 2 > out/y") with { Output = "o/x" };

        Assert.Equal([("o/x", "1")], await ResultReader.ReadAsync(await RunAsync(options)));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("ln -s /etc/passwd out/x")]
    [InlineData("mkdir out/x")]
    [InlineData("mkfifo out/x")]
    public async Task A_named_output_that_is_no_file_is_a_failure(string script)
    {
        var outcome = await RunAsync(Shell(script) with { Output = "x" });

        Assert.Equal((ServiceEnd.Failed, "The command did not write out/x.", 0), (outcome.End, outcome.Error, outcome.ExitCode));
    }

    [Fact]
    public async Task A_directory_put_in_place_of_out_is_not_read()
    {
        var outcome = await RunAsync("rm -r out; ln -s /etc out");

        Assert.Equal((ServiceEnd.Failed, "The command replaced or removed out/."), (outcome.End, outcome.Error));
    }

    [Fact]
    public async Task Without_files_there_is_no_result()
    {
        var outcome = await RunAsync("mkfifo out/result.tar.gz");

        Assert.Equal((ServiceEnd.Completed, null), (outcome.End, outcome.ResultFile));
    }

    [Fact]
    public async Task An_archive_that_the_command_made_is_the_result()
    {
        var outcome = await RunAsync("printf x > x; tar czf out/result.tar.gz x; printf log > out/log");

        Assert.Equal([("x", "x")], await ResultReader.ReadAsync(outcome));
    }

    [Fact]
    public async Task More_than_is_allowed_is_a_failure()
    {
        var files = await RunAsync(Shell("for i in 1 2 3 4; do printf x > out/$i; done"), new ResultLimits { MaxEntries = 3 });
        var bytes = await RunAsync(Shell("printf 123456 > out/x"), new ResultLimits { MaxBytes = 5 });

        Assert.Equal("The command left more than 3 files in out/.", files.Error);
        Assert.Equal("The command left more than 5 bytes in out/.", bytes.Error);
    }

    [Theory]
    [InlineData("exit 3", 3, "The command ended with exit code 3.")]
    [InlineData("kill -SEGV $$", 139, "The command ended with exit code 139 (signal 11).")]
    [InlineData("echo reading; echo 'no luck ' >&2; echo; exit 3", 3, "The command ended with exit code 3: no luck")]
    public async Task Another_exit_code_than_zero_is_a_failure(string script, int code, string error)
    {
        var outcome = await RunAsync(script);

        Assert.Equal((ServiceEnd.Failed, code, error), (outcome.End, outcome.ExitCode, outcome.Error));
    }

    [Fact]
    public async Task The_source_has_the_last_word_on_the_environment()
    {
        var options = Shell("printf '%s %s %s' $CUDA_VISIBLE_DEVICES $BOTH $OWN > out/x") with
        {
            Environment = new Dictionary<string, string> { ["BOTH"] = "service", ["OWN"] = "service" },
        };

        Assert.Equal([("x", "1 source service")], await ResultReader.ReadAsync(await RunAsync(options)));
    }

    [Fact]
    public async Task Defaults_reach_the_command_in_its_main_json()
    {
        var options = Shell("cp in/main.json out/") with
        {
            Inputs =
            [
                new() { Id = "sent", Type = ServiceInputType.Float, Optional = true, Default = "1" },
                new() { Id = "left", Type = ServiceInputType.Float, Optional = true, Default = "2.5" },
            ],
        };
        _upload.With("main.json", """{"other": NaN, "inputs": {"sent": 7}}""");

        Assert.Equal(
            [("main.json", """{"other": NaN, "inputs": {"sent": 7, "left": 2.5}}""")],
            await ResultReader.ReadAsync(await RunAsync(options)));
    }

    [Fact]
    public async Task A_volume_is_checked_only_where_it_is_asked_for()
    {
        var options = Shell("cp in/file-v.mnc out/") with { Inputs = [new() { Id = "v", Type = ServiceInputType.Volume }] };
        _upload.With("file-v.mnc", "what only the command understands");

        var untouched = await RunAsync(options, volumes: ReadableVolume.CheckAsync);
        Assert.Equal([("file-v.mnc", "what only the command understands")], await ResultReader.ReadAsync(untouched));

        var judged = await RunAsync(options with { Inputs = [new() { Id = "v", Type = ServiceInputType.Volume, Check = true }] }, volumes: ReadableVolume.CheckAsync);
        Assert.Equal("v: Unsupported volume filetype", judged.Error);
    }

    [Fact]
    public async Task A_command_has_a_home_and_a_place_for_temporary_files_of_its_own()
    {
        var run = _upload.Directory;

        var outcome = await RunAsync("echo $HOME > out/a; echo $TMPDIR > out/b; mktemp > out/c; touch ~/d && env | cut -d= -f1 | sort > out/e");

        var files = (await ResultReader.ReadAsync(outcome)).ToDictionary(file => file.Name, file => file.Text);
        Assert.Equal((run.Home + "\n", run.Temporary + "\n"), (files["a"], files["b"]));
        Assert.StartsWith(run.Temporary + "/", files["c"], StringComparison.Ordinal);
        Assert.StartsWith(run.FullName + "/", run.Home, StringComparison.Ordinal);
        Assert.StartsWith(run.FullName + "/", run.Temporary, StringComparison.Ordinal);
        Assert.Equal(["BOTH", "CUDA_VISIBLE_DEVICES", "HOME", "PATH", "PWD", "SWITCHYARD_RUN", "TMPDIR"], files["e"].Split('\n', StringSplitOptions.RemoveEmptyEntries).Except(["OLDPWD", "SHLVL", "_"]));
    }

    [Fact]
    public async Task A_mark_of_the_byte_order_does_not_reach_the_command()
    {
        _upload.With("main.json", "\ufeff{\"inputs\": {\"f\": 1}}");

        Assert.Equal([("main.json", """{"inputs": {"f": 1}}""")], await ResultReader.ReadAsync(await RunAsync("cp in/main.json out/")));
    }

    [Fact]
    public async Task A_timeout_ends_the_command()
    {
        var outcome = await RunAsync(Shell("sleep 1000 & wait") with { Timeout = TimeSpan.FromSeconds(0.3) });

        Assert.Equal((ServiceEnd.TimedOut, "The run took longer than 00:00:00.3000000.", null), (outcome.End, outcome.Error, outcome.ExitCode));
        Assert.DoesNotContain(LinuxProcess.FindAll(), process => process.WorksIn(_upload.Directory.FullName));
    }

    public void Dispose() => _upload.Dispose();

    private static ServiceOptions Shell(string script) => new() { Name = "shell", Command = ["sh", "-c", script] };

    private Task<ServiceOutcome> RunAsync(string script) => RunAsync(Shell(script));

    private Task<ServiceOutcome> RunAsync(ServiceOptions options, ResultLimits? limits = null, RunLog? log = null, VolumeCheck? volumes = null)
    {
        if (!File.Exists(Path.Combine(_upload.Directory.In, "main.json")))
        {
            _upload.WithInputs("{}");
        }

        return new ServiceRunner(TimeProvider.System).RunAsync(
            new CommandService(options, limits ?? new ResultLimits(), volumes, Isolations.None(), TimeProvider.System),
            _upload.Directory,
            log ?? new RunLog(),
            Source,
            new Dictionary<string, SecretText>(),
            TestContext.Current.CancellationToken);
    }
}
