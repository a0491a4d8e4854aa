namespace Switchyard.Cli.Output;

/// <summary>What others wrote is shown, not obeyed.</summary>
public sealed class CleanTextTests
{
    [Theory]
    [InlineData("plain \u00e4 \u4e2d", "plain \u00e4 \u4e2d")]
    [InlineData("a\u001b[31mb", "a\u241b[31mb")]
    [InlineData("a\rb\u0000c\u007fd\u202ee\u009bf", "a\u240db\u2400c\ufffdd\ufffde\ufffdf")]
    [InlineData("two\nlines\tand", "two\nlines\tand")]
    public void Controls_are_made_visible(string text, string shown) => Assert.Equal(shown, CleanText.Lines(text));

    [Fact]
    public void In_one_line_there_is_one_line() => Assert.Equal("two lines and", CleanText.Line("two\nlines\tand"));
}
