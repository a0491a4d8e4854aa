using Orleans.Concurrency;
using Switchyard.Hosting;
using Switchyard.Work.Nodes;

namespace Switchyard.Work.Changes;

[StatelessWorker, Reentrant]
internal sealed class ChangesGrain(IClusterMembershipService membership, IGrainFactory grains, TimeProvider time) : Grain, IChangesGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<ChangesView> ReadAsync(IReadOnlyDictionary<string, ChangePlace> places)
    {
        var names = membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active)
            .Select(member => member.Name)
            .Distinct()
            .ToList();
        var answers = await Task.WhenAll(names.Select(name => AskAsync(name, places.TryGetValue(name, out var place) ? place : null)));
        var next = new Dictionary<string, ChangePlace>();
        var topics = new HashSet<string>();
        foreach (var (name, answer) in names.Zip(answers))
        {
            if (answer is not null)
            {
                next[name] = answer.Place;
                topics.UnionWith(answer.Topics ?? []);
            }
            else if (places.TryGetValue(name, out var before))
            {
                next[name] = before;
            }
        }

        if (!next.Keys.ToHashSet().SetEquals(places.Keys))
        {
            topics.Add(ChangeTopics.Nodes);
        }

        // Of a node that was not known nothing is missed that is not read anew.
        return new ChangesView([.. topics], next, answers.Any(answer => answer is { Topics: null }));
    }

    private Task<NodeChanges?> AskAsync(string name, ChangePlace? since) =>
        grains.Reach<INodeChangesGrain>(name).ReadAsync(since).OrNullAsync(Patience, time);
}
