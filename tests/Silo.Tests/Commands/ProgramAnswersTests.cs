using Switchyard.Configuration;

namespace Switchyard.Commands;

/// <summary>What node and front end answer on the command line, and where settings come from.</summary>
public sealed class ProgramAnswersTests : IDisposable
{
    private const string Node = "Switchyard.Silo.dll";
    private const string Front = "Switchyard.Api.dll";

    private readonly DirectoryInfo _here = Directory.CreateTempSubdirectory("switchyard-start-");

    [Theory]
    [InlineData(Node, "keys create --name")]
    [InlineData(Front, "for a cluster on PostgreSQL")]
    public async Task Help_lists_what_there_is(string program, string part)
    {
        var (code, output, _) = await RunAsync(program, "--help");

        Assert.Equal(0, code);
        Assert.Contains(part, output, StringComparison.Ordinal);
        Assert.Contains("--config FILE", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Node)]
    [InlineData(Front)]
    public async Task The_version_is_a_word(string program)
    {
        var (code, output, errors) = await RunAsync(program, "--version");

        Assert.Equal((0, ""), (code, errors));
        Assert.Matches(@"^\d+\.\d+\.\d+(-\w+)?\n$", output);
    }

    [Theory]
    [InlineData("a far one", "'dance' is no command; --help lists what there is", "dance")]
    [InlineData("a near one", "'kyes' is no command (did you mean keys?); --help lists what there is", "kyes", "create")]
    [InlineData("backup misspelt", "'bakcup' is no command (did you mean backup?); --help lists what there is", "bakcup", "dir")]
    [InlineData("a word among settings", "'loose' is no command; --help lists what there is", "--Urls=http://127.0.0.1:0", "loose")]
    [InlineData("an option misspelt", "--verson has no value (did you mean --version?)", "--verson")]
    [InlineData("a setting that would swallow the next", "--Urls has no value", "--Urls", "--Tables:LeaseTimeout=00:20:00")]
    [InlineData("a section", "Storge is not a setting of Switchyard (did you mean Storage?)", "--Storge:DataDirectory=x")]
    [InlineData("no file", "--config: there is no file absent.json", "--config", "absent.json")]
    [InlineData("no value", "--config has no value", "--config")]
    [InlineData("a format", "Logging:Format: 'xml' is not one of text, json", "--Logging:Format=xml")]
    public async Task What_is_unknown_is_refused(string _, string line, params string[] arguments)
    {
        var (code, output, errors) = await RunAsync(Node, [.. arguments, .. arguments is ["--config"] ? [] : new[] { "--check" }]);

        Assert.Equal((StartRefusedException.WrongSetting, ""), (code, output));
        Assert.Equal(line, errors.TrimEnd());
    }

    [Fact]
    public async Task A_file_with_a_section_that_nothing_reads_is_refused()
    {
        await WriteAsync("appsettings.json", """{"Tabels": {"LeaseTimeout": "00:10:00"}}""");

        var (code, _, errors) = await RunAsync(Node, "--check");

        Assert.Equal(StartRefusedException.WrongSetting, code);
        Assert.Equal("Tabels is not a setting of Switchyard (did you mean Tables?)", errors.TrimEnd());
    }

    [Fact]
    public async Task A_file_that_is_no_json_is_told()
    {
        await WriteAsync("own.json", """{"Tables": """);

        var (code, _, errors) = await RunAsync(Node, "--check", "--config=own.json");

        Assert.Equal(StartRefusedException.WrongSetting, code);
        Assert.Contains("own.json", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(" at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_names_the_files_and_the_later_wins()
    {
        await WriteAsync("appsettings.json", """{"Tables": {"LeaseTimeout": "never"}, "Jobs": {"MaxLostLeases": 3}}""");
        var own = await WriteAsync("own.json", """{"Tables": {"LeaseTimeout": "00:10:00"}}""");

        var refused = await RunAsync(Node, "--check");
        Assert.Equal(
            (StartRefusedException.WrongSetting, "Tables:LeaseTimeout: 'never' is not a time span hh:mm:ss"), (refused.Code, refused.Errors.TrimEnd()));

        var (code, output, errors) = await RunAsync(Node, "--config", "own.json", "--check");
        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(
            [Path.Combine(AppContext.BaseDirectory, "appsettings.json"), Path.Combine(_here.FullName, "appsettings.json"), own],
            output.Split('\n').Select(line => line.Trim()).Where(line => line.EndsWith(".json", StringComparison.Ordinal)));

        // Each setting stands below what had the last word about it.
        string[] lines = [.. output.Split('\n').Select(line => line.Trim())];
        Assert.Equal(Array.IndexOf(lines, Path.Combine(_here.FullName, "appsettings.json")) + 1, Array.IndexOf(lines, "Jobs:MaxLostLeases"));
        Assert.Equal(Array.IndexOf(lines, own) + 1, Array.IndexOf(lines, "Tables:LeaseTimeout"));
        Assert.DoesNotContain("00:10:00", output, StringComparison.Ordinal);
        var typed = await RunAsync(Node, "--config", "own.json", "--check", "--Tables:LeaseTimeout=00:20:00");
        Assert.EndsWith("the command line\n    Tables:LeaseTimeout\n", typed.Output, StringComparison.Ordinal);

        var last = await RunAsync(Node, "--config", "own.json", "--check", "--Tables:LeaseTimeout=later");
        Assert.Equal(StartRefusedException.WrongSetting, last.Code);
        Assert.False(Directory.Exists(Path.Combine(_here.FullName, "data")));
    }

    [Fact]
    public async Task A_front_end_is_checked_without_its_cluster()
    {
        var (code, output, errors) = await RunAsync(
            Front, "--check", "--ConnectionStrings:Switchyard=Host=127.0.0.1;Port=1;Username=yard;Password=secret");

        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("The settings are right.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", output, StringComparison.Ordinal);
    }

    public void Dispose() => _here.Delete(recursive: true);

    private async Task<string> WriteAsync(string name, string json)
    {
        var path = Path.Combine(_here.FullName, name);
        await File.WriteAllTextAsync(path, json, TestContext.Current.CancellationToken);
        return path;
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(string program, params string[] arguments) =>
        CommandProcess.RunAsync(arguments, directory: _here.FullName, program: program);
}
