namespace Switchyard.Telemetry;

/// <summary>What meters and sources of spans are called.</summary>
public static class MeterNames
{
    /// <summary>Our own meter.</summary>
    public const string Switchyard = "Switchyard";

    /// <summary>Stands for the queues that have no label of their own, since they are too many.</summary>
    public const string OtherQueues = "other";

    /// <summary>So many queues of a kind have labels of their own: those that came to be first. The others are one.</summary>
    public const int NamedQueues = 200;
}
