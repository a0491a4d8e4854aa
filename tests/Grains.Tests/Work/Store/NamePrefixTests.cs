using System.Text;
using FsCheck.Xunit;

namespace Switchyard.Work.Store;

public sealed class NamePrefixTests
{
    [Theory]
    [InlineData("a", "b")]
    [InlineData("az\U0010FFFF", "a{")]
    [InlineData("\uD7FF", "\uE000")]
    [InlineData("\U0010FFFF", null)]
    public void The_end_is_the_next_code_point(string prefix, string? end) => Assert.Equal(end, NamePrefix.End(prefix));

    [Property]
    public bool The_range_holds_exactly_what_starts_with_the_prefix(char first, char second, string? rest, string? other)
    {
        var prefix = Valid($"{first}{second}");
        var name = Valid(other ?? "");
        var end = NamePrefix.End(prefix);
        return InRange(prefix + Valid(rest ?? "")) && InRange(name) == name.StartsWith(prefix, StringComparison.Ordinal);

        bool InRange(string text) => Compare(text, prefix) >= 0 && (end is null || Compare(text, end) < 0);
    }

    private static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static int Compare(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));
}
