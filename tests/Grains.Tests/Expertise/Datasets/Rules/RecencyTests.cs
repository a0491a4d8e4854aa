using System.Text.Json;
using FsCheck;
using FsCheck.Xunit;
using Switchyard.Compute.Programs;

namespace Switchyard.Expertise.Datasets.Rules;

public sealed class RecencyTests
{
    [Property]
    public void The_newest_are_the_newest(short[] dates, PositiveInt count)
    {
        var papers = Papers(dates);
        var left = new Recency(null, new Share(count.Get, false), false).Of(papers);

        Assert.Equal(Math.Min(count.Get, papers.Count), left.Count);
        Assert.Equal(papers.OrderByDescending(paper => paper.Cdate).Take(count.Get).Select(paper => paper.Cdate), left.Select(paper => paper.Cdate));
    }

    [Property]
    public void A_percentage_is_rounded_up(ushort count, byte percent)
    {
        var share = new Share(percent, true).Of(count);

        Assert.Equal(Math.Min(count, (int)Math.Ceiling((decimal)count * percent / 100)), share);
    }

    [Property]
    public void Both_conditions_leave_what_both_leave_and_either_leaves_what_one_of_them_leaves(short[] dates, short since, PositiveInt count)
    {
        var papers = Papers(dates);
        var newest = new Share(count.Get, false);
        var ofDate = Ids(new Recency(since, null, false).Of(papers));
        var ofCount = Ids(new Recency(null, newest, false).Of(papers));

        Assert.Equal(ofDate.Intersect(ofCount), Ids(new Recency(since, newest, false).Of(papers)));
        Assert.Equal(ofDate.Union(ofCount), Ids(new Recency(since, newest, true).Of(papers)));
    }

    [Property]
    public void No_condition_leaves_all_in_their_order(short[] dates) => Assert.Equal(Papers(dates), new Recency(null, null, true).Of(Papers(dates)));

    [Theory]
    [InlineData("0")]
    [InlineData("null")]
    [InlineData("false")]
    [InlineData("\"0%\"")]
    public void Nothing_is_no_condition(string value) => Assert.Null(Share.Parse(Element(value)));

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("\"10\"")]
    [InlineData("\"%\"")]
    [InlineData("\"-5%\"")]
    [InlineData("true")]
    [InlineData("[]")]
    public void What_is_no_number_of_publications_is_refused(string value) =>
        Assert.Contains(value, Assert.Throws<WrongInputException>(() => Share.Parse(Element(value))).Message, StringComparison.Ordinal);

    private static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private static List<Paper> Papers(short[] dates) => [.. dates.Select((date, i) => Paper.Of($"p{i}", "", "") with { Cdate = date })];

    private static List<string> Ids(IEnumerable<Paper> papers) => [.. papers.Select(paper => paper.Id)];
}
