namespace Switchyard.Work;

/// <summary>Where there is more of an item: paths from the root.</summary>
/// <param name="View">Its door's own view of it; null where no door has one.</param>
/// <param name="Log">What it wrote, also while it runs.</param>
/// <param name="Events">What happens to it, while it happens.</param>
/// <param name="Audit">What people and keys did to it.</param>
/// <param name="Page">Its page on the console: its door's, where that has one.</param>
public sealed record ItemLinks(
    string Self,
    string? View,
    string Log,
    string Events,
    string Audit,
    string Page)
{
    private const string Api = "/api/v1";

    internal static ItemLinks Of(WorkItemView item, ItemRoutes? door) => new(
        $"{Api}/work/{item.Id}",
        door?.View(item),
        $"{Api}/work/{item.Id}/log",
        $"{Api}/events?id={item.Id}",
        $"{Api}/audit?item={item.Id}",
        door?.Page?.Invoke(item) ?? $"/console/work/{item.Id}");
}
