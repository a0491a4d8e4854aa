namespace Switchyard.Expertise.Scoring;

/// <summary>Which text stands for a paper: its abstract if that counts and is not blank, else its title on the same terms.</summary>
internal readonly record struct TextChoice(bool UseTitle, bool UseAbstract)
{
    /// <summary>What a paper must have to be scored, for messages.</summary>
    public string Needed => (UseTitle, UseAbstract) switch
    {
        (true, true) => "a title or an abstract",
        (true, false) => "a title",
        _ => "an abstract",
    };

    /// <summary>Why the other text does not help, for messages; empty when both count.</summary>
    public string Unused => (UseTitle, UseAbstract) switch
    {
        (true, true) => "",
        (true, false) => ", and abstracts are not used (use_abstract is false)",
        _ => ", and titles are not used (use_title is false)",
    };
}
