using System.Buffers;
using System.Text;
using System.Text.Json;
using Switchyard.Jobs.Validation;
using Switchyard.Jobs.Wire;

namespace Switchyard.Jobs;

/// <summary>The rules of <c>POST /jobs</c>, in the words of the original's library.</summary>
public sealed class NewJobsTests
{
    private const string Operations =
        "'BUMP', 'ADD', 'CHANGE', 'PATCH_METADATA', 'SET_STATUS', 'DELETE_DRAFT', 'REMOVE', 'ROLLBACK_REMOVE' or 'DELETE_ARCHIVE'";

    private const string Enum =
        $$$"""{"type":"enum","loc":["body","jobs",0,"operation"],"msg":"Input should be {{{Operations}}}","input":"add","ctx":{"expected":"{{{Operations}}}"}}""";

    [Theory]
    [InlineData("[]", """{"type":"model_attributes_type","loc":["body"],"msg":"Input should be a valid dictionary or object to extract fields from","input":[]}""")]
    [InlineData("{}", """{"type":"missing","loc":["body","jobs"],"msg":"Field required","input":{}}""")]
    [InlineData("""{"jobs":{}}""", """{"type":"list_type","loc":["body","jobs"],"msg":"Input should be a valid list","input":{}}""")]
    [InlineData("""{"jobs":[],"job":1}""", """{"type":"extra_forbidden","loc":["body","job"],"msg":"Extra inputs are not permitted","input":1}""")]
    [InlineData("""{"jobs":["x"]}""", """{"type":"model_attributes_type","loc":["body","jobs",0],"msg":"Input should be a valid dictionary or object to extract fields from","input":"x"}""")]
    public void The_frame(string body, string violation) => Assert.Equal([violation], Violations(body));

    [Theory]
    [InlineData("""{"operation":"add","target":"T"}""", Enum)]
    [InlineData("""{"operation":"ADD"}""", """{"type":"missing","loc":["body","jobs",0,"target"],"msg":"Field required","input":{"operation":"ADD"}}""")]
    [InlineData("""{"operation":"ADD","target":1}""", """{"type":"string_type","loc":["body","jobs",0,"target"],"msg":"Input should be a valid string","input":1}""")]
    [InlineData("""{"operation":"ADD","target":null}""", """{"type":"string_type","loc":["body","jobs",0,"target"],"msg":"Input should be a valid string","input":null}""")]
    [InlineData("""{"operation":"ADD","target":"T","x":[1, 2]}""", """{"type":"extra_forbidden","loc":["body","jobs",0,"x"],"msg":"Extra inputs are not permitted","input":[1, 2]}""")]
    [InlineData("""{"operation":"ADD","target":"T","bump_to_version":2}""", """{"type":"string_type","loc":["body","jobs",0,"bump_to_version"],"msg":"Input should be a valid string","input":2}""")]
    [InlineData("""{"operation":"ADD","target":"T","releaseStatus":"DRAFT","release_status":"DRAFT"}""", """{"type":"extra_forbidden","loc":["body","jobs",0,"release_status"],"msg":"Extra inputs are not permitted","input":"DRAFT"}""")]
    [InlineData("""{"operation":"ADD","target":"\ud800"}""", """{"type":"string_unicode","loc":["body","jobs",0,"target"],"msg":"Input should be a valid string: it holds a NUL character or half of a surrogate pair.","input":"\ud800"}""")]
    [InlineData("""{"operation":"ADD","target":"a\u0000"}""", """{"type":"string_unicode","loc":["body","jobs",0,"target"],"msg":"Input should be a valid string: it holds a NUL character or half of a surrogate pair.","input":"a\u0000"}""")]
    public void A_job(string job, string violation) => Assert.Equal([violation], Violations($$"""{"jobs":[{{job}}]}"""));

    [Theory]
    [InlineData("REMOVE", "Must provide a description when operation is REMOVE.")]
    [InlineData("BUMP", "Must provide a description when operation is BUMP.")]
    [InlineData("SET_STATUS", "Must provide a releaseStatus when operation is SET_STATUS.")]
    public void What_an_operation_needs(string operation, string text)
    {
        var job = $$"""{"operation":"{{operation}}","target":"T"}""";

        Assert.Equal(
            [$$$"""{"type":"value_error","loc":["body","jobs",0],"msg":"Value error, {{{text}}}","input":{{{job}}},"ctx":{"error":"{{{text}}}"}}"""],
            Violations($$"""{"jobs":[{{job}}]}"""));
    }

