using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Switchyard.Acceptance.Yard;

namespace Switchyard.Acceptance.Crashes;

/// <summary>A sensible client: when the connection is lost, it says the same again until it hears an answer.</summary>
internal sealed class StubbornClient(string name, KilledNode node, ConcurrentQueue<HandedIn> record)
{
    private int _sent;

    /// <summary>Works until the node says that all is done.</summary>
    public async Task WorkAsync()
    {
        while (true)
        {
            var (answer, _) = await AskAsync(door => door.GetWorkAsync(name));
            if (answer.Status == HttpStatusCode.Gone)
            {
                return;
            }

            await ReturnAsync(new Package(answer.Is(HttpStatusCode.OK).Json));
        }
    }

    private async Task ReturnAsync(Package package)
    {
        var number = ++_sent;
        var mark = $"{name}-{number}";
        var handedIn = number % 10 == 0
            ? new HandedIn(package.Name, mark, IsError: true, Encoding.UTF8.GetBytes($"no luck {mark}"))
            : new HandedIn(package.Name, mark, IsError: false, ResultOf(package, mark, padding: number % 20 == 5 ? 300_000 : 0));
        record.Enqueue(handedIn);
        var (answer, repeated) = await AskAsync(door => handedIn.IsError
            ? door.StoreErrorAsync(package.Name, name, Encoding.UTF8.GetString(handedIn.Body))
            : door.StoreResultAsync(package.Name, name, handedIn.Body));
        if (repeated && answer.Status == HttpStatusCode.NotFound)
        {
            handedIn.StoredUnseen = true;
        }
        else
        {
            answer.IsStored();
            handedIn.Acknowledged = true;
        }
    }

    /// <summary>Large ones take another way through the node than small ones.</summary>
    private static byte[] ResultOf(Package package, string mark, int padding)
    {
        var result = Result.For(package, target => $"{mark}:{target.Task}:{target.First}:{target.Second}");
        result["padding"] = JsonValue.Create(new string('x', padding));
        return Encoding.UTF8.GetBytes(result.ToJsonString());
    }

    private async Task<(Answer Answer, bool Repeated)> AskAsync(Func<Door, Task<Answer>> ask)
    {
        for (var repeated = false; ; repeated = true)
        {
            var door = await node.DoorAsync();
            try
            {
                node.Step();
                var answer = await ask(door);
                node.Step();
                return (answer, repeated);
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException)
            {
                // The next turn waits until there is a door again.
            }
        }
    }
}
