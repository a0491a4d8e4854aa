using Switchyard.Compute;
using Switchyard.OperatorConsole.Frame;
using Switchyard.Work;
using Switchyard.Work.Nodes;
using Switchyard.Work.Pages.Home;
using Switchyard.Work.Pages.Queues;

namespace Switchyard.OperatorConsole;

public sealed class HomeWordsTests
{
    private static readonly DateTimeOffset _now = Samples.Start;
    private static readonly QueuePace _still = new(new(0, 0, 0), new(0, 0, 0), null, QueuePace.Idle);
    private static readonly QueuePause _pause = new("kim", "cleaning", _now);

    [Fact]
    public void A_door_has_the_numbers_of_its_queues_and_its_slowest_end()
    {
        ConsoleDoor[] doors = [new("A", "a", queue => queue.StartsWith("a.", StringComparison.Ordinal)), new("Rest", "r", _ => true)];

        var lines = DoorLine.Of(doors, [Row("a.1", 3, pace: Pace(60, 5)), Row("a.2", 1, pace: Pace(90, 1)), Row("b", 7), Row("a.3", 0, _pause)]);

        Assert.Equal(["A", "Rest"], lines.Select(line => line.Title));
        Assert.Equal((4, TimeSpan.FromSeconds(90), 6, 1, 3), (lines[0].Waiting, lines[0].Eta, lines[0].FailedLately, lines[0].Paused, lines[0].Queues));
        Assert.Equal((7, null, QueuePace.Idle), (lines[1].Waiting, lines[1].Eta, lines[1].EtaReason));
    }

    [Fact]
    public void A_door_of_which_one_queue_cannot_say_when_says_why()
    {
        var line = DoorLine.Of([new("A", "a", _ => true)], [Row("1", 3, pace: Pace(60, 0)), Row("2", 1, _pause, _still with { EtaReason = QueuePace.Paused })]).Single();

        Assert.Null(line.Eta);
        Assert.Equal(QueuePace.Paused, line.EtaReason);
    }

    [Fact]
    public void What_keeps_work_from_going_on_comes_first()
    {
        var concerns = Concern.Of(
            [Row("failing", 0, pace: Pace(0, 4)), Row("alone", 2), Row("held", 5, _pause)],
            [new SourceView("gpu0", "n1", 1, [], 0, 3, 0, SourceState.Away), new SourceView("gpu1", "n1", 1, [], 0, 0, 0, SourceState.Active)],
            [new NodeView("n1", NodeState.Unready, Reason: "the disk is full"), new NodeView("n2", NodeState.Ready)]);

        Assert.Equal(
            [
                "Node n1 is unready: the disk is full",
                "Queue held was paused by kim: cleaning",
                "Source gpu0 on n1 is away, and 3 wait for it",
                "2 wait in alone, and no worker was seen in 5 minutes",
                "4 failed in failing within the last hour",
            ],
            concerns.Select(concern => concern.Text));
        Assert.Equal([true, true, true, true, false], concerns.Select(concern => concern.IsGrave));
    }

    [Fact]
    public void Where_all_is_well_nothing_needs_attention() =>
        Assert.Empty(Concern.Of([Row("q", 0)], [new SourceView("gpu0", "n1", 1, [], 0, 0, 0, SourceState.Active)], [new NodeView("n1", NodeState.Ready)]));

    private static QueuePace Pace(double eta, long failed) => _still with { Eta = eta, EtaReason = null, Failed = new(0, failed, failed) };

    private static QueueRow Row(string name, long queued, QueuePause? pause = null, QueuePace? pace = null) =>
        new(new QueueStatus(name, queued, 0, new Dictionary<string, long>(), queued > 0 ? _now : null, pause), pace ?? _still, [], [], _now);
}