    [Fact]
    public void A_bump_needs_its_three_parts() => Assert.Contains(
        "Must provide a bumpManifesto, bumpFromVersion and bumpToVersion when operation is BUMP.",
        Assert.Single(Violations("""{"jobs":[{"operation":"BUMP","target":"DATASTORE","description":"","bumpFromVersion":"1","bumpToVersion":"2"}]}""")),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("\"releaseTime\":1", "\"releaseTime\":1.5", "int_from_float", "releaseTime")]
    [InlineData("\"releaseTime\":1", "\"releaseTime\":\"x\"", "int_parsing", "releaseTime")]
    [InlineData("\"releaseTime\":1", "\"releaseTime\":null", "int_type", "releaseTime")]
    [InlineData("\"releaseTime\":1", "\"releaseTime\":1e300", "int_parsing_size", "releaseTime")]
    [InlineData("\"updateType\":null,", "", "missing", "updateType")]
    [InlineData("\"updateType\":null", "\"updateType\":1", "string_type", "updateType")]
    [InlineData("[{\"name\"", "[{\"x\":1,\"name\"", "extra_forbidden", "dataStructureUpdates\",0,\"x")]
    [InlineData("\"operation\":\"ADD\",\"releaseStatus\"", "\"releaseStatus\"", "missing", "dataStructureUpdates\",0,\"operation")]
    public void A_manifesto(string part, string instead, string type, string member)
    {
        var violation = Assert.Single(Violations(Bump.Replace(part, instead, StringComparison.Ordinal)));

        Assert.StartsWith($$"""{"type":"{{type}}","loc":["body","jobs",0,"bumpManifesto","{{member}}"],""", violation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"releaseTime\":1", "\"releaseTime\":1.0")]
    [InlineData("\"releaseTime\":1", "\"release_time\":\"1\"")]
    [InlineData("\"releaseTime\":1", "\"releaseTime\":true")]
    [InlineData("\"updateType\":null", "\"update_type\":null,\"unknown\":{}")]
    public void A_manifesto_is_read_loosely(string part, string instead)
    {
        var (jobs, found) = Read(Bump.Replace(part, instead, StringComparison.Ordinal));

        Assert.Equal(0, found.Count);
        Assert.Equal(1, Assert.Single(jobs!).BumpManifesto!.ReleaseTime);
    }

    [Fact]
    public void Of_a_name_said_twice_the_last_counts() =>
        Assert.Equal("B", Assert.Single(Read("""{"jobs":[{"operation":"ADD","target":"A","target":"B"}]}""").Jobs!).Target);

    [Fact]
    public void All_violations_are_told_in_the_order_of_the_fields() => Assert.Equal(
        ["""["body","jobs",1,"operation"]""", """["body","jobs",1,"target"]""", """["body","jobs",1,"a"]""", """["body","jobs",2]"""],
        Violations("""{"jobs":[{"operation":"ADD","target":"T"},{"a":1},{"operation":"REMOVE","target":"T"}]}""")
            .Select(violation => JsonDocument.Parse(violation).RootElement.GetProperty("loc").GetRawText()));

    [Theory]
    [InlineData(1000, 800, 10_000, 0)]
    [InlineData(1001, 1, 1, 1)]
    [InlineData(1, 801, 1, 1)]
    [InlineData(1, 1, 10_001, 1)]
    public void Everything_is_bounded(int jobs, int target, int description, int violations)
    {
        var job = $$"""{"operation":"REMOVE","target":"{{new string('T', target)}}","description":"{{new string('d', description)}}"}""";

        Assert.Equal(violations, Read($$"""{"jobs":[{{string.Join(',', Enumerable.Repeat(job, jobs))}}]}""").Found.Count);
    }

    [Fact]
    public void Not_all_of_very_many_violations_are_told()
    {
        var (_, found) = Read($$"""{"jobs":[{{string.Join(',', Enumerable.Repeat("{}", 1000))}}]}""");

        Assert.Equal((2000, Validation.Violations.MostTold), (found.Count, found.Told.Count));
    }

    private const string Bump =
        """{"jobs":[{"operation":"BUMP","target":"DATASTORE","description":"x","bumpFromVersion":"1","bumpToVersion":"2","bumpManifesto":{"version":"1","description":"d","releaseTime":1,"languageCode":"no","updateType":null,"dataStructureUpdates":[{"name":"A","description":"","operation":"ADD","releaseStatus":"DRAFT"}]}}]}""";

    private static (IReadOnlyList<JobParameters>? Jobs, Violations Found) Read(string body)
    {
        var found = new Violations();
        using var document = JsonDocument.Parse(body);
        return (NewJobs.Read(document.RootElement, Place.Body, found), found);
    }

    private static IEnumerable<string> Violations(string body) => Read(body).Found.Told.Select(violation =>
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonAnswer.Options))
        {
            violation.Write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    });
}
