namespace Switchyard.Work.Lanes;

internal static class ItemLanes
{
    /// <summary>The lane that a queue is of; null: its items are rows of <c>work_item</c>.</summary>
    public static async Task<IItemLane?> OfAsync(this IEnumerable<IItemLane> lanes, string queue)
    {
        foreach (var lane in lanes)
        {
            if (await lane.HasQueueAsync(queue))
            {
                return lane;
            }
        }

        return null;
    }
}
