using System.Buffers;
using System.Text;

namespace Switchyard.Tables;

public sealed class AuditRecordsTests
{
    private const string Record =
        """{"approach":"a","tablename":"T","task":"CEA","step":"creation","method":"m","solved_cnt":3,"remaining_cnt":"4","remaining":[{"row_id": 1}],"timestamp":"now"}""";

    [Fact]
    public void Records_are_read_and_remaining_stays_json() => Assert.Equal(
        [new AuditRecord("a", "T", "CEA", "creation", "m", 3, 4, """[{"row_id": 1}]""", "now")],
        Parse($"[{Record}]"));

    [Theory]
    [InlineData("[{\"score\": NaN, \"row_id\": -Infinity}]")]
    [InlineData("NaN")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\ud800\": 1, \"a\": 1, \"a\": 2}")]
    [InlineData("123456789012345678901234567890")]
    public void Remaining_is_whatever_python_writes(string remaining) => Assert.Equal(
        [remaining],
        Parse('\uFEFF' + $"[{Record.Replace("[{\"row_id\": 1}]", remaining, StringComparison.Ordinal)}]").Select(record => record.Remaining));

    [Fact]
    public void An_empty_list_has_no_records() => Assert.Empty(Parse("[]"));

    [Theory]
    [InlineData("\"step\":\"creation\",", "", "step col must be in the submitted record dict")]
    [InlineData("\"remaining\":[{\"row_id\": 1}],", "", "remaining col must be in the submitted record dict")]
    [InlineData("\"solved_cnt\":3", "\"solved_cnt\":NaN", "solved_cnt col must be an integer")]
    [InlineData("\"solved_cnt\":3", "\"solved_cnt\":\"x\"", "solved_cnt col must be an integer")]
    [InlineData("\"method\":\"m\"", "\"method\":[]", "method col must be a text")]
    [InlineData("\"method\":\"m\"", "\"method\":\"m\\u0000\"", "method col holds a NUL character or half of a surrogate pair.")]
    [InlineData("\"task\"", "\"x) VALUES (1)--\":1,\"task\"", "x) VALUES (1)-- is not a col of a record dict")]
    public void A_bad_record_is_refused_in_the_originals_words(string part, string replacement, string message) => Assert.Equal(
        message,
        Assert.Throws<SubmissionRefusedException>(() => Parse($"[{Record},{Record.Replace(part, replacement, StringComparison.Ordinal)}]")).Message);

    [Fact]
    public void A_long_name_is_shortened_between_two_characters()
    {
        var name = new string('x', 99);

        var refused = Assert.Throws<SubmissionRefusedException>(() => Parse($"[{{\"{name}\U0001F600x\":1}}]"));

        Assert.Equal($"{name}... is not a col of a record dict", refused.Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[")]
    public void What_is_no_list_of_records_is_refused(string body) =>
        Assert.Throws<SubmissionRefusedException>(() => Parse(body));

    [Fact]
    public void Remaining_has_a_largest_size()
    {
        string Sized(int bytes) => Record.Replace("""[{"row_id": 1}]""", $"\"{new string('x', bytes - 2)}\"", StringComparison.Ordinal);

        Assert.Single(Parse($"[{Sized(AuditRecords.MaxRemainingLength)}]"));
        Assert.Throws<SubmissionRefusedException>(() => Parse($"[{Sized(AuditRecords.MaxRemainingLength + 1)}]"));
    }

    private static IReadOnlyList<AuditRecord> Parse(string json) =>
        AuditRecords.Parse(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)));
}
