using Switchyard.Tables.Reports;


namespace Switchyard.Tables;

public class WikidataIdTests
{
    [Theory]
    [InlineData("http://www.wikidata.org/entity/Q42", "Q42")]
    [InlineData("https://www.wikidata.org/wiki/Property:P31", "P31")]
    [InlineData("http://www.wikidata.org/prop/direct/P279", "P279")]
    [InlineData("https://www.wikidata.org/wiki/Lexeme:L7-S1", "L7")]
    [InlineData("http://www.wikidata.org/entity/Q1/Q2", "Q2")]
    [InlineData("Q42", "Q42")]
    [InlineData(" http://dbpedia.org/resource/Q42 ", "http://dbpedia.org/resource/Q42")]
    [InlineData("http://www.wikidata.org/entity/X1", "http://www.wikidata.org/entity/X1")]
    [InlineData("http://www.wikidata.org/entity/Q", "http://www.wikidata.org/entity/Q")]
    [InlineData("wikidata.org", "wikidata.org")]
    [InlineData("", "")]
    public void An_iri_of_wikidata_is_its_id(string iri, string id) => Assert.Equal(id, WikidataId.Normalise(iri));

    [Theory]
    [InlineData("http://www.wikidata.org/entity/Q99 http://www.wikidata.org/entity/Q100", "Q99")]
    [InlineData("http://www.wikidata.org/prop/direct/P31", "P31")]
    [InlineData("http://www.wikidata.org/entity/Q00123456789012345678901234567890 http://www.wikidata.org/entity/Q5", "Q5")]
    [InlineData("http://dbpedia.org/resource/A http://dbpedia.org/resource/B", "http://dbpedia.org/resource/A http://dbpedia.org/resource/B")]
    [InlineData("http://dbpedia.org/resource/A http://www.wikidata.org/entity/Q5", "Q5")]
    [InlineData("http://www.wikidata.org/entity/Q9,http://www.wikidata.org/entity/Q10", "Q9")]
    [InlineData("http://www.wikidata.org/entity/Q10 , http://www.wikidata.org/entity/Q9", "Q9")]
    [InlineData("\thttp://www.wikidata.org/entity/Q10\u00a0\r\nhttp://www.wikidata.org/entity/Q9 ", "Q9")]
    [InlineData("Q10 Q9", "Q9")]
    [InlineData(" P31", "P31")]
    [InlineData("Q42", "Q42")]
    [InlineData("Quebec City, P.E.I. Q", "Quebec City, P.E.I. Q")]
    [InlineData("http://dbpedia.org/resource/Paris,_Texas ", "http://dbpedia.org/resource/Paris,_Texas")]
    [InlineData("  ", "")]
    public void The_smallest_id_stands_for_several(string iris, string answer) => Assert.Equal(answer, WikidataId.Smallest(iris));

    [Theory]
    [InlineData("wikidata.org")]
    [InlineData("wikidata.org/Q")]
    [InlineData("1")]
    public void A_hostile_answer_costs_no_more_than_its_length(string part) =>
        Assert.NotEmpty(WikidataId.Normalise("wikidata.org" + string.Concat(Enumerable.Repeat(part, 1_000_000))));
}
