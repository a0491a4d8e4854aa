using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace Switchyard.Compute.Isolation;

/// <summary>
/// Makes the cage of each run from what the machine has. In any mode a run gains no rights, and where there are control groups
/// has one, by which all of it is found.
/// </summary>
public sealed partial class RunIsolation(IsolationOptions options, ILogger<RunIsolation> log) : IDisposable
{
    private const string Key = "Compute:Isolation";

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, RunUser> _users = new(StringComparer.Ordinal);
    private readonly UserPool _pool = new();
    private CgroupTree? _cgroups;
    private string? _bubblewrap;
    private IReadOnlyList<string> _hidden = [];
    private bool _hasPool;
    private bool _isReady;

    /// <summary>Most processes and threads of a run that is isolated: enough for any program, and too few to stop the machine.</summary>
    private static int MostProcesses => 4096 + (64 * Environment.ProcessorCount);

    /// <summary>Finds what works, and says it. Does nothing when that is done.</summary>
    /// <exception cref="IsolationMissingException">What the settings ask for does not work here.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!_isReady)
            {
                await LookAsync(cancellationToken);
                _isReady = true;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Makes the cage of a run, whose directory holds by now all that it is given.</summary>
    /// <exception cref="IOException">The machine refuses.</exception>
    /// <exception cref="IsolationMissingException">As <see cref="PrepareAsync"/>.</exception>
    public async Task<RunCage> EnterAsync(CageOrder order, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        IDisposable? held = null;
        RunCgroup? cgroup = null;
        try
        {
            RunUser? user = null;
            if (order is { IsTrusted: false, User: { } name })
            {
                user = _users[name];
            }
            else if (_hasPool && !order.IsTrusted)
            {
                (user, held) = _pool.Take();
            }

            cgroup = _cgroups?.Create(
                $"switchyard-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}",
                order.MemoryBytes,
                options.Mode == IsolationMode.None || order.IsTrusted ? null : MostProcesses);
            var inside = _bubblewrap is { } program && !order.IsTrusted;
            if (user is not null)
            {
                TreeOwner.Give(order.Directory, user);
            }

            return new RunCage(
                [.. Privileges.Wrap(user), .. inside ? Bubblewrap.Wrap(_bubblewrap!, order.Directory, order.Temporary, order.HasNetwork, _hidden) : []],
                user,
                held,
                cgroup)
            {
                HasProcessNamespace = inside,
                LimitsMemory = _cgroups is { HasLimits: true },
            };
        }
        catch
        {
            held?.Dispose();
            cgroup?.Remove();
            throw;
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var isWanted = options.Mode != IsolationMode.None;
        _cgroups = CgroupTree.Find(isWanted || options.WantsLimits, out var whyNoCgroup);
        var probe = new IsolationProbe(options.RunRoot);
        foreach (var (key, name) in options.Users)
        {
            _users[name] = await probe.FindUserAsync(key, name, cancellationToken);
        }

        if (!isWanted)
        {
            if (options.HasCommands)
            {
                LogNone();
            }

            return;
        }

        var whyNoUser = await probe.WhyNoUserAsync(cancellationToken);
        _hasPool = whyNoUser is null;
        var bubblewrap = Bubblewrap.Find();
        RunUser? tried = _hasPool ? new RunUser(UserPool.First, UserPool.First, null) : null;
        _hidden = [.. options.Hidden.Append(options.RunRoot).Where(path => tried is null || Reach.IsOpen(path))];
        var whyNoMounts = bubblewrap is null
            ? "bwrap is not installed"
            : await probe.WhyNoMountsAsync(bubblewrap, tried, _hidden, cancellationToken);
        _bubblewrap = whyNoMounts is null ? bubblewrap : null;
        var means = new MachineMeans(whyNoUser, whyNoCgroup, whyNoMounts);
        if (options.Mode == IsolationMode.Required && means.Missing is { } missing)
        {
            throw new IsolationMissingException($"{Key}: Required is not possible here without {missing}");
        }

        LogMeans(options.Mode, means.ToString());
    }

    [LoggerMessage(3001, LogLevel.Information, "Commands run under Compute:Isolation {Mode}: {Means}")]
    private partial void LogMeans(IsolationMode mode, string means);

    [LoggerMessage(3002, LogLevel.Warning, "Compute:Isolation is None: commands can read and change all that the node's user can")]
    private partial void LogNone();
}
