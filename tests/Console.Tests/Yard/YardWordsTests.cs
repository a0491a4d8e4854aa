using System.Text;
using FsCheck.Xunit;
using Switchyard.Compute.Pages;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Settings;
using Switchyard.Tasks;
using Switchyard.Tasks.Pages;
using Switchyard.Tasks.Queues;
using Switchyard.Work;
using Switchyard.Work.Pages.Queues;

namespace Switchyard.OperatorConsole.Yard;

public sealed class YardWordsTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.2, "< 1 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(3599, "59 min 59 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(90_000, "1 d 1 h")]
    public void A_span_has_its_two_largest_units(double seconds, string words) => Assert.Equal(words, SpanWords.Of(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(150_754_820_096, "140 GiB")]
    [InlineData(long.MaxValue, "8388608 TiB")]
    public void A_size_has_the_largest_binary_unit(long bytes, string words) => Assert.Equal(words, SizeWords.Of(bytes));

    [Fact]
    public void JSON_is_laid_out_and_what_is_nested_too_deeply_is_shown_as_it_is()
    {
        Assert.Equal("{\n  \"a\": [\n    \"\u00e9\"\n  ]\n}", JsonWords.Of("""{"a":["\u00e9"]}"""u8.ToArray()).ReplaceLineEndings("\n"));
        Assert.Contains("[\n", JsonWords.Of(Nested(100)).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetString(Nested(600)), JsonWords.Of(Nested(600)));
    }

    private static byte[] Nested(int levels) => Encoding.UTF8.GetBytes(new string('[', levels) + new string(']', levels));

    [Theory]
    [InlineData("* * * * *", "every minute")]
    [InlineData("*/15 * * * *", "every 15 minutes")]
    [InlineData("*/7 * * * *", null)]
    [InlineData("5 * * * *", "every hour, 5 minutes past it")]
    [InlineData("0 */6 * * *", "every 6 hours, 0 minutes past")]
    [InlineData("30 3 * * *", "every day at 03:30")]
    [InlineData("0 9 * * 1-5", "Monday to Friday at 09:00")]
    [InlineData("0 9 * * 7", "every Sunday at 09:00")]
    [InlineData("0 0 L * *", "on the last day of each month at 00:00")]
    [InlineData("0 0 1 * *", "on day 1 of each month at 00:00")]
    [InlineData("0 0 1 1 *", null)]
    [InlineData("0 0 1 * 1", null)]
    [InlineData("61 3 * * *", null)]
    [InlineData("", null)]
    public void Usual_expressions_have_words_and_others_none(string cron, string? words) => Assert.Equal(words, CronWords.Of(cron));

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("\n \n", null, null)]
    [InlineData("a\nslice 30 of 120\n", "slice 30 of 120", 0.25)]
    [InlineData("10%\r40%|####   |\r", "40%|####   |", 0.4)]
    [InlineData("12/48 files", "12/48 files", 0.25)]
    [InlineData("at 2026/11/30", "at 2026/11/30", null)]
    [InlineData("5 of 3", "5 of 3", null)]
    [InlineData("loss 0.3", "loss 0.3", null)]
    public void The_last_line_of_a_log_says_how_far_a_run_is(string? log, string? line, double? share)
    {
        var progress = RunProgress.Of(log);

        Assert.Equal((line, share), (progress?.Line, progress?.Share));
    }

    [Theory]
    [InlineData("ConnectionStrings:Switchyard", true)]
    [InlineData("ConnectionStrings:SwitchyardFile", false)]
    [InlineData("Auth:Basic:Users:0:PasswordHash", true)]
    [InlineData("Auth:Basic:PasswordFile", false)]
    [InlineData("Auth:Keys:0:Key", true)]
    [InlineData("Auth:Keys:0:KeyHash", true)]
    [InlineData("Jobs:ApiKey", true)]
    [InlineData("Services:0:Environment:HF_HOME", true)]
    [InlineData("Downloads:ConnectionString", true)]
    [InlineData("Tables:LeaseTimeout", false)]
    [InlineData("Auth:Jwt:JwksUrl", false)]
    public void A_secret_is_known_by_its_key(string key, bool isSecret) => Assert.Equal(isSecret, SecretKeys.IsSecret(key));

    [Theory]
    [InlineData("https://user:pw@host/x", "https://user:***@host/x")]
    [InlineData("redis:6379,password=abc,ssl=true", "redis:6379,password=***,ssl=true")]
    [InlineData("http://127.0.0.1:5000", "http://127.0.0.1:5000")]
    public void A_password_in_a_value_is_not_told(string value, string shown) => Assert.Equal(shown, SecretKeys.Mask(value));

    [Fact]
    public void The_words_for_an_end_that_cannot_be_said_say_why()
    {
        var status = new QueueStatus("q", 3, 0, new Dictionary<string, long>(), null, null);
        var none = new PaceCounts(0, 0, 0);

        Assert.Equal("2 min", PaceWords.Eta(status, new QueuePace(none, none, 120, null)));
        Assert.Equal("never: paused", PaceWords.Eta(status, new QueuePace(none, none, null, QueuePace.Paused)));
        Assert.Equal("never at this pace: it grows", PaceWords.Eta(status, new QueuePace(none, none, null, QueuePace.Growing)));
        Assert.Equal("\u2013", PaceWords.Eta(status with { Queued = 0 }, new QueuePace(none, none, null, QueuePace.Paused)));
    }

    [Property]
    public void What_a_form_shows_of_a_policy_is_that_policy_when_it_is_saved(
        uint lease, uint attempts, uint first, uint timeout, uint? concurrency, uint? limit, uint? kept)
    {
        var policy = new TaskQueuePolicy
        {
            Lease = TimeSpan.FromMilliseconds(1000 + (lease % 86_399_000)),
            MaxAttempts = 1 + (int)(attempts % 1000),
            Backoff = new TaskBackoff(TimeSpan.FromMilliseconds(first), 1 + (attempts % 9), TimeSpan.FromMilliseconds(lease), 0.25),
            Timeout = timeout % 3 == 0 ? null : TimeSpan.FromMilliseconds(1 + timeout),
            Concurrency = concurrency is { } most ? 1 + (int)(most % 1_000_000) : null,
            Rate = limit is { } tasks ? new TaskRate(1 + (int)(tasks % 1_000_000), TimeSpan.FromMilliseconds(1 + lease)) : null,
            Retention = new TaskRetention(kept is { } time ? TimeSpan.FromMilliseconds(time) : null, TimeSpan.FromDays(30)),
        };

        var read = PolicyReader.Read(PolicyFields.Of(policy).ToJson(), out var refusal);

        Assert.Null(refusal);
        Assert.Equal(policy, read);
    }
}
