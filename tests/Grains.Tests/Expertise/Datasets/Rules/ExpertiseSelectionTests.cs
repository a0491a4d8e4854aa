using FsCheck.Xunit;

namespace Switchyard.Expertise.Datasets.Rules;

public sealed class ExpertiseSelectionTests
{
    private static readonly IReadOnlyList<string> Names = ["~A1", "~A_B1"];

    [Property]
    public void What_is_excluded_is_gone_and_nothing_else(byte[] papers, byte[] excluded)
    {
        var left = new ExpertiseSelection(Edges(excluded), null).Of(Names, Papers(papers));

        Assert.Equal(Papers(papers).Where(paper => !Ids(excluded).Contains(paper.Id)), left);
    }

    [Property]
    public void What_is_included_is_all_unless_none_of_it_is_there(byte[] papers, byte[] included)
    {
        var left = new ExpertiseSelection(null, Edges(included)).Of(Names, Papers(papers));
        Paper[] there = [.. Papers(papers).Where(paper => Ids(included).Contains(paper.Id))];

        Assert.Equal(there.Length > 0 ? there : Papers(papers), left);
    }

    [Property]
    public void What_others_said_does_not_count(byte[] papers, byte[] edges) =>
        Assert.Equal(Papers(papers), new ExpertiseSelection(Edges(edges), Edges(edges)).Of(["~Other1"], Papers(papers)));

    [Property]
    public void No_excluded_paper_is_ever_included(byte[] papers, byte[] excluded, byte[] included)
    {
        var left = new ExpertiseSelection(Edges(excluded), Edges(included)).Of(Names, Papers(papers));

        Assert.DoesNotContain(left, paper => Ids(excluded).Contains(paper.Id));
    }

    // Few ids, so that edges hit.
    private static string Id(byte number) => $"p{number % 8}";

    private static HashSet<string> Ids(byte[] numbers) => [.. numbers.Select(Id)];

    private static Paper[] Papers(byte[] numbers) => [.. Ids(numbers).Select(id => Paper.Of(id, "", ""))];

    // Under both names of the member.
    private static ILookup<string, string> Edges(byte[] numbers) => numbers.ToLookup(number => Names[number / 8 % 2], Id);
}
