using System.Text.RegularExpressions;
using Switchyard.Configuration;

namespace Switchyard.Compute;

/// <summary>The section <c>Compute</c>, with the rules that one key has for another.</summary>
internal static partial class ComputeSection
{
    private const int LongestName = 100;
    private const string VisibleDevices = "CUDA_VISIBLE_DEVICES";

    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static ComputeOptions Read(IConfiguration configuration, ServicesOptions services)
    {
        var options = SettingsReader.Read<ComputeOptions>(configuration, "Compute");
        for (var i = 0; i < options.Sources.Count; i++)
        {
            var source = options.Sources[i];
            var key = $"Compute:Sources:{i}";
            CheckName($"{key}:Name", source.Each is null ? source.Name : source.NameOfEach);
            if (source.Each is not null && source.Environment.ContainsKey(VisibleDevices))
            {
                throw StartRefusedException.Setting($"{key}:Environment:{VisibleDevices}: of a source for each GPU it is that GPU");
            }

            if (source.Each is not null && options.Sources.Take(i).Any(before => before.Each == source.Each && MeetOnANode(before, source)))
            {
                throw StartRefusedException.Setting($"{key}:Each: another source stands for each GPU of the same node");
            }

            if (options.Sources.Take(i).Any(before => AreOne(before, source)))
            {
                throw StartRefusedException.Setting($"{key}:Name: there is another source '{source.Name ?? source.NameOfEach}' on the same node");
            }

            for (var j = 0; j < source.Services.Count; j++)
            {
                services.Require($"{key}:Services:{j}", source.Services[j]);
            }
        }

        return options;
    }

    /// <summary>Refuses a service that there is not.</summary>
    public static void Require(this ServicesOptions services, string key, string service)
    {
        var known = services.BuiltIn.Concat(services.Commands.Select(command => command.Name)).ToArray();
        if (!known.Contains(service, StringComparer.Ordinal))
        {
            throw StartRefusedException.Setting($"{key}: there is no service '{service}', but {string.Join(", ", known)}");
        }
    }

    private static void CheckName(string key, string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw StartRefusedException.Setting($"{key} is missing");
        }

        // It stands in urls, and before "@" in the keys of grains.
        if (name.Length > LongestName || name.IndexOfAny(['@', '/']) >= 0 || name.Any(char.IsControl))
        {
            throw StartRefusedException.Setting($"{key}: '{name}' is not 1 to {LongestName} characters without '@' and '/'");
        }
    }

    /// <remarks>A source without a node is on each.</remarks>
    private static bool MeetOnANode(ComputeSourceOptions one, ComputeSourceOptions other) =>
        one.Node is null || other.Node is null || one.Node == other.Node;

    private static bool AreOne(ComputeSourceOptions one, ComputeSourceOptions other) => MeetOnANode(one, other) && (one.Each, other.Each) switch
    {
        (null, null) => one.Name == other.Name,
        (not null, null) => MayBeNamed(one, other.Name!),
        (null, not null) => MayBeNamed(other, one.Name!),
        _ => false,
    };

    /// <summary>Whether one of the sources that it stands for may have the name: a beginning, and the place of a device.</summary>
    private static bool MayBeNamed(ComputeSourceOptions each, string name) =>
        name.StartsWith(each.NameOfEach, StringComparison.Ordinal) && Place().IsMatch(name[each.NameOfEach.Length..]);

    [GeneratedRegex("^[0-9]+(-mig[0-9]+)?$")]
    private static partial Regex Place();
}
