using Switchyard.Commands;
using Switchyard.Compute.Programs;
using Switchyard.Compute.Runs;
using Switchyard.Configuration;
using Switchyard.Hosting;

namespace Switchyard;

/// <summary>A node: a silo, the front end, the console and the dashboard in one process. It starts itself anew for one run of a service.</summary>
internal static class Program
{
    private const string Usage =
        $"""
          Switchyard.Silo [options]               runs the node
          Switchyard.Silo {KeysCommand.Usage}
          Switchyard.Silo {BackupCommands.BackupUsage}    backs the data directory up, also beside a node that runs
          Switchyard.Silo {BackupCommands.RestoreUsage}   puts a backup into an empty data directory
          Switchyard.Silo passwords hash          hashes the password on standard input
        """;

    public static async Task<int> Main(string[] args)
    {
        if (args is [ProgramCommand.Verb, var service])
        {
            return await ServicePrograms.RunAsync(service);
        }

        if (args is [OwnProgram.AdoptVerb, .. [_, ..] command])
        {
            return OwnProgram.AdoptOrphans(command);
        }

        OwnProcess.Shield();
        OwnFiles.Restrict();
        try
        {
            return args switch
            {
                [KeysCommand.Verb, ..] => await KeysCommand.RunAsync(args),
                [PasswordsCommand.Verb, ..] => await PasswordsCommand.RunAsync(args),
                [BackupCommands.Backup or BackupCommands.Restore, ..] => await BackupCommands.RunAsync(args),
                _ => await RunAsync(ProgramArguments.Read(
                    args, KeysCommand.Verb, PasswordsCommand.Verb, BackupCommands.Backup, BackupCommands.Restore)),
            };
        }
        catch (StartRefusedException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return refusal.ExitCode;
        }
        catch (OperationCanceledException)
        {
            // Told to stop before it had started, or at the end of a drain that took too long.
            return 0;
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync($"Switchyard cannot start: {NodeStart.Line(failure)}");
            return StartRefusedException.CannotStart;
        }
    }

    private static async Task<int> RunAsync(ProgramArguments arguments)
    {
        if (ProgramAnswers.TryAnswer(arguments, Usage))
        {
            return 0;
        }

        // Web files lie beside the program, wherever it is started; data is relative to where that was.
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = arguments.Settings, ContentRootPath = AppContext.BaseDirectory });
        SettingsFiles.AddTo(builder, arguments.ConfigFile);
        SettingsFiles.RefuseUnknown(builder.Configuration, FrontDoors.Names);
        builder.AddLogFormat();
        var settings = NodeSettings.Read(builder.Configuration);
        if (arguments.Check)
        {
            ProgramAnswers.ConfirmSettings(builder.Configuration, FrontDoors.Names);
            return 0;
        }

        builder.WebHost.UseStaticWebAssets();
        builder.AddSwitchyardNode(settings);
        builder.AddSwitchyardApi(settings.Front);

        // Held until the stores in it are closed, which the application does at its end.
        using var directory = DataDirectory.Hold(settings.Storage);
        Ports.Check(settings);
        await using var app = builder.Build();
        directory.Report(app.Logger);
        app.MapSwitchyardApi();
        if (settings.Front.Dashboard.Enabled)
        {
            app.MapDashboard();
        }

        await app.PrepareStoresAsync(settings.Storage);
        await app.PrepareIsolationAsync();
        await app.StartAsync();
        app.Announce(settings);
        await app.WaitForShutdownAsync();
        return 0;
    }
}
