using System.Text;
using FsCheck.Xunit;

namespace Switchyard.Compute.Runs;

public sealed class RunLogTests
{
    [Property(MaxTest = 1000)]
    public void Head_and_tail_are_kept_however_it_comes(string[] pieces)
    {
        var log = new RunLog(headBytes: 10, tailBytes: 7);
        var all = "";
        foreach (var piece in pieces.Select(piece => new string([.. (piece ?? "").Where(char.IsAsciiLetterOrDigit)])))
        {
            log.Write(Encoding.UTF8.GetBytes(piece));
            all += piece;

            Assert.Equal(all.Length, log.Length);
            Assert.Equal(
                all.Length <= 17 ? all : $"{all[..10]}\n[... {all.Length - 17} bytes left out ...]\n{all[^7..]}",
                log.ToString());
        }
    }

    [Fact]
    public void A_character_that_is_cut_is_left_out()
    {
        var log = new RunLog(headBytes: 5, tailBytes: 5);

        log.Write("ab😀cdefgh😀xy"u8);

        Assert.Equal("ab\n[... 8 bytes left out ...]\nxy", log.ToString());
    }

    [Fact]
    public void What_is_no_text_is_replaced()
    {
        var log = new RunLog();

        log.Write([(byte)'a', 0, 0xff, (byte)'b']);
        log.WriteLine("ü");

        Assert.Equal("a\ufffd\ufffdbü\n", log.ToString());
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(" \n\r\n\t", null)]
    [InlineData("only", "only")]
    [InlineData("first\nlast \n\n", "last")]
    [InlineData("5 %\r99 %\r", "99 %")]
    [InlineData("a long last line", "st line")]
    [InlineData("\U0001F600\U0001F600\U0001F600\U0001F600", "\U0001F600\U0001F600\U0001F600")]
    public void The_last_line_is_the_last_that_says_something(string text, string? expected)
    {
        var log = new RunLog();
        log.Write(text);

        Assert.Equal(expected, log.LastLine(7));
    }

    [Fact]
    public void Each_piece_is_told()
    {
        var told = new List<long>();
        var log = new RunLog(log => told.Add(log.Length));

        log.WriteLine("a");
        log.Write([]);
        log.WriteLine("bc");

        Assert.Equal([2, 5], told);
    }
}
