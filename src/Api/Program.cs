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
            var builder = WebApplication.CreateBuilder(args);
            builder.AddLoggingDefaults();
            builder.AddClusterClient();
            builder.AddSwitchyardApi();

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
