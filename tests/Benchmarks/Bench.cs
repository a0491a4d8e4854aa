namespace Switchyard.Benchmarks;

/// <summary>Something that can be measured.</summary>
/// <param name="Name">A family, a dot, a name: <c>store.lives</c>.</param>
internal sealed record Bench(string Name, string Purpose, Func<Settings, Databases, Task> Run)
{
    /// <summary>Whether the word on the command line means it: its name, or that of its family.</summary>
    public bool Is(string? word) =>
        word is not null && (Name == word || Name.StartsWith(word + ".", StringComparison.Ordinal) || word == "all");
}
