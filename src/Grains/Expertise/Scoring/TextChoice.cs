namespace Switchyard.Expertise.Scoring;

/// <summary>Which text stands for a paper: its abstract if that counts and is not empty, else its title on the same terms.</summary>
internal readonly record struct TextChoice(bool UseTitle, bool UseAbstract)
{
    /// <summary>What a paper must have to be scored, for messages.</summary>
    public string Needed => (UseTitle, UseAbstract) switch
    {
        (true, true) => "a title or an abstract",
        (true, false) => "a title",
        _ => "an abstract",
    };
}
