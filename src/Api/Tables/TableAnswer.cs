using System.Text.Json.Serialization;
using Switchyard.Work;

namespace Switchyard.Tables;

/// <summary>One table as operators see it.</summary>
internal sealed record TableAnswer(
    WorkItemView Item, IReadOnlyList<TableAnswer.Target> Mappings, IReadOnlyList<Assignment> Assignments)
{
    public static TableAnswer Of(TableDetails details) =>
        new(details.Item, [.. details.Mappings.Select(Target.Of)], details.Assignments);

    /// <summary>A target; the coordinates that its task does not have are left out.</summary>
    /// <param name="Mapped">Null while unknown.</param>
    /// <param name="Origin">The lease number it came with; 0: it was in the targets file.</param>
    internal sealed record Target(
        AnnotationTask Task,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Row,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Column,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Subject,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Object,
        string? Mapped,
        long? Origin)
    {
        public static Target Of(Mapping mapping)
        {
            var (first, second, mapped) = mapping.Annotation;
            return mapping.Task switch
            {
                AnnotationTask.Cea => new(mapping.Task, first, second, null, null, mapped, mapping.Origin),
                AnnotationTask.Cta => new(mapping.Task, null, first, null, null, mapped, mapping.Origin),
                _ => new(mapping.Task, null, null, first, second, mapped, mapping.Origin),
            };
        }
    }
}
