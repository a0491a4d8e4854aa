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
    private readonly string _options;
    private Process? _guardian;
    private int _databases;

    private PostgresServer(string binaries, string directory, int port, string options)
    {
        _options = options;
        _binaries = binaries;
        _directory = directory;
        _port = port;
    }

    private string Data => Path.Combine(_directory, "data");

    /// <summary>A directory that the server can write to, and that goes with it.</summary>
    public string OwnDirectory => _directory;

    /// <summary>Makes a server and starts it.</summary>
    /// <param name="connections">How many it takes at a time.</param>
    /// <param name="settings">Others of its own, as <c>name=value</c>; for a shell, so quoted where they have spaces.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed or does not start; the message says what to do.</exception>
    public static Task<PostgresServer> StartNewAsync(int connections = 200, params string[] settings) => StartAsync(
        $"-c max_connections={connections}{string.Concat(settings.Select(setting => " -c " + setting))}",
        server => server.RunAsync("initdb", "-D", server.Data, "-U", "switchyard", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"));

    /// <summary>Makes a server of what <see cref="BackUpAsync"/> made, and starts it: it goes through the archive up to a time.</summary>
    /// <param name="archive">Where the log of the other was copied to.</param>
    /// <param name="until">As PostgreSQL writes a time.</param>
    public static Task<PostgresServer> StartRestoredAsync(string backup, string archive, string until) => StartAsync(
        $"-c max_connections=200 -c \"restore_command=cp '{archive}/%f' '%p'\" -c \"recovery_target_time={until}\" -c recovery_target_action=promote",
        async server =>
        {
            await server.RunAsync("cp", "-a", backup, server.Data);
            await server.RunAsync("touch", Path.Combine(server.Data, "recovery.signal"));
        });

    /// <summary>A base backup of it, into a directory that is made.</summary>
    public Task BackUpAsync(string directory) => RunAsync(
        "pg_basebackup", "-h", "127.0.0.1", "-p", $"{_port}", "-U", "switchyard", "-D", directory, "--checkpoint=fast", "--no-sync");

    private static async Task<PostgresServer> StartAsync(string options, Func<PostgresServer, Task> make)
    {
        var binaries = PostgresBinaries.Find();
        var directory = Directory.CreateTempSubdirectory("switchyard-postgres-").FullName;
        var server = new PostgresServer(binaries, directory, FreePort.Take(), options);
        try
        {
            if (AsPostgres.Length > 0)
            {
                await ServerProcess.RunAsync("chown", "postgres", directory);
            }

            await make(server);
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
        $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_directory} {_options}", "start");

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

    /// <summary>Of a database that is there.</summary>
    public string ConnectionString(string database) =>
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
        var own = Path.Combine(_binaries, program);
        string[] line = [.. AsPostgres, File.Exists(own) ? own : program, .. arguments];
        return ServerProcess.RunAsync(line[0], line[1..]);
    }
}
