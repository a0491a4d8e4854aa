using Switchyard.Work.Failures;

namespace Switchyard.Work;

public sealed class ErrorPatternTests
{
    [Theory]
    [InlineData("timeout after 30 s", "timeout after 31 s", "timeout after # s")]
    [InlineData("Traceback:\n  line 3\nKeyError: 'Q183'", "Traceback:\n  line 9\nKeyError: 'Q64'\n", "KeyError: '#'")]
    [InlineData("no blob 1f0e3dad-9c1b", "no blob 00ab-77", "no blob #")]
    [InlineData("disk /data/run-17 is full", "disk  /data/run-18 is full", "disk /data/run-# is full")]
    [InlineData("at 2026-03-01T08:00:00.123Z it broke", "at 2026-03-02T09:10:00Z it broke", "at # it broke")]
    public void Errors_that_differ_in_numbers_and_ids_are_the_same(string one, string other, string pattern)
    {
        Assert.Equal(pattern, ErrorPattern.Of(one));
        Assert.Equal(pattern, ErrorPattern.Of(other));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n ")]
    public void Without_a_word_they_are_a_group_of_their_own(string? error) => Assert.Equal(ErrorPattern.None, ErrorPattern.Of(error));

    [Fact]
    public void Different_words_are_different_errors_and_a_long_one_is_cut()
    {
        Assert.NotEqual(ErrorPattern.Of("disk full"), ErrorPattern.Of("disk away"));
        Assert.Equal(300, ErrorPattern.Of(new string('x', 5000)).Length);
    }
}
