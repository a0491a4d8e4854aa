using Switchyard.Compute.Services.Inputs;

namespace Switchyard.Compute.Services;

public sealed class InputReaderTests : IDisposable
{
    private readonly Upload _upload = new();

    private static readonly ServiceInput[] All =
    [
        new FloatInput("f") { Name = "" },
        new IntInput("i") { Name = "" },
        new StringInput("s") { Name = "" },
        new BooleanInput("b") { Name = "" },
        new SingleChoiceInput("c", ["x"]) { Name = "" },
        new PointList3DInput("p") { Name = "" },
        new VolumeInput("v") { Name = "" },
    ];

    [Fact]
    public async Task All_errors_are_told_in_the_order_of_declaration()
    {
        var reading = await _upload.With("main.json", "{}").ReadAsync(All);

        Assert.Equal(
            """
            f: No value/input entry or no valid float.
            i: No value/input entry or no valid int.
            s: No value/input entry or no valid string.
            b: No value/input entry or no valid boolean value.
            c: Choice is not valid.
            p: No value/input entry or no valid point list structure.
            v: Not exactly one file found.
            """,
            reading.Error);
    }

    [Fact]
    public async Task A_missing_main_json_is_told_once()
    {
        var reading = await _upload.With("file-v.nii.gz", "").ReadAsync([.. All.Reverse()]);

        Assert.Equal("v: Unsupported volume filetype\nmain.json does not exists.", reading.Error);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("""{"inputs":[]}""")]
    [InlineData("\ufeff\ufeff{}")]
    public async Task A_main_json_that_cannot_be_read_is_told_once(string content)
    {
        var optional = new FloatInput("o") { Name = "", Optional = true };

        var reading = await _upload.With("main.json", content).With("file-v.nii", "1").ReadAsync([.. All, optional]);

        Assert.Equal("Error parsing main.json.", reading.Error);
    }

    [Fact]
    public async Task Bytes_that_are_not_text_cannot_be_read()
    {
        await File.WriteAllBytesAsync(Path.Combine(_upload.Directory.In, "main.json"), [(byte)'"', 0xff, (byte)'"'], TestContext.Current.CancellationToken);

        Assert.Equal("Error parsing main.json.", (await _upload.ReadAsync(All[0])).Error);
    }

    [Fact]
    public async Task A_mark_of_the_byte_order_is_passed_over()
    {
        var reading = await _upload.With("main.json", "\ufeff{\"inputs\":{\"f\":2}}").ReadAsync(All[0]);

        Assert.Equal(2, reading.Values.GetFloat("f"));
    }

    [Fact]
    public async Task A_huge_main_json_is_not_read()
    {
        var reading = await _upload.WithInputs($$"""{"f":1,"x":"{{new string('x', 1 << 20)}}"}""").ReadAsync(All[0]);

        Assert.Equal("main.json is larger than 1 MiB.", reading.Error);
    }

    [Fact]
    public async Task Of_a_repeated_key_the_last_value_counts()
    {
        var reading = await _upload.WithInputs("""{"f":1,"f":2}""").ReadAsync(All[0]);

        Assert.Equal(2, reading.Values.GetFloat("f"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"inputs":{}}""")]
    public async Task Defaults_are_applied_where_declared_optional(string? main)
    {
        if (main is not null)
        {
            _upload.With("main.json", main);
        }

        var reading = await _upload.ReadAsync(
            new FloatInput("f") { Name = "", Optional = true, Default = 2.5 },
            new IntInput("i") { Name = "", Optional = true, Default = 7 },
            new StringInput("s") { Name = "", Optional = true, Default = "d" },
            new BooleanInput("b") { Name = "", Optional = true, Default = true },
            new SingleChoiceInput("c", ["x", "y"]) { Name = "", Optional = true, Default = "y" },
            new PointList3DInput("p") { Name = "", Optional = true },
            new VolumeInput("v") { Name = "", Optional = true });

        Assert.Null(reading.Error);
        Assert.Equal(2.5, reading.Values.GetFloat("f"));
        Assert.Equal(7, reading.Values.GetInteger("i"));
        Assert.Equal("d", reading.Values.GetText("s"));
        Assert.True(reading.Values.GetBoolean("b"));
        Assert.Equal("y", reading.Values.GetText("c"));
        Assert.Empty(reading.Values.GetPoints("p"));
        Assert.Null(reading.Values.GetVolume("v"));
    }

    [Fact]
    public async Task A_wrong_value_is_wrong_even_where_it_is_optional()
    {
        var reading = await _upload.WithInputs("""{"f":null}""").ReadAsync(new FloatInput("f") { Name = "", Optional = true });

        Assert.Equal("f: No value/input entry or no valid float.", reading.Error);
    }

    [Fact]
    public async Task A_volume_is_the_one_file_of_its_id()
    {
        _upload.With("file-v.nii.gz", "1").With("file-vv.nii", "2").With("file-v", "3").With("v.nii", "4");

        var reading = await _upload.ReadAsync(All[^1]);

        Assert.Equal(Path.Combine(_upload.Directory.In, "file-v.nii.gz"), reading.Values.GetVolume("v"));
        Assert.Equal("v: Not exactly one file found.", (await _upload.With("file-v.mha", "5").ReadAsync(All[^1])).Error);
    }

    [Theory]
    [InlineData("file-v")]
    [InlineData("file-v.dcm")]
    public async Task A_file_is_the_one_of_its_id_whatever_it_holds(string name)
    {
        var input = new SingleFileInput("v") { Name = "" };
        _upload.With("file-vv.nii", "2").With("file-v2", "3");
        Assert.Equal("v: Not exactly one file found.", (await _upload.ReadAsync(input)).Error);

        var reading = await _upload.With(name, "").ReadAsync(input);

        Assert.Equal([Path.Combine(_upload.Directory.In, name)], reading.Values.GetFiles("v"));
        Assert.Equal("v: Not exactly one file found.", (await _upload.With("file-v.x", "").ReadAsync(input)).Error);
    }

    [Fact]
    public async Task Files_are_all_of_an_id_in_order()
    {
        var input = new FilesInput("ct") { Name = "" };
        _upload.With("file-ct", "0").With("file-cts.1", "0");
        Assert.Equal("ct: No file found.", (await _upload.ReadAsync(input)).Error);
        Assert.Empty((await _upload.ReadAsync(new FilesInput("ct") { Name = "", Optional = true })).Values.GetFiles("ct"));

        var reading = await _upload.With("file-ct.2.dcm", "2").With("file-ct.1.dcm", "1").ReadAsync(input);

        Assert.Equal(["file-ct.1.dcm", "file-ct.2.dcm"], reading.Values.GetFiles("ct").Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_volume_is_judged_by_its_content()
    {
        var volume = new VolumeInput("v", static async (file, token) =>
            await new StreamReader(file).ReadToEndAsync(token) == "good" ? null : "no known signature")
        {
            Name = "",
        };

        var bad = await _upload.With("file-v.nii", "bad").ReadAsync(volume);
        Assert.Equal("v: Unsupported volume filetype (no known signature)", bad.Error);

        var good = await _upload.With("file-v.nii", "good").ReadAsync(volume);
        Assert.Null(good.Error);
    }

    public void Dispose() => _upload.Dispose();
}
