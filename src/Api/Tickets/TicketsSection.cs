using Switchyard.Compute;
using Switchyard.Configuration;

namespace Switchyard.Tickets;

/// <summary>The section <c>Tickets</c>, with the rules that one key has for another.</summary>
internal static class TicketsSection
{
    private const string Name = "Tickets";
    private const string Classic = $"{Name}:{nameof(TicketsOptions.Classic)}";

    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static TicketsOptions Read(IConfiguration configuration, ServicesOptions services)
    {
        var numbered = Numbered(configuration);
        if (numbered.Count == 0)
        {
            var options = SettingsReader.Read<TicketsOptions>(configuration, Name);
            Check(Classic, options.Classic, services);
            return options;
        }

        var classics = numbered.Select(entry => (ClassicOptions)SettingsReader.ReadSection(entry, typeof(ClassicOptions))).ToArray();
        var places = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < classics.Length; i++)
        {
            var key = $"{Classic}:{i}";
            if (classics[i].Service is null)
            {
                throw StartRefusedException.Setting($"{key}:Service is missing");
            }

            Check(key, classics[i], services);
            if (!places.Add(classics[i].Url ?? ""))
            {
                throw StartRefusedException.Setting($"{key}:Url: another service is there; set a path or a port of its own");
            }
        }

        return SettingsReader.Read<TicketsOptions>(Without(configuration, Classic), Name).With(classics);
    }

    /// <summary>The ports that services under the classic protocol have of their own, with the keys that say so.</summary>
    public static IEnumerable<DoorUrl> PortsOf(IConfiguration configuration)
    {
        var section = configuration.GetSection(Classic);
        return Numbered(configuration).Prepend(section)
            .Select(entry => (entry.Path, Url: entry[nameof(ClassicOptions.Url)]))
            .Where(entry => entry.Url?.Contains("://", StringComparison.Ordinal) ?? false)
            .Select(entry => new DoorUrl(entry.Path, entry.Url!));
    }

    private static IReadOnlyList<IConfigurationSection> Numbered(IConfiguration configuration)
    {
        var section = configuration.GetSection(Classic);
        var children = section.GetChildren().ToArray();
        return children.Any(child => child.Key is [>= '0' and <= '9', ..]) ? SettingsCollections.InOrder(section, children) : [];
    }

    private static IConfigurationRoot Without(IConfiguration configuration, string section) => new ConfigurationBuilder()
        .AddInMemoryCollection(configuration.GetSection(Name).AsEnumerable()
            .Where(setting => setting.Key != section && !setting.Key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase)))
        .Build();

    private static void Check(string key, ClassicOptions classic, ServicesOptions services)
    {
        if (classic.Service is { } service)
        {
            services.Require($"{key}:Service", service);
        }

        if (classic.Url is { } url && !classic.HasPort && !(url.StartsWith('/') && url.Length > 1 && !url.EndsWith('/') && url.Skip(1).All(IsOfPath)))
        {
            throw StartRefusedException.Setting($"{key}:Url: '{url}' is neither a path such as /ear nor a url such as http://localhost:9001");
        }

        var (least, most) = (classic.SliderMinimum ?? 0, classic.SliderMaximum ?? 100);
        if (least >= most)
        {
            throw StartRefusedException.Setting($"{key}:SliderMaximum: '{most}' is not more than {key}:SliderMinimum, which is {least}");
        }
    }

    private static bool IsOfPath(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '-' or '_' or '.';
}
