using System.Buffers;
using System.Text;

namespace Switchyard.Tables;

public sealed class SubmittedResultTests
{
    private const string Empty = """{"cea":[],"cta":[],"cpa":[],"errors":[]}""";

    [Fact]
    public void The_lists_of_a_result_are_read()
    {
        var result = Parse("""
            {"cea":[{"row_id":1,"col_id":2,"mapped":"Q1"}],
             "cta":[{"col_id":3,"mapped":"Q2,Q3"}],
             "cpa":[{"subj_id":0,"obj_id":4,"mapped":"P5"}],
             "errors":["first","second"]}
            """);

        Assert.Equal([new Annotation(1, 2, "Q1")], result.Annotations.Cea);
        Assert.Equal([new Annotation(3, 0, "Q2,Q3")], result.Annotations.Cta);
        Assert.Equal([new Annotation(0, 4, "P5")], result.Annotations.Cpa);
        Assert.Equal(["first", "second"], result.Errors);
    }

    [Fact]
    public void The_old_notation_is_read_for_all_three_tasks()
    {
        var result = Parse("""{"cea":{"1,2":"Q1"," 3 , 4 ":"Q2"},"cta":{"3":"Q3"},"cpa":{"0,4":"P5","0,5":null},"errors":null}""");

        Assert.Equal([new Annotation(1, 2, "Q1"), new Annotation(3, 4, "Q2")], result.Annotations.Cea);
        Assert.Equal([new Annotation(3, 0, "Q3")], result.Annotations.Cta);
        Assert.Equal([new Annotation(0, 4, "P5")], result.Annotations.Cpa);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"\"")]
    [InlineData("false")]
    [InlineData("0")]
    public void A_falsy_value_is_nothing(string falsy)
    {
        var result = Parse($$"""{"cea":{{falsy}},"cta":{{falsy}},"cpa":{{falsy}},"errors":{{falsy}}}""");

        Assert.Empty(result.Annotations.Cea);
        Assert.Empty(result.Annotations.Cta);
        Assert.Empty(result.Annotations.Cpa);
        Assert.Empty(result.Errors);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("0.0")]
    public void An_entry_without_a_mapping_is_dropped(string mapped)
    {
        var result = Parse($$"""{"cea":[{"row_id":1,"col_id":2,"mapped":{{mapped}}}],"cta":[],"cpa":[],"errors":[]}""");

        Assert.Empty(result.Annotations.Cea);
    }

    [Fact]
    public void Ids_may_be_numeric_strings_and_whole_floats()
    {
        var result = Parse("""{"cea":[{"row_id":"1","col_id":2.0,"mapped":"Q1"}],"cta":[{"col_id":" 3 ","mapped":"Q2"}],"cpa":[],"errors":[]}""");

        Assert.Equal([new Annotation(1, 2, "Q1")], result.Annotations.Cea);
        Assert.Equal([new Annotation(3, 0, "Q2")], result.Annotations.Cta);
    }

    [Theory]
    [InlineData("\"one text\"", "one text")]
    [InlineData("17", "17")]
    [InlineData("""{"a": [1, 2]}""", """{"a": [1, 2]}""")]
    [InlineData("""[{"a":1}]""", """{"a":1}""")]
    public void Errors_of_any_form_become_text(string errors, string text)
    {
        var result = Parse($$"""{"cea":[],"cta":[],"cpa":[],"errors":{{errors}}}""");

        Assert.Equal([text], result.Errors);
    }

    [Fact]
    public void A_work_package_sent_back_with_its_data_and_unknown_keys_is_read()
    {
        var result = Parse("""
            {"name":"T","data":[["a"],["ä\u00e9"]],"targets":{"cea":[{"row_id":9,"col_id":9,"mapped":"Q9"}]},"audit":true,
             "cea":[{"row_id":1,"col_id":2,"mapped":"Q1","score":{"deep":[1]}}],"cta":[],"cpa":[],"errors":[]}
            """);

        Assert.Equal([new Annotation(1, 2, "Q1")], result.Annotations.Cea);
    }

    [Fact]
    public void A_key_given_twice_counts_the_last_time() =>
        Assert.Empty(Parse("""{"cea":[{"row_id":1,"col_id":2,"mapped":"Q1"}],"cea":[],"cta":[],"cpa":[],"errors":[]}""").Annotations.Cea);

    [Fact]
    public void A_key_written_with_escapes_is_the_key() =>
        Assert.Single(Parse("""{"\u0063ea":[{"row\u005fid":1,"col_id":2,"mapped":"Q1"}],"cta":[],"cpa":[],"errors":[]}""").Annotations.Cea);

    [Fact]
    public void A_byte_order_mark_is_skipped() =>
        Assert.Equal(["{}x"], Parse('\uFEFF' + """{"cea":[],"cta":[],"cpa":[],"errors":["{}x"]}""").Errors);

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("not json", "not JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("""{"cea":[],"cta":[],"cpa":[],"errors":[]} x""", "not JSON")]
    [InlineData("""{"cea":[],"cta":[],"cpa":[]}""", "'errors' is missing")]
    [InlineData("""{"cta":[],"cpa":[],"errors":[]}""", "'cea' is missing")]
    [InlineData("""{"cea":"Q1","cta":[],"cpa":[],"errors":[]}""", "neither a list nor an object")]
    [InlineData("""{"cea":["Q1"],"cta":[],"cpa":[],"errors":[]}""", "not an object")]
    [InlineData("""{"cea":[{"row_id":1,"mapped":"Q1"}],"cta":[],"cpa":[],"errors":[]}""", "lacks row_id, col_id or mapped")]
    [InlineData("""{"cea":[{"row_id":1,"col_id":1}],"cta":[],"cpa":[],"errors":[]}""", "lacks row_id, col_id or mapped")]
    [InlineData("""{"cea":[{"row_id":"x","col_id":1,"mapped":"Q1"}],"cta":[],"cpa":[],"errors":[]}""", "not an integer")]
    [InlineData("""{"cea":[{"row_id":true,"col_id":1,"mapped":"Q1"}],"cta":[],"cpa":[],"errors":[]}""", "not an integer")]
    [InlineData("""{"cea":[{"row_id":99999999999,"col_id":1,"mapped":"Q1"}],"cta":[],"cpa":[],"errors":[]}""", "not an integer")]
    [InlineData("""{"cea":[{"row_id":1,"col_id":1,"mapped":7}],"cta":[],"cpa":[],"errors":[]}""", "not a string")]
    [InlineData("""{"cea":{"1":"Q1"},"cta":[],"cpa":[],"errors":[]}""", "not of the form \"row,col\"")]
    [InlineData("""{"cea":[],"cta":{"1,2":"Q1"},"cpa":[],"errors":[]}""", "not of the form \"col\"")]
    [InlineData("""{"cea":[{"row_id":NaN,"col_id":1,"mapped":"Q1"}],"cta":[],"cpa":[],"errors":[]}""", "not an integer")]
    [InlineData("""{"cea":[{"row_id":1,"col_id":-Infinity,"mapped":"Q1"}],"cta":[],"cpa":[],"errors":[]}""", "not an integer")]
    [InlineData("""{"cea":[{"row_id":1,"col_id":1,"mapped":NaN}],"cta":[],"cpa":[],"errors":[]}""", "not a string")]
    [InlineData("""{"cea":NaN,"cta":[],"cpa":[],"errors":[]}""", "neither a list nor an object")]
    [InlineData("""{"cea":[],"cta":[],"cpa":[],"errors":[],"x":NaNs}""", "not JSON")]
    [InlineData("""{"cea":[{"row_id":1,"col_id":1,"mapped":"\ud800"}],"cta":[],"cpa":[],"errors":[]}""", "not valid Unicode")]
    public void What_is_no_result_is_refused_with_the_reason(string body, string reason) =>
        Assert.Contains(reason, Assert.Throws<SubmissionRefusedException>(() => Parse(body)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_mapping_has_a_longest_length()
    {
        string Body(int length) =>
            $$"""{"cea":[{"row_id":1,"col_id":1,"mapped":"{{new string('Q', length)}}"}],"cta":[],"cpa":[],"errors":[]}""";

        Assert.Single(Parse(Body(SubmittedResult.MaxMappedLength)).Annotations.Cea);
        Assert.Throws<SubmissionRefusedException>(() => Parse(Body(SubmittedResult.MaxMappedLength + 1)));
    }

    [Fact]
    public void The_number_of_entries_is_bounded_dropped_ones_included()
    {
        var entries = string.Concat(Enumerable.Repeat("\"0\":0,", SubmittedResult.MaxEntries));

        Assert.Empty(Parse($$"""{"cea":[],"cta":{{{entries[..^1]}}},"cpa":[],"errors":[]}""").Annotations.Cta);
        Assert.Throws<SubmissionRefusedException>(() => Parse($$"""{"cea":[],"cta":{{{entries}}"0":0},"cpa":[],"errors":[]}"""));
    }

    [Fact]
    public void The_number_of_errors_is_bounded()
    {
        static string Body(int errors) => $$"""{"cea":[],"cta":[],"cpa":[],"errors":[{{string.Join(',', Enumerable.Repeat("0", errors))}}]}""";

        Assert.Equal(SubmittedResult.MaxErrors, Parse(Body(SubmittedResult.MaxErrors)).Errors.Count);
        Assert.Throws<SubmissionRefusedException>(() => Parse(Body(SubmittedResult.MaxErrors + 1)));
    }

    [Theory]
    [InlineData("{0}", 2)]
    [InlineData("[{0}]", 2)]
    [InlineData("[1,{0}]", 3)]
    [InlineData("[[{0}]]", 4)]
    public void The_size_of_the_errors_is_bounded(string shape, int overhead)
    {
        string Body(int length) => $$"""{"cea":[],"cta":[],"cpa":[],"errors":{{string.Format(null, shape, $"\"{new string('x', length - overhead)}\"")}}}""";

        Assert.NotEmpty(Parse(Body(SubmittedResult.MaxErrorsLength)).Errors);
        Assert.Throws<SubmissionRefusedException>(() => Parse(Body(SubmittedResult.MaxErrorsLength + 1)));
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("[NaN,Infinity,{\"a\":-Infinity}]")]
    [InlineData("\"\\ud800 NaN\"")]
    [InlineData("{\"\\ud800\":1,\"a\":1,\"a\":2}")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890e400")]
    public void What_is_ignored_may_be_whatever_python_writes(string value)
    {
        var result = Parse($$"""
            {"score":{{value}},"\ud800":{{value}},"c\ud800":1,"cea":[{"row_id":1,"col_id":2,"mapped":"Q1","\udc00":{{value}},"score":{{value}}}],
             "cta":[],"cpa":[],"errors":[],"last":{{value}}}
            """);

        Assert.Equal([new Annotation(1, 2, "Q1")], result.Annotations.Cea);
    }

    [Fact]
    public void Errors_are_kept_as_they_came()
    {
        var result = Parse("""{"score":NaN,"cea":[],"cta":[],"cpa":[],"errors":[{"a": [NaN, -Infinity]},"NaN \ud83d\ude00 \ud800",Infinity]}""");

        Assert.Equal(["""{"a": [NaN, -Infinity]}""", "NaN \U0001F600 \uFFFD", "Infinity"], result.Errors);
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        static string Body(int levels) => $$"""{"x":{{new string('[', levels)}}{{new string(']', levels)}},{{Empty[1..]}}""";

        Assert.Empty(Parse(Body(999)).Errors);
        Assert.Throws<SubmissionRefusedException>(() => Parse(Body(1000)));
    }

    private static SubmittedResult Parse(string json) =>
        SubmittedResult.Parse(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)));
}
