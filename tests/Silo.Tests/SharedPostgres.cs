using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Switchyard.Servers;

/// <summary>A PostgreSQL of the test's own: a fresh cluster in a temporary directory on a free port.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("switchyard-pg-").FullName;
    private int _databases;

    /// <summary>To the server's own database.</summary>
    private string ConnectionString { get; set; } = "";

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        var data = Path.Combine(_directory, "data");
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", _directory);
        }

        await RunAsServerAsync("initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C");
        await RunAsServerAsync(
            "pg_ctl", "-D", data, "-w", "-l", Path.Combine(_directory, "log"),
            "-o", $"-p {port} -k {_directory} -c listen_addresses=127.0.0.1 -c max_connections=200", "start");
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
    }

    /// <summary>An empty database; answers the connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await RunAsServerAsync("pg_ctl", "-D", Path.Combine(_directory, "data"), "-m", "immediate", "-w", "stop");
        Directory.Delete(_directory, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static Task RunAsServerAsync(string program, params string[] arguments)
    {
        var path = FindProgram(program);
        return Environment.UserName == "root"
            ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private static string FindProgram(string program) =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql")
                .OrderByDescending(version => version, StringComparer.Ordinal)
                .Select(version => Path.Combine(version, "bin", program))
                .First(File.Exists)
            : program;

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = "/",
            // Not waited for: the server inherits them and keeps them open.
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
