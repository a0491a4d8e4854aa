namespace Switchyard.Tables.Rules;

/// <summary>
/// The targets of one table with their mappings, for the three tasks, each in the order of its targets file. Immutable. A
/// position is a target of a task at most once.
/// </summary>
public sealed class TargetTable
{
    private static readonly AnnotationTask[] Tasks = Enum.GetValues<AnnotationTask>();

    private readonly Target[][] targets;
    private readonly Dictionary<(int First, int Second), int>?[] positions = new Dictionary<(int First, int Second), int>?[Tasks.Length];

    /// <exception cref="ArgumentException">A position is negative, a target is named twice, or a mapping lacks its origin.</exception>
    public TargetTable(IEnumerable<Target> cea, IEnumerable<Target> cta, IEnumerable<Target> cpa)
        : this([[.. cea], [.. cta], [.. cpa]])
    {
        foreach (var task in Tasks)
        {
            if (Positions(task).Count != Total(task) || Array.Exists(targets[(int)task], Malformed))
            {
                throw new ArgumentException($"The {task} targets name a position twice, or one is malformed.");
            }
        }
    }

    private TargetTable(Target[][] targets) => this.targets = targets;

    public static TargetTable Empty { get; } = new([[], [], []]);

    /// <summary>Targets of a task.</summary>
    public int Total(AnnotationTask task) => targets[(int)task].Length;

    /// <summary>Targets of a task that have a mapping.</summary>
    public int Mapped(AnnotationTask task) => targets[(int)task].Count(static t => t.Mapped is not null);

    /// <summary>All targets of a task, as the targets file orders them.</summary>
    public IReadOnlyList<Target> InFileOrder(AnnotationTask task) => targets[(int)task];

    /// <summary>The target at a position; null when that is no target.</summary>
    public Target? Find(AnnotationTask task, int first, int second) =>
        Positions(task).TryGetValue((first, second), out var index) ? targets[(int)task][index] : null;

    /// <summary>What a client gets: all targets by position, with what is known already.</summary>
    public AnnotationSet Targets() => new(Sorted(AnnotationTask.Cea), Sorted(AnnotationTask.Cta), Sorted(AnnotationTask.Cpa));

    /// <summary>What an operator sees: all targets in file order, with their origins.</summary>
    public IReadOnlyList<Mapping> Mappings() =>
    [
        .. from task in Tasks
           from t in targets[(int)task]
           select new Mapping(task, new Annotation(t.First, t.Second, t.Mapped), t.Origin),
    ];

    /// <summary>
    /// Takes over what a client found. Every occurrence of <paramref name="urlPrefix"/> is cut out of a mapping; an entry
    /// without a mapping, and one that names no target, is ignored; the last of several for one target wins. A target that
    /// is not mentioned keeps its mapping, so coverage never falls.
    /// </summary>
    /// <param name="origin">The lease number of the assignment the annotations came with.</param>
    public TargetTable Apply(AnnotationSet annotations, long origin, string urlPrefix)
    {
        var next = new TargetTable([.. targets]);
        foreach (var task in Tasks)
        {
            if (annotations[task].Count > 0)
            {
                next.targets[(int)task] = Apply(task, annotations[task], origin, urlPrefix);
            }

            next.positions[(int)task] = positions[(int)task];
        }

        return next;
    }

    /// <summary>The bytes that <see cref="Deserialize"/> reads, also in later versions.</summary>
    public byte[] Serialize() => TargetTableFormat.Write(targets);

    /// <exception cref="InvalidDataException">The bytes are cut off or of a version this code does not know.</exception>
    public static TargetTable Deserialize(ReadOnlyMemory<byte> bytes) => new(TargetTableFormat.Read(bytes));

    private static bool Malformed(Target t) =>
        t.First < 0 || t.Second < 0 || t.Mapped is null != t.Origin is null || t.Mapped is "" || t.Origin < 0;

    private Target[] Apply(AnnotationTask task, IReadOnlyList<Annotation> annotations, long origin, string urlPrefix)
    {
        var known = Positions(task);
        var next = (Target[])targets[(int)task].Clone();
        foreach (var annotation in annotations)
        {
            var mapped = urlPrefix.Length == 0
                ? annotation.Mapped
                : annotation.Mapped?.Replace(urlPrefix, "", StringComparison.Ordinal);
            if (!string.IsNullOrEmpty(mapped) && known.TryGetValue((annotation.First, annotation.Second), out var index))
            {
                next[index] = next[index] with { Mapped = mapped, Origin = origin };
            }
        }

        return next;
    }

    private Annotation[] Sorted(AnnotationTask task)
    {
        var sorted = Array.ConvertAll(targets[(int)task], static t => new Annotation(t.First, t.Second, t.Mapped));
        Array.Sort(sorted, static (a, b) => (a.First, a.Second).CompareTo((b.First, b.Second)));
        return sorted;
    }

    private Dictionary<(int First, int Second), int> Positions(AnnotationTask task)
    {
        if (positions[(int)task] is { } known)
        {
            return known;
        }

        var built = new Dictionary<(int First, int Second), int>(Total(task));
        foreach (var (index, target) in targets[(int)task].Index())
        {
            built.TryAdd((target.First, target.Second), index);
        }

        return positions[(int)task] = built;
    }
}
