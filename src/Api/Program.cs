using Switchyard.Configuration;
using Switchyard.Hosting;
using Switchyard.OperatorConsole;

namespace Switchyard;

/// <summary>The front end alone: a client of a cluster.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        OwnProcess.Shield();
        try
        {
            var arguments = ProgramArguments.Read(args);
            if (ProgramAnswers.TryAnswer(arguments, "  Switchyard.Api [options]   runs a front end alone, for a cluster on PostgreSQL"))
            {
                return 0;
            }

            var builder = WebApplication.CreateBuilder(
                new WebApplicationOptions { Args = arguments.Settings, ContentRootPath = AppContext.BaseDirectory });
            SettingsFiles.AddTo(builder, arguments.ConfigFile);
            SettingsFiles.RefuseUnknown(builder.Configuration, FrontDoors.Names);
            builder.AddLoggingDefaults();
            builder.AddLogFormat();
            builder.AddClusterClient();
            builder.AddSwitchyardApi();
            if (arguments.Check)
            {
                ProgramAnswers.ConfirmSettings(builder.Configuration, FrontDoors.Names);
                return 0;
            }

            var app = builder.Build();
            app.MapSwitchyardApi();
            app.MapMissingDashboard();
            app.AnnounceWhenServing();
            await app.RunAsync();
            return 0;
        }
        catch (OperationCanceledException)
        {
            // Told to stop while the cluster was not there yet.
            return 0;
        }
        catch (StartRefusedException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return refusal.ExitCode;
        }
        catch (IOException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return StartRefusedException.CannotStart;
        }
    }
}
