using Switchyard.Tables.Reports;
using Switchyard.Tables.Rules;


namespace Switchyard.Tables;

public class EvaluationTests
{
    private static readonly TargetTable Targets = new(
        [
            new(1, 0, "Q42", 1), new(2, 0, "Q7", 1), new(3, 0, null, null),
            new(4, 0, "http://dbpedia.org/resource/X", 1), new(5, 0, "http://www.wikidata.org/entity/Q9", 1),
        ],
        [new(0, 0, "Q5,Q6", 1), new(1, 0, "Q5", 1)],
        [new(0, 1, "P31", 1)]);

    private readonly Dictionary<string, SolvedTable> tables = new()
    {
        ["solved"] = new(true, Targets),
        ["unsolved"] = new(false, Targets),
    };

    private readonly List<string> lookups = [];

    private async Task<IReadOnlyList<TaskEvaluation>> Run(InputDirectory input, long solved = 1) =>
        await Evaluation.RunAsync(
            Path.Combine(input.Input, "solution"),
            solved,
            name =>
            {
                lookups.Add(name);
                return Task.FromResult(tables.GetValueOrDefault(name));
            },
            TestContext.Current.CancellationToken);

    private static InputDirectory Solution(string cea) => new InputDirectory()
        .With("solution/cea.csv", "Filename,Row Id,Col Id,Entity URI\n" + cea)
        .With("solution/cta.csv", "Filename,Col Id,Col Class URI\n")
        .With("solution/cpa.csv", "Filename,Col 1 Id,Col 2 Id,Property URI\n");

    [Fact]
    public async Task Each_row_of_a_solved_table_is_correct_incorrect_missing_or_superfluous()
    {
        using var input = Solution("""
            solved,1,0,http://www.wikidata.org/entity/Q42
            solved,2,0,"http://www.wikidata.org/entity/Q1,http://www.wikidata.org/entity/Q7"
            solved,3,0,http://www.wikidata.org/entity/Q1
            solved,4,0,http://dbpedia.org/resource/x
            solved,5,0,Q9
            solved,9,9,Q9
            unsolved,1,0,Q42
            unknown,1,0,Q42

            """);

        Assert.Equal(new TaskEvaluation(AnnotationTask.Cea, 0, 2, 1, 1, 3, 1), (await Run(input))[0]);
        Assert.Equal(["solved", "unsolved", "unknown"], lookups);
    }

    [Fact]
    public async Task Solved_tables_that_the_file_never_names_are_missing_solutions()
    {
        using var input = Solution("solved,1,0,Q42\n");

        var evaluations = await Run(input, solved: 3);

        Assert.Equal(new TaskEvaluation(AnnotationTask.Cea, 2, 0, 0, 0, 1, 0), evaluations[0]);
        Assert.Equal(new TaskEvaluation(AnnotationTask.Cpa, 3, 0, 0, 0, 0, 0), evaluations[2]);
    }

    [Fact]
    public async Task A_list_is_compared_as_a_whole_and_alternatives_one_by_one()
    {
        using var input = Solution("").With(
            "solution/cta.csv", "Col Class URI,Filename,Col Id\n\"Q5, Q6\",solved,0\n\"Q5, Q6\",solved,1\n");

        Assert.Equal(new TaskEvaluation(AnnotationTask.Cta, 0, 0, 0, 0, 1, 1), (await Run(input))[1]);
    }

    [Fact]
    public async Task Properties_are_compared_by_their_two_columns()
    {
        using var input = Solution("").With(
            "solution/cpa.csv",
            "Filename,Col 1 Id,Col 2 Id,Property URI\nsolved,0,1,http://www.wikidata.org/prop/direct/P31\nsolved,1,0,P31\n");

        Assert.Equal(new TaskEvaluation(AnnotationTask.Cpa, 0, 0, 1, 0, 1, 0), (await Run(input))[2]);
    }

    [Fact]
    public async Task A_file_that_is_missing_names_no_table()
    {
        using var input = Solution("");
        File.Delete(Path.Combine(input.Input, "solution/cpa.csv"));

        Assert.Equal(new TaskEvaluation(AnnotationTask.Cpa, 1, 0, 0, 0, 0, 0), (await Run(input))[2]);
    }

    [Fact]
    public async Task A_missing_column_is_named()
    {
        using var input = Solution("").With("solution/cea.csv", "Filename,Row Id,Entity URI\n");

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Run(input));
        Assert.Equal("solution/cea.csv has no column 'Col Id'.", error.Message);
    }

    [Theory]
    [InlineData("\uFEFFFilename,Row Id,Col Id,Entity URI\r\nsolved,1,0,http://www.wikidata.org/entity/Q42\r\n")]
    [InlineData("\uFEFF\"Filename\",\"Row Id\",\"Col Id\",\"Entity URI\"\nsolved, 1 ,0,\"Q41, Q42 ,\"\n")]
    [InlineData(" entity uri ,ROW ID,filename,Col Id,more\nQ42,1,solved,0,\n")]
    [InlineData("Filename,Row Id,Col Id,Entity URI\n,1,0,Q42\n\"  \",1,0,Q42\n\nsolved,\"1,0,Q42\nsolved,1,0,a\"b\nsolved,1,0,Q42\n")]
    public async Task Odd_lines_and_cells_spoil_no_others(string file)
    {
        using var input = Solution("").With("solution/cea.csv", file);

        Assert.Equal(new TaskEvaluation(AnnotationTask.Cea, 0, 0, 0, 0, 1, 0), (await Run(input))[0]);
    }

    [Theory]
    [InlineData("solved,1,0\n")]
    [InlineData("solved,1,0,\n")]
    [InlineData("solved,1,0,q42\n")]
    public async Task An_answer_that_is_none_is_never_right(string row)
    {
        using var input = Solution(row);

        Assert.Equal(new TaskEvaluation(AnnotationTask.Cea, 0, 0, 0, 0, 0, 1), (await Run(input))[0]);
    }

    [Fact]
    public async Task Rows_without_a_position_are_passed_over()
    {
        using var input = Solution("solved,x,0,Q42\nsolved\nsolved,-1,0,Q42\nsolved,1,0,Q42\n");

        Assert.Equal(new TaskEvaluation(AnnotationTask.Cea, 0, 0, 0, 0, 1, 0), (await Run(input))[0]);
    }

    [Fact]
    public async Task Tables_in_any_order_are_looked_up_again_only_when_many_lie_between()
    {
        tables.Clear();
        var names = Enumerable.Range(0, 300).Select(i => $"T{i}").ToList();
        using var input = Solution(string.Concat(names.Concat(["T299", "T0"]).Select(n => $"{n},1,0,Q1\n")));

        Assert.Equal(new TaskEvaluation(AnnotationTask.Cea, 1, 300, 0, 0, 0, 0), (await Run(input))[0]);
        Assert.Equal([.. names, "T0"], lookups);
    }
}
