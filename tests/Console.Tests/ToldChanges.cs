using System.Reflection;
using Switchyard.Work.Changes;

namespace Switchyard.OperatorConsole;

/// <summary>A cluster that has changed as a test says.</summary>
public sealed class ToldChanges : IChangesGrain
{
    /// <summary>Asked for a grain, it answers with this one.</summary>
    public IGrainFactory Grains => GrainsOf.Create(this);

    /// <summary>What the next answer says; only once.</summary>
    public IReadOnlyList<string> Next { get; set; } = [];

    public bool IsAway { get; set; }

    /// <summary>How often it was asked.</summary>
    public int Asked { get; private set; }

    public Task<ChangesView> ReadAsync(IReadOnlyDictionary<string, ChangePlace> places)
    {
        Asked++;
        var topics = Next;
        Next = [];
        return IsAway
            ? throw new SiloUnavailableException("no silo")
            : Task.FromResult(new ChangesView(topics, new Dictionary<string, ChangePlace>(), IsAll: false));
    }

    public class GrainsOf : DispatchProxy
    {
        private object? _grain;

        public static IGrainFactory Create(object grain)
        {
            var factory = Create<IGrainFactory, GrainsOf>();
            ((GrainsOf)(object)factory)._grain = grain;
            return factory;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _grain;
    }
}
