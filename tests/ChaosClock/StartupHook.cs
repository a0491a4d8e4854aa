using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Switchyard.ChaosClock;

// The runtime calls a class of this name, without a namespace, before the program's own Main (DOTNET_STARTUP_HOOKS).
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("SWITCHYARD_CHAOS_CLOCK") is { } file)
        {
            DiagnosticListener.AllListeners.Subscribe(new HostWatch(file));
        }

        if (double.TryParse(Environment.GetEnvironmentVariable("SWITCHYARD_CHAOS_COLLECT"), CultureInfo.InvariantCulture, out var seconds))
        {
            var every = TimeSpan.FromSeconds(seconds);
            Collections = new Timer(_ => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true), null, every, every);
        }
    }

    /// <summary>After a collection of everything, what is on the heap is what is in use. Kept here, so that it is not collected itself.</summary>
    private static Timer? Collections { get; set; }

    /// <summary>Waits for the host to be built, as the framework's own test host does, and puts another clock into it.</summary>
    private sealed class HostWatch(string file) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is ("HostBuilding", IHostBuilder builder))
            {
                builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(new ShiftedTime(file)));
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
