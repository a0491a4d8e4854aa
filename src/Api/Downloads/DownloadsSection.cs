using System.Data.Common;
using System.Globalization;
using Switchyard.Configuration;

namespace Switchyard.Downloads;

/// <summary>The section <c>Downloads</c>, with the rules that one key has for another.</summary>
internal static class DownloadsSection
{
    public const string ConnectionKey = "Downloads:ConnectionString";
    private const string RedisKey = "Downloads:Redis";

    /// <exception cref="StartRefusedException">Names the first key that is wrong. Never with its value, which may hold a password.</exception>
    public static DownloadsOptions Read(IConfiguration configuration)
    {
        var options = SettingsReader.Read<DownloadsOptions>(configuration, "Downloads");
        options = options with
        {
            ConnectionString = SecretSetting.Pick(ConnectionKey, options.ConnectionString, options.ConnectionStringFile),
            Redis = SecretSetting.Pick(RedisKey, options.Redis, options.RedisFile),
        };
        if (options.ConnectionString is { } connection)
        {
            CheckConnection(connection);
        }

        if (options.Redis is { } redis)
        {
            if (!IsRedis(redis))
            {
                throw StartRefusedException.Setting($"{RedisKey} is not host:port, with options such as password=... after commas");
            }

            if (options.ConnectionString is null)
            {
                throw StartRefusedException.Setting($"{ConnectionKey} is needed by {RedisKey}");
            }
        }

        if (options.Predictor is [{ } program, ..] && string.IsNullOrWhiteSpace(program))
        {
            throw StartRefusedException.Setting("Downloads:Predictor:0 is empty");
        }

        return options;
    }

    /// <summary>That it is made of keys and values. What the keys are, the node's driver knows, which a front end does not have.</summary>
    private static void CheckConnection(string connection)
    {
        try
        {
            if (new DbConnectionStringBuilder { ConnectionString = connection }.Count > 0)
            {
                return;
            }
        }
        catch (ArgumentException exception)
        {
            throw StartRefusedException.Setting($"{ConnectionKey}: {exception.Message.ReplaceLineEndings(" ")}");
        }

        throw StartRefusedException.Setting($"{ConnectionKey} names no database");
    }

    private static bool IsRedis(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        return IsEndpoint(parts[0]) && parts.Skip(1).All(part => IsEndpoint(part) || part.IndexOf('=') > 0);
    }

    private static bool IsEndpoint(string text) => text.LastIndexOf(':') is > 0 and var colon
        && !text.Contains('=')
        && !text.AsSpan().ContainsAny(" /@")
        && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port > 0;
}
