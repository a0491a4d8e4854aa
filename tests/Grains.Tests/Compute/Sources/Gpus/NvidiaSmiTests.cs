using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Switchyard.Compute.Sources.Gpus;

/// <summary>The tool is a stand-in, since there is no GPU here: the process, its pipes and its end are real.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class NvidiaSmiTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("switchyard-smi-").FullName;
    private readonly FakeLogger _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, true);

    [Fact]
    public async Task A_sound_machine_says_nothing()
    {
        Assert.Equal([0, 1, 2], await ListAsync($"cat <<'END'\n{Machines.Three}\nEND\n"));
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    [Fact]
    public async Task A_tool_that_fails_is_heard_and_what_it_lists_is_used()
    {
        Assert.Equal([0, 2], await ListAsync($"cat <<'END'\n{Machines.Broken}\nEND\necho 'a\twarning' >&2\nexit 15"));

        var said = Assert.Single(_log.Collector.GetSnapshot());
        Assert.Equal(LogLevel.Warning, said.Level);
        Assert.Contains("nvidia-smi ended with 15 and lists 2 devices", said.Message, StringComparison.Ordinal);
        Assert.Contains("gpu 0000:02:00.0: GPU is lost.", said.Message, StringComparison.Ordinal);
        Assert.EndsWith("; a warning", said.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_driver_there_is_no_device_and_its_words_are_said()
    {
        Assert.Empty(await ListAsync("echo \"NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\"; exit 9"));
        Assert.Contains("communicate with the NVIDIA driver", Assert.Single(_log.Collector.GetSnapshot()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_tool_there_is_no_device()
    {
        Assert.Empty(await new NvidiaSmi(TimeProvider.System, _log, Path.Combine(_directory, "none")).ListAsync(Cancellation));
        Assert.Empty(_log.Collector.GetSnapshot());
    }

    private async Task<IEnumerable<int>> ListAsync(string script)
    {
        var tool = Path.Combine(_directory, "nvidia-smi");
        await File.WriteAllTextAsync(tool, "#!/bin/sh\n" + script.ReplaceLineEndings("\n") + "\n", Cancellation);
        File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return (await new NvidiaSmi(TimeProvider.System, _log, tool).ListAsync(Cancellation)).Select(device => device.Index);
    }
}
