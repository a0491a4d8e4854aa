using Switchyard.Compute;
using Switchyard.Configuration;

namespace Switchyard.Tickets;

/// <summary>The section <c>Tickets</c>, with the rules that one key has for another.</summary>
internal static class TicketsSection
{
    /// <exception cref="StartRefusedException">Names the first key that is wrong.</exception>
    public static TicketsOptions Read(IConfiguration configuration, ServicesOptions services)
    {
        var options = SettingsReader.Read<TicketsOptions>(configuration, "Tickets");
        var classic = options.Classic;
        if (classic.Service is { } service)
        {
            services.Require("Tickets:Classic:Service", service);
        }

        return classic.SliderMinimum < classic.SliderMaximum
            ? options
            : throw StartRefusedException.Setting(
                $"Tickets:Classic:SliderMaximum: '{classic.SliderMaximum}' is not more than Tickets:Classic:SliderMinimum, which is {classic.SliderMinimum}");
    }
}
