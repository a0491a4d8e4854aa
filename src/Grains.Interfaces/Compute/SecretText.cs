namespace Switchyard.Compute;

/// <summary>A text that is never shown: a call that fails is logged with what was sent.</summary>
/// <param name="Value">The text itself.</param>
[GenerateSerializer, Immutable, Alias("switchyard.compute.secret")]
public sealed record SecretText([property: Id(0)] string Value)
{
    public override string ToString() => "(secret)";
}
