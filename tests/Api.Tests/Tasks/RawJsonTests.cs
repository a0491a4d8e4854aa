using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Switchyard.Tasks.Wire;

namespace Switchyard.Tasks;

/// <summary>Payloads and results come back as they came, white space aside.</summary>
public sealed class RawJsonTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 };
    private static readonly JsonSerializerOptions Indented = new(Plain) { WriteIndented = true };

    [Property(MaxTest = 500)]
    public Property Any_JSON_comes_back_with_the_same_bytes() => Prop.ForAll(Json(4).ToArbitrary(), value =>
    {
        var compact = value?.ToJsonString(Plain) ?? "null";

        Assert.Equal(compact, Take(compact).Text);
        Assert.Equal(compact, Take(value?.ToJsonString(Indented).Replace("\n", "\r\n\t", StringComparison.Ordinal) ?? " null\n").Text);
    });

    [Theory]
    [InlineData("1.10")]
    [InlineData("-0")]
    [InlineData("1E+400")]
    [InlineData("123456789012345678901234567890.000")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"\u0061":"\u0000\ud800\/","b":" \t \" "}""")]
    [InlineData("""["\\","\\\" ",""]""")]
    [InlineData("null")]
    public void Nothing_of_it_is_changed(string json) => Assert.Equal(json, Take(json).Text);

    [Fact]
    public void It_may_have_256_levels()
    {
        Assert.NotNull(Take(Nested(256)).Text);
        Assert.Equal(400, Take(Nested(257)).Refusal!.Status);
    }

    [Fact]
    public void It_may_have_a_mebibyte_without_the_white_space()
    {
        var text = $"\"{new string('x', TaskLimits.Json - 2)}\"";

        Assert.Equal(text, Take($"   {text}   ").Text);
        Assert.Equal(413, Take($"[{text}]").Refusal!.Status);
    }

    [Fact]
    public void It_must_be_UTF_8()
    {
        var task = "{\"queue\":\"q\",\"payload\":\"?\"}"u8.ToArray();
        task[Array.IndexOf(task, (byte)'?')] = 0xFF;

        Assert.Equal("payload is not UTF-8.", Sent.One(task).First!.Detail);
    }

    private static string Nested(int levels) => new string('[', levels) + new string(']', levels);

    private static (string? Text, Refusal? Refusal) Take(string json)
    {
        var batch = Sent.One(Encoding.UTF8.GetBytes($$"""{"queue":"q", "payload": {{json}} , "name":"n"}"""));
        return batch.First is { } refusal ? (null, refusal) : (Encoding.UTF8.GetString(batch.Tasks[0].Payload), null);
    }

    private static Gen<JsonNode?> Json(int depth)
    {
        var text = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get)));
        var leaf = Gen.OneOf(
            text.Select(value => (JsonNode?)JsonValue.Create(value)),
            ArbMap.Default.GeneratorFor<int>().Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Elements<JsonNode?>(null, true, false).Select(value => value?.DeepClone()));
        return depth == 0 ? leaf : Gen.OneOf(
            leaf,
            Json(depth - 1).ArrayOf().Resize(3).Select(values => (JsonNode?)new JsonArray([.. values.Select(value => value?.DeepClone())])),
            text.Zip(Json(depth - 1)).ArrayOf().Resize(3).Select(members => (JsonNode?)new JsonObject(
                members.DistinctBy(member => member.Item1).Select(member => KeyValuePair.Create(member.Item1, member.Item2?.DeepClone())))));
    }
}
