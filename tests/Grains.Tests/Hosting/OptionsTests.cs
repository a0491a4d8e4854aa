using Microsoft.Extensions.Options;

namespace Switchyard.Hosting;

public sealed class OptionsTests
{
    /// <summary>Behind <see cref="IOptions{TOptions}"/> would stand the defaults, whatever the node was told.</summary>
    [Fact]
    public void What_is_told_of_our_settings_is_the_record_itself()
    {
        var asked = typeof(GrainDoors).Assembly.GetTypes()
            .SelectMany(type => type.GetConstructors())
            .SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => parameter.ParameterType.IsGenericType
                && parameter.ParameterType.GetGenericTypeDefinition() == typeof(IOptions<>)
                && parameter.ParameterType.GetGenericArguments()[0].Namespace?.StartsWith("Switchyard", StringComparison.Ordinal) == true)
            .Select(parameter => parameter.Member.DeclaringType);

        Assert.Empty(asked);
    }
}
