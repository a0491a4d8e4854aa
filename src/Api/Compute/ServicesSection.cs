using Switchyard.Configuration;

namespace Switchyard.Compute;

/// <summary>The section <c>Services</c>: by number what the user declares, by name what is built in.</summary>
internal static class ServicesSection
{
    private const string Name = "Services";

    /// <param name="doors">The services that doors bring.</param>
    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static ServicesOptions Read(IConfiguration configuration, IEnumerable<string> doors)
    {
        string[] builtIn = [.. BuiltInServices.All, .. doors];
        var section = configuration.GetSection(Name);
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw StartRefusedException.Setting($"{Name} is a list, it has no value of its own: set {Name}:0:Name");
        }

        var children = section.GetChildren().ToLookup(child => child.Key is [>= '0' and <= '9', ..]);
        foreach (var named in children[false])
        {
            if (!named.Key.Equals(BuiltInServices.Dummy, StringComparison.OrdinalIgnoreCase))
            {
                throw UnknownSetting.Refuse(named, [BuiltInServices.Dummy]);
            }
        }

        var commands = SettingsCollections.InOrder(section, children[true])
            .Select(entry => (ServiceOptions)SettingsReader.ReadSection(entry, typeof(ServiceOptions)))
            .ToArray();
        CheckNames(commands, builtIn);
        return new ServicesOptions
        {
            Commands = commands,
            Dummy = SettingsReader.Read<DummyOptions>(configuration, $"{Name}:{BuiltInServices.Dummy}"),
            BuiltIn = builtIn,
        };
    }

    private static void CheckNames(ServiceOptions[] commands, string[] builtIn)
    {
        var names = new HashSet<string>(builtIn, StringComparer.Ordinal);
        for (var i = 0; i < commands.Length; i++)
        {
            if (commands[i].Name.Length == 0)
            {
                throw StartRefusedException.Setting($"{Name}:{i}:Name is missing");
            }

            if (!names.Add(commands[i].Name))
            {
                throw StartRefusedException.Setting($"{Name}:{i}:Name: there is another service '{commands[i].Name}'");
            }
        }
    }
}
