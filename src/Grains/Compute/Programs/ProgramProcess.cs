using System.Runtime.InteropServices;
using Switchyard.Hosting;

namespace Switchyard.Compute.Programs;

/// <summary>The process that runs one service once, in the directory that it was started in, which the node made for it.</summary>
public static class ProgramProcess
{
    /// <param name="service">What the node asked for.</param>
    /// <returns>The exit code of the process.</returns>
    public static async Task<int> RunAsync(string service, IEnumerable<IServiceProgram> programs)
    {
        // What other runs of the same user could read of it.
        OwnProcess.Shield();
        var directory = Environment.CurrentDirectory;
        using var end = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            end.Cancel();
        });
        try
        {
            var program = programs.FirstOrDefault(program => program.Name == service)
                ?? throw new InvalidOperationException($"There is no program '{service}'.");
            await using var log = TextWriter.Synchronized(Console.Out);
            await program.RunAsync(await MakeRunAsync(directory, log), end.Token);
            return ProgramExit.Done;
        }
        catch (WrongInputException wrong)
        {
            ProgramExit.Write(directory, wrong.Message);
            return ProgramExit.WrongInput;
        }
        catch (Exception failure)
        {
            ProgramExit.Write(directory, failure.Message is "" ? failure.GetType().Name : failure.Message);
            await Console.Error.WriteLineAsync(failure.ToString());
            return ProgramExit.Failed;
        }
    }

    private static async Task<ProgramRun> MakeRunAsync(string directory, TextWriter log) => new(
        Path.Combine(directory, "in"),
        Path.Combine(directory, "out"),
        log,
        Environment.ProcessorCount,
        ProgramSecrets.Unpack(await Console.In.ReadLineAsync()),
        TimeProvider.System);
}
