using Switchyard.Downloads.Pickles;

namespace Switchyard.Downloads.Models;

/// <summary>Finds the terms of a text, which a vocabulary may know. For any number of threads at a time.</summary>
internal abstract class TermAnalyzer
{
    /// <summary>Of what a term is made at most: the work grows with the square of it.</summary>
    private const int MostInTerm = 100;

    /// <summary>How many words or characters a term has, from the fewest to the most.</summary>
    protected (int Least, int Most) Range { get; private init; }

    /// <exception cref="ModelRefusedException">The settings ask for what is not computed here.</exception>
    public static TermAnalyzer Read(ModelSettings settings)
    {
        var range = ReadRange(settings);
        return settings["analyzer"] switch
        {
            PickledText { Value: "word" } => new WordAnalyzer(ReadPattern(settings), StopWords.Read(settings)) { Range = range },
            PickledText { Value: "char" } => new CharacterAnalyzer(withinWords: false) { Range = range },
            PickledText { Value: "char_wb" } => new CharacterAnalyzer(withinWords: true) { Range = range },
            _ => throw settings.Unsupported("analyzer"),
        };
    }

    /// <summary>Notes the features of all terms that are known, in any order and with repetitions.</summary>
    public abstract void Analyze(ReadOnlySpan<char> text, Vocabulary vocabulary, Workspace workspace);

    private static (int Least, int Most) ReadRange(ModelSettings settings) => settings["ngram_range"] switch
    {
        PickledTuple { Items: [PickledInteger { Value: >= 1 and var least }, PickledInteger { Value: <= MostInTerm and var most }] } when least <= most => ((int)least, (int)most),
        PickledList { Items: [PickledInteger { Value: >= 1 and var least }, PickledInteger { Value: <= MostInTerm and var most }] } when least <= most => ((int)least, (int)most),
        _ => throw settings.Unsupported("ngram_range"),
    };

    private static TokenPattern ReadPattern(ModelSettings settings) =>
        settings["token_pattern"] is PickledText { Value: var text } && TokenPattern.Parse(text) is { } pattern
            ? pattern
            : throw settings.Unsupported("token_pattern");
}
