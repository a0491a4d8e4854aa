using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Switchyard.Servers;

/// <summary>
/// A private PostgreSQL server on 127.0.0.1 with its data in a temporary directory and its defaults of durability. It goes
/// with this object, and also when this process is killed.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    // PostgreSQL refuses to run as root.
    private static readonly string[] AsPostgres = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];

    private readonly string _binaries;
    private readonly string _directory;
    private readonly int _port;
    private readonly int _connections;
    private readonly string[] _settings;
    private Process? _guardian;
    private int _databases;

    private PostgresServer(string binaries, string directory, int port, int connections, string[] settings)
    {
        _settings = settings;
        _connections = connections;
        _binaries = binaries;
        _directory = directory;
        _port = port;
    }

    private string Data => Path.Combine(_directory, "data");

    /// <summary>Makes a server and starts it.</summary>
    /// <param name="connections">How many it takes at a time.</param>
    /// <param name="settings">Others of its own, as <c>name=value</c>.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed or does not start; the message says what to do.</exception>
    public static async Task<PostgresServer> StartNewAsync(int connections = 200, params string[] settings)
    {
        var binaries = PostgresBinaries.Find();
        var directory = Directory.CreateTempSubdirectory("switchyard-postgres-").FullName;
        var server = new PostgresServer(binaries, directory, FreePort.Take(), connections, settings);
        try
        {
            if (AsPostgres.Length > 0)
            {
                await ServerProcess.RunAsync("chown", "postgres", directory);
            }

            await server.RunAsync("initdb", "-D", server.Data, "-U", "switchyard", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
            server._guardian = server.StartGuardian();
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="StopImmediateAsync"/>, on the same port and data.</summary>
    public Task StartAsync() => RunAsync(
        "pg_ctl", "-D", Data, "-w", "-t", "60", "-l", Path.Combine(_directory, "log"), "-o",
        $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_directory} -c max_connections={_connections}{string.Concat(_settings.Select(setting => " -c " + setting))}",
        "start");

    /// <summary>Ends all of it at once without a checkpoint, as a crash would; the next start recovers.</summary>
    public Task StopImmediateAsync() => RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var command = source.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>The processor time, user and system, that its processes have used so far, those that have ended included.</summary>
    public TimeSpan ProcessorTime()
    {
        var main = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        var ticks = 0L;
        foreach (var process in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => char.IsAsciiDigit(name![0])))
        {
            // Behind the name, which may hold anything: state, parent, ..., user, system, and the two of children that have ended.
            if (ReadStatus(process!) is { } fields && (fields[1] == $"{main}" || process == $"{main}"))
            {
                ticks += fields[11..(process == $"{main}" ? 15 : 13)].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            }
        }

        return TimeSpan.FromMilliseconds(ticks * 10);
    }

    public async ValueTask DisposeAsync()
    {
        if (_guardian is not null)
        {
            _guardian.StandardInput.Close();
            await _guardian.WaitForExitAsync();
            _guardian.Dispose();
        }
        else
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private static string[]? ReadStatus(string process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=switchyard;Database={database};Maximum Pool Size=30";

    /// <summary>
    /// A shell that waits for the end of its input, which comes even when this process is killed, and cleans up. In a session
    /// of its own: an interrupt or a kill of our process group must not take it along.
    /// </summary>
    private Process StartGuardian()
    {
        var stop = string.Join(' ', [.. AsPostgres, Path.Combine(_binaries, "pg_ctl")]);
        var script = $"cat > /dev/null; {stop} -D '{Data}' -m immediate -w stop; rm -rf '{_directory}'";
        return Process.Start(new ProcessStartInfo("setsid", ["/bin/sh", "-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private Task RunAsync(string program, params string[] arguments)
    {
        string[] line = [.. AsPostgres, Path.Combine(_binaries, program), .. arguments];
        return ServerProcess.RunAsync(line[0], line[1..]);
    }
}
