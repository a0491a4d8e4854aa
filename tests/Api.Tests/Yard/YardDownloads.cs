using System.Collections.Concurrent;
using Switchyard.Downloads;

namespace Switchyard.Yard;

/// <summary>What the test's grains know of classifiers.</summary>
public sealed class YardDownloads
{
    private int _lastId;

    public ConcurrentDictionary<int, YardClassifier> Classifiers { get; } = new();

    public ConcurrentQueue<DownloadEvent> Events { get; } = new();

    /// <summary>What the listener was asked for, in order.</summary>
    public ConcurrentQueue<int> Limits { get; } = new();

    public bool IsOn { get; set; } = true;

    public YardClassifier Add(int download = 0, string? error = null, long? item = null)
    {
        var id = Interlocked.Increment(ref _lastId);
        return Classifiers[id] = new YardClassifier(new DownloadView(id, download, error, item));
    }
}

public sealed class YardClassifier(DownloadView view)
{
    public int Id => View.ClfId;

    public DownloadView View { get; set; } = view;

    /// <summary>The row's id and its bytes.</summary>
    public (int Id, byte[] Content)? Archive { get; set; }

    public ConcurrentQueue<string> Sources { get; } = new();

    /// <summary>Where pieces were read.</summary>
    public ConcurrentQueue<(long Offset, int Count)> Reads { get; } = new();

    /// <summary>Thrown by the next calls, in order.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = new();

    /// <summary>After so many pieces another archive takes the place of this one.</summary>
    public int? ReplacedAfter { get; set; }

    public void Reach()
    {
        if (Failures.TryDequeue(out var failure))
        {
            throw failure;
        }
    }
}
