using System.Globalization;
using System.Numerics;
using Switchyard.Compute.Services.Inputs;

namespace Switchyard.Compute.Services;

public sealed class InputTests : IDisposable
{
    private readonly Upload _upload = new();

    [Theory]
    [InlineData("0.5", 0.5)]
    [InlineData("3", 3)]
    [InlineData("\"1e3\"", 1000)]
    [InlineData("\" 2 \"", 2)]
    [InlineData("\"1_0\"", 10)]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    [InlineData("\"nan\"", double.NaN)]
    [InlineData("\"inf\"", double.PositiveInfinity)]
    [InlineData("NaN", double.NaN)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("9007199254740993", 9007199254740992)]
    [InlineData("9007199254740995", 9007199254740996)]
    public async Task A_float_is_what_Python_makes_of_it(string json, double value)
    {
        var reading = await _upload.WithInputs($$"""{"f":{{json}}}""").ReadAsync(new FloatInput("f") { Name = "F" });

        Assert.Null(reading.Error);
        Assert.Equal(value, reading.Values.GetFloat("f"));
    }

    [Theory]
    [InlineData("\"abc\"")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("\"\"")]
    public async Task What_is_no_float_is_said_with_its_id(string json)
    {
        var reading = await _upload.WithInputs($$"""{"f1":{{json}}}""").ReadAsync(new FloatInput("f1") { Name = "F" });

        Assert.Equal("f1: No value/input entry or no valid float.", reading.Error);
    }

    [Fact]
    public async Task An_integer_beyond_all_floats_is_no_float()
    {
        var reading = await _upload.WithInputs($$"""{"f":1{{new string('0', 400)}}}""").ReadAsync(new FloatInput("f") { Name = "F" });

        Assert.Equal("f: No value/input entry or no valid float.", reading.Error);
    }

    [Theory]
    [InlineData("3", "3")]
    [InlineData("3.9", "3")]
    [InlineData("-3.9", "-3")]
    [InlineData("1e20", "100000000000000000000")]
    [InlineData("\" 42 \"", "42")]
    [InlineData("\"1_000\"", "1000")]
    [InlineData("true", "1")]
    public async Task An_int_is_what_Python_makes_of_it(string json, string value)
    {
        var reading = await _upload.WithInputs($$"""{"i":{{json}}}""").ReadAsync(new IntInput("i") { Name = "I" });

        Assert.Null(reading.Error);
        Assert.Equal(BigInteger.Parse(value, CultureInfo.InvariantCulture), reading.Values.GetInteger("i"));
    }

    [Theory]
    [InlineData("\"3.9\"")]
    [InlineData("\"abc\"")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("null")]
    public async Task What_is_no_int_is_said_with_its_id(string json)
    {
        var reading = await _upload.WithInputs($$"""{"i":{{json}}}""").ReadAsync(new IntInput("i") { Name = "I" });

        Assert.Equal("i: No value/input entry or no valid int.", reading.Error);
    }

    [Theory]
    [InlineData("\"x\"", "x")]
    [InlineData("null", "None")]
    [InlineData("true", "True")]
    [InlineData("1.0", "1.0")]
    [InlineData("1e16", "1e+16")]
    [InlineData("""{"a":["b",1]}""", "{'a': ['b', 1]}")]
    public async Task A_string_is_anything_as_Python_shows_it(string json, string value)
    {
        var reading = await _upload.WithInputs($$"""{"s":{{json}}}""").ReadAsync(new StringInput("s") { Name = "S" });

        Assert.Equal(value, reading.Values.GetText("s"));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"TRUE\"", true)]
    [InlineData("\"true\"", true)]
    [InlineData("1", false)]
    [InlineData("\"yes\"", false)]
    [InlineData("null", false)]
    public async Task A_boolean_is_true_only_where_it_says_so(string json, bool value)
    {
        var reading = await _upload.WithInputs($$"""{"b":{{json}}}""").ReadAsync(new BooleanInput("b") { Name = "B" });

        Assert.Equal(value, reading.Values.GetBoolean("b"));
    }

    [Theory]
    [InlineData("\"1,2,3\"", 1)]
    [InlineData("\" 1 ,-2.5,1e3;nan,0,0\"", 2)]
    public async Task A_point_list_is_triples_of_floats(string json, int count)
    {
        var reading = await _upload.WithInputs($$"""{"p":{{json}}}""").ReadAsync(new PointList3DInput("p") { Name = "P" });

        Assert.Null(reading.Error);
        Assert.Equal(count, reading.Values.GetPoints("p").Count);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"1,2,3;\"")]
    [InlineData("\"1,2\"")]
    [InlineData("\"1,2,3,4\"")]
    [InlineData("\"1,2,x\"")]
    [InlineData("[[1,2,3]]")]
    public async Task What_is_no_point_list_is_said_with_its_id(string json)
    {
        var reading = await _upload.WithInputs($$"""{"p":{{json}}}""").ReadAsync(new PointList3DInput("p") { Name = "P" });

        Assert.Equal("p: No value/input entry or no valid point list structure.", reading.Error);
    }

    [Fact]
    public async Task A_point_list_has_as_many_points_as_it_must()
    {
        var reading = await _upload.WithInputs("""{"p":"1,2,3;4,5,6"}""")
            .ReadAsync(new PointList3DInput("p") { Name = "P", NumberEntries = 3 }, new PointList3DInput("p") { Name = "P", NumberEntries = 2 });

        Assert.Equal("p: Length of point list is 2 but 3 expected!", reading.Error);
        Assert.Equal([new Point3D(1, 2, 3), new Point3D(4, 5, 6)], reading.Values.GetPoints("p"));
    }

    [Theory]
    [InlineData("\"Real\"", null)]
    [InlineData("\"real\"", "c: Choice is not valid.")]
    [InlineData("1", "c: Choice is not valid.")]
    public async Task A_choice_is_exactly_one_of_the_choices(string json, string? error)
    {
        var reading = await _upload.WithInputs($$"""{"c":{{json}}}""").ReadAsync(new SingleChoiceInput("c", ["Bayern", "Real"]) { Name = "C" });

        Assert.Equal(error, reading.Error);
    }

    [Fact]
    public void A_choice_without_choices_is_a_mistake()
    {
        Assert.Contains("Empty choice list given.", Assert.Throws<ArgumentException>(() => new SingleChoiceInput("c", []) { Name = "C" }).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _upload.Dispose();
}
