using Switchyard.Hosting;

namespace Switchyard.Tables;

/// <summary>What the front end must know of the section <c>Tables</c>; the nodes read the rest.</summary>
/// <param name="Analyze">Whether candidate checkpoints are taken.</param>
internal sealed record TablesApiOptions(bool Analyze)
{
    /// <exception cref="InvalidSettingException">A value is malformed.</exception>
    public static TablesApiOptions Read(IConfiguration configuration)
    {
        var value = configuration["Tables:Analyze"];
        if (value is null or "")
        {
            return new TablesApiOptions(Analyze: false);
        }

        return bool.TryParse(value, out var analyze)
            ? new TablesApiOptions(analyze)
            : throw new InvalidSettingException("Tables:Analyze", $"'{value}' is neither true nor false.");
    }
}
